import Foundation
import MailModel
import Testing

@testable import Reconciliation

@Suite struct LEDESFileTests {
  private func makeInvoice(_ change: (inout LEDESInvoice) -> Void = { _ in }) -> LEDESInvoice {
    var invoice = LEDESInvoice(
      number: "INV-7", date: morning, periodStart: morning, periodEnd: morning, clientID: "0420",
      lawFirmMatterID: "0420-1", lawFirmID: "94-1234567", total: Cents(750))
    change(&invoice)
    return invoice
  }

  private func write(_ invoice: LEDESInvoice, _ entries: [ReportEntry]) throws -> String {
    let sink = MemorySink()
    var file = LEDESFile(timeZone: .gmt, to: sink)
    try file.begin(invoice)
    for entry in entries { try file.add(entry) }
    try file.finish()
    return sink.text
  }

  @Test func `an invoice is this text`() throws {
    let entry = makeDone { $0.recipient.name = "José Núñez | [x]" }
    #expect(
      try write(makeInvoice(), [entry, makeUnsent(.invalid)])
        == "LEDES1998B[]\r\n"
        + "INVOICE_DATE|INVOICE_NUMBER|CLIENT_ID|LAW_FIRM_MATTER_ID|INVOICE_TOTAL|"
        + "BILLING_START_DATE|BILLING_END_DATE|INVOICE_DESCRIPTION|LINE_ITEM_NUMBER|"
        + "EXP/FEE/INV_ADJ_TYPE|LINE_ITEM_NUMBER_OF_UNITS|LINE_ITEM_ADJUSTMENT_AMOUNT|"
        + "LINE_ITEM_TOTAL|LINE_ITEM_DATE|LINE_ITEM_TASK_CODE|LINE_ITEM_EXPENSE_CODE|"
        + "LINE_ITEM_ACTIVITY_CODE|TIMEKEEPER_ID|LINE_ITEM_DESCRIPTION|LAW_FIRM_ID|"
        + "LINE_ITEM_UNIT_COST|TIMEKEEPER_NAME|TIMEKEEPER_CLASSIFICATION|CLIENT_MATTER_ID[]\r\n"
        + "20260115|INV-7|0420|0420-1|7.50|20260115|20260115|Certified mail|1|E|1||7.50|20260115||"
        + "E108|||Certified mail, Jose Nunez / (x), CASE-1, 9407111899223456789017|94-1234567|"
        + "7.50|||[]\r\n")
  }

  @Test func `each line has 24 fields, whatever stands in them`() throws {
    let entry = makeDone { $0.recipient.name = "a|b[]\r\nc\u{2028}😀" }
    let lines = try write(makeInvoice(), [entry]).split(separator: "\r\n")
    #expect(lines.count == 3)
    for line in lines.dropFirst() {
      #expect(line.split(separator: "|", omittingEmptySubsequences: false).count == 24)
      #expect(line.hasSuffix("[]"))
    }
    #expect(lines[2].allSatisfy { $0.isASCII })
  }

  @Test(arguments: [
    ("Søren Łukasz Weiß", "Soren Lukasz Weiss"), ("Þóra Æsa Đặng", "THora AEsa Dang"),
    ("№ 7 § 1788…", "No. 7 Sec. 1788..."), ("O’Neil – “Bud”", "O'Neil - \"Bud\""), ("王", "?"),
  ])
  func `names are written with the letters of the format`(text: String, expected: String) {
    #expect(LEDESFile.plain(text) == expected)
  }

  @Test func `an id of exactly the limit is taken, a longer one refused and never cut`() throws {
    let fitting = String(repeating: "9", count: LEDESFile.idLengthMax)
    #expect(try write(makeInvoice { $0.clientID = fitting }, [makeDone()]).contains("|\(fitting)|"))
    #expect(throws: LEDESFault.tooLong(field: "CLIENT_ID", count: 21, max: 20)) {
      try write(makeInvoice { $0.clientID = fitting + "9" }, [makeDone()])
    }
  }

  @Test func `a description is cut at its limit`() throws {
    let name = String(repeating: "n", count: LEDESFile.descriptionLengthMax)
    let text = try write(makeInvoice(), [makeDone { $0.recipient.name = name }])
    let fields = text.split(separator: "\r\n")[2].split(
      separator: "|", omittingEmptySubsequences: false)
    #expect(fields[18].count == LEDESFile.descriptionLengthMax)
  }

  @Test func `an invoice that its lines do not add up to is refused`() {
    #expect(
      throws: LEDESFault.wrongTotal(invoice: "INV-7", expected: Cents(751), found: Cents(750))
    ) {
      try write(makeInvoice { $0.total = Cents(751) }, [makeDone()])
    }
  }

  @Test func `two matters that read the same in ASCII are not billed as one`() throws {
    var file = LEDESFile(timeZone: .gmt, to: MemorySink())
    try file.begin(makeInvoice { ($0.lawFirmMatterID, $0.total) = ("M/1", .zero) })
    try file.begin(makeInvoice { ($0.lawFirmMatterID, $0.total) = ("M/1", .zero) })
    #expect(throws: LEDESFault.sameMatter(plain: "M/1", as: "M/1")) {
      try file.begin(makeInvoice { ($0.lawFirmMatterID, $0.total) = ("M|1", .zero) })
    }
    try file.begin(makeInvoice { ($0.lawFirmMatterID, $0.total) = ("M-1", .zero) })
  }

  @Test func `a needed id that is empty, and a line without an invoice, are refused`() {
    #expect(throws: LEDESFault.missing(field: "INVOICE_NUMBER")) {
      try write(makeInvoice { $0.number = "" }, [])
    }
    var file = LEDESFile(timeZone: .gmt, to: MemorySink())
    #expect(throws: LEDESFault.noInvoice) { try file.add(makeDone()) }
  }
}
