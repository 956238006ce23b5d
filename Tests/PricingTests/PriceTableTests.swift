import MailModel
import Testing

@testable import Pricing

@Suite struct PriceTableTests {
  static let moment = UTCTime(rawValue: 1_768_471_800_000)

  static func price(_ name: String, _ postage: Int64, _ fee: Int64, total: Int64? = nil) -> Price {
    Price(
      mailClass: MailClass(name), postage: Cents(postage), serviceFee: Cents(fee),
      total: Cents(total ?? postage + fee))
  }

  static let table = PriceTable(
    [
      price("certified_return_receipt", 812, 164), price("certified", 586, 164),
      price("certified_restricted_delivery", 1410, 164),
    ], fetchedAt: moment)

  @Test func `a known class has its price, in cents`() {
    let quote = Self.table.quote(for: MailClass("certified_return_receipt"))
    #expect(quote?.total == Cents(976))
    #expect(quote?.postage == Cents(812))
    #expect(quote?.serviceFee == Cents(164))
    #expect(Self.table.fetchedAt == Self.moment)
    #expect(Self.table.findings == [])
    #expect(
      Self.table.classes.map(\.rawValue) == [
        "certified", "certified_restricted_delivery", "certified_return_receipt",
      ])
  }

  @Test(arguments: ["Certified", "certified ", "", "first_class"])
  func `an unknown class has none: a quote is exact`(name: String) {
    #expect(Self.table.quote(for: MailClass(name)) == nil)
  }

  @Test func `an unknown class is told with the known ones, the nearest first`() {
    let finding = Self.table.unknownClassFinding(MailClass("certified_return_reciept"))
    #expect(finding.severity == .error)
    #expect(finding.code == "mail_class_unknown")
    #expect(finding.field == .mailClass)
    #expect(
      finding.message == #"mail_class "certified_return_reciept" is not one that the API prices"#)
    #expect(
      finding.hint
        == #"did you mean "certified_return_receipt"? known: "certified_return_receipt","#
        + #" "certified_restricted_delivery", "certified""#)
  }

  @Test func `a table without any class says so`() {
    let empty = PriceTable([], fetchedAt: Self.moment)
    #expect(
      empty.unknownClassFinding(MailClass("x")).hint
        == "the API prices no class at all: ask for its price list again")
  }

  @Test func `a class is shown without what would not print, and cut`() {
    let odd = Self.table.unknownClassFinding(MailClass("a\u{1B}[31m\u{202E}b"))
    #expect(odd.message == #"mail_class "a?[31m?b" is not one that the API prices"#)
    let long = Self.table.unknownClassFinding(MailClass(String(repeating: "x", count: 61)))
    #expect(long.message.contains("\"" + String(repeating: "x", count: 60) + "\""))
  }

  @Test(arguments: [
    ("certified", "certified"), ("Certified", "certified"),
    ("Certified Return Receipt", "certified_return_receipt"),
    ("CERTIFIED-RETURN-RECEIPT", "certified_return_receipt"), ("Certified Mail", "certified"),
    ("USPS Certified Mail with Return Receipt", "certified_return_receipt"),
  ])
  func `a person's text names a class`(text: String, name: String) {
    #expect(Self.table.mailClass(named: text) == MailClass(name))
  }

  @Test(arguments: ["", "registered", "certified return", "return receipt"])
  func `no class is guessed`(text: String) { #expect(Self.table.mailClass(named: text) == nil) }

  @Test(arguments: ["CMRRR", "Certified w/ RR", "First Class", "gold"])
  func `a class that is far from all is not guessed at`(text: String) {
    let finding = Self.table.unknownClassFinding(MailClass(text))
    #expect(finding.hint.hasPrefix("known: \""))
  }

  @Test func `two classes that read alike are not chosen between`() {
    let twins = PriceTable(
      [Self.price("first_class", 100, 0), Self.price("firstclass", 200, 0)],
      fetchedAt: Self.moment)
    #expect(twins.mailClass(named: "First Class") == nil)
    #expect(twins.mailClass(named: "first_class") == MailClass("first_class"))
  }

  @Test func `a total that is not the sum is kept and told`() {
    let odd = PriceTable([Self.price("certified", 586, 164, total: 751)], fetchedAt: Self.moment)
    #expect(odd.quote(for: MailClass("certified"))?.total == Cents(751))
    #expect(
      odd.findings == [
        Finding(
          .warning, "price_sum_differs", nil,
          "price of \"certified\" is $7.51, but postage $5.86 and service fee $1.64 make $7.50",
          hint: "the total is what is quoted; ask the provider")
      ])
  }

  @Test(arguments: [(0, true), (-1, true), (1, false)] as [(Int64, Bool)])
  func `a price of nothing is told`(total: Int64, told: Bool) {
    let codes = Self.price("certified", total, 0).findings.map(\.code)
    #expect(codes == (told ? ["price_not_positive"] : []))
  }

  @Test(arguments: [[750, 900], [900, 750]] as [[Int64]])
  func `of two prices for one class the dearer stands`(totals: [Int64]) {
    let table = PriceTable(
      totals.map { Self.price("certified", $0, 0) }, fetchedAt: Self.moment)
    #expect(table.quote(for: MailClass("certified"))?.total == Cents(900))
    #expect(table.findings.map(\.code) == ["price_ambiguous"])
    #expect(table.findings[0].message == #""certified" is priced at $7.50 and at $9.00"#)
  }

  @Test func `the same price twice is no finding`() {
    let table = PriceTable(
      [Self.price("certified", 586, 164), Self.price("certified", 586, 164)],
      fetchedAt: Self.moment)
    #expect(table.findings == [])
  }
}
