import MailModel
import Testing

@testable import Pricing

@Suite struct SpendLimitsTests {
  @Test(
    arguments: [(1500, nil), (1501, "above_spend_per_mailing"), (0, nil)] as [(Int64, String?)])
  func `a mailing is held a cent above spend_per_mailing`(quote: Int64, code: String?) {
    let limits = SpendLimits(perMailing: Cents(1500))
    #expect(limits.holdReason(quote: Cents(quote))?.code == code)
  }

  @Test func `without caps nothing is held and everything is allowed`() {
    let limits = SpendLimits()
    #expect(limits.holdReason(quote: Cents.readableMax) == nil)
    #expect(limits.allows(spent: Cents.readableMax, reserved: .zero, next: Cents.readableMax))
  }

  @Test(
    arguments: [
      (0, 900, false), (0, 901, true), (0, 899, false), (10, 910, false), (10, 911, true),
    ] as [(Int64, Int64, Bool)])
  func `a price or a charge may rise by price_rise and not a cent more`(
    rise: Int64, now: Int64, isTooMuch: Bool
  ) {
    let limits = SpendLimits(priceRise: Cents(rise))
    let reason = limits.holdReason(quote: Cents(now), approvedQuote: Cents(900))
    #expect(reason?.code == (isTooMuch ? "price_rise" : nil))
    #expect(limits.exceedsQuote(charged: Cents(now), quoted: Cents(900)) == isTooMuch)
  }

  @Test(
    arguments: [
      (0, 0, 976, true), (24, 0, 976, true), (25, 0, 976, false), (0, 24, 976, true),
      (0, 25, 976, false), (12, 12, 976, true), (12, 13, 976, false), (1000, 0, 0, true),
      (1001, 0, 0, false), (1001, 0, -5, false),
    ] as [(Int64, Int64, Int64, Bool)])
  func `spend_per_run is reached and never passed`(
    spent: Int64, reserved: Int64, next: Int64, isAllowed: Bool
  ) {
    let limits = SpendLimits(perRun: Cents(1000))
    #expect(
      limits.allows(spent: Cents(spent), reserved: Cents(reserved), next: Cents(next)) == isAllowed)
  }

  @Test func `a reservation is the quote and the tolerated rise`() {
    let limits = SpendLimits(perRun: Cents(1000), priceRise: Cents(10))
    #expect(limits.reservation(forQuote: Cents(900)) == Cents(910))
    #expect(limits.reservation(forQuote: Cents(-900)) == Cents(10))
    #expect(limits.allows(spent: .zero, reserved: .zero, next: Cents(990)))
    #expect(!limits.allows(spent: .zero, reserved: .zero, next: Cents(991)))
  }

  @Test(arguments: [0, 1, 10, 99] as [Int64])
  func `even if each charge rises as far as it may, no run passes its cap`(rise: Int64) {
    let limits = SpendLimits(perRun: Cents(10_000), priceRise: Cents(rise))
    var spent = Cents.zero
    var mailed = 0
    while limits.allows(spent: spent, reserved: .zero, next: Cents(976)) {
      spent += Cents(976 + rise)
      mailed += 1
      #expect(spent <= Cents(10_000))
    }
    #expect(mailed == 10_000 / (976 + Int(rise)))
  }

  @Test func `a reason says the amounts and what to do`() {
    let limits = SpendLimits(perMailing: Cents(1500), priceRise: Cents(5))
    #expect(
      limits.holdReason(quote: Cents(1501))
        == Finding(
          .warning, "above_spend_per_mailing", nil,
          "quoted at $15.01, above spend_per_mailing $15.00",
          hint: "approve it, or raise limits.spend_per_mailing"))
    #expect(
      limits.holdReason(quote: Cents(990), approvedQuote: Cents(976))
        == Finding(
          .warning, "price_rise", nil, "priced at $9.90, $0.14 above the approved $9.76",
          hint: "approve it again at the new price, or raise limits.price_rise"))
  }
}
