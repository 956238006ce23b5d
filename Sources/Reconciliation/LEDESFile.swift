package import Foundation
package import MailModel

/// What a LEDES 1998B invoice says about itself; one invoice bills one matter.
package struct LEDESInvoice: Hashable, Sendable {
  /// The day of the invoice, and of the billing period's first and last day.
  package var date: UTCTime
  package var periodStart: UTCTime
  package var periodEnd: UTCTime
  /// The firm's number; at most 20 characters, as are the four ids below.
  package var number: String
  package var clientID: String
  package var lawFirmMatterID: String
  /// The client's own id for the matter; may be empty.
  package var clientMatterID: String
  /// The firm's tax or registration number.
  package var lawFirmID: String
  package var description: String
  /// What the lines must add up to.
  package var total: Cents

  package init(
    number: String, date: UTCTime, periodStart: UTCTime, periodEnd: UTCTime, clientID: String,
    lawFirmMatterID: String, clientMatterID: String = "", lawFirmID: String,
    description: String = "Certified mail", total: Cents
  ) {
    self.number = number
    self.date = date
    self.periodStart = periodStart
    self.periodEnd = periodEnd
    self.clientID = clientID
    self.lawFirmMatterID = lawFirmMatterID
    self.clientMatterID = clientMatterID
    self.lawFirmID = lawFirmID
    self.description = description
    self.total = total
  }
}

/// Why a LEDES file cannot be written.
package enum LEDESFault: Error, Hashable, Sendable, CustomStringConvertible {
  /// A required field of the invoice is empty.
  case missing(field: String)
  /// A field is longer than the standard allows; an id is never cut.
  case tooLong(field: String, count: Int, max: Int)
  /// In ASCII the matter reads as another does that the file has: its client would be billed for both.
  case sameMatter(plain: String, as: String)
  /// A line came before any invoice.
  case noInvoice
  /// The lines do not add up to the invoice's total.
  case wrongTotal(invoice: String, expected: Cents, found: Cents)

  package var description: String {
    switch self {
    case .missing(let field): "LEDES needs \(field); it is empty"
    case .tooLong(let field, let count, let max):
      "LEDES allows \(max) characters in \(field), this one has \(count)"
    case .sameMatter(let plain, let other):
      "LEDES would write it as \(plain), as it does matter \(other); give one of them another name"
    case .noInvoice: "a LEDES line needs an invoice before it"
    case .wrongTotal(let invoice, let expected, let found):
      "invoice \(invoice) says \(expected.dollars), but its lines add up to \(found.dollars)"
    }
  }
}

/// Writes postage as expenses in LEDES 1998B: ASCII, 24 fields between `|`, each line ends with `[]`.
///
/// Source: LEDES 1998B field specification, revised 8/23/2007; expense code E108 (postage) of the
/// UTBMS expense set. One file may hold many invoices, one after the other.
package struct LEDESFile {
  /// The names of the fields, in the standard's order.
  package static let fields = [
    "INVOICE_DATE", "INVOICE_NUMBER", "CLIENT_ID", "LAW_FIRM_MATTER_ID", "INVOICE_TOTAL",
    "BILLING_START_DATE", "BILLING_END_DATE", "INVOICE_DESCRIPTION", "LINE_ITEM_NUMBER",
    "EXP/FEE/INV_ADJ_TYPE", "LINE_ITEM_NUMBER_OF_UNITS", "LINE_ITEM_ADJUSTMENT_AMOUNT",
    "LINE_ITEM_TOTAL", "LINE_ITEM_DATE", "LINE_ITEM_TASK_CODE", "LINE_ITEM_EXPENSE_CODE",
    "LINE_ITEM_ACTIVITY_CODE", "TIMEKEEPER_ID", "LINE_ITEM_DESCRIPTION", "LAW_FIRM_ID",
    "LINE_ITEM_UNIT_COST", "TIMEKEEPER_NAME", "TIMEKEEPER_CLASSIFICATION", "CLIENT_MATTER_ID",
  ]
  /// The most characters of an id.
  package static let idLengthMax = 20
  /// The most characters of a description that all receivers take; longer text is cut.
  package static let descriptionLengthMax = 1_000
  /// UTBMS: postage.
  package static let expenseCode = "E108"

  private var invoice: LEDESInvoice?
  /// The matters that have an invoice, by what is written of them.
  private var matters: [String: String] = [:]
  private var lineNumber = 0
  private var sum = Cents.zero
  private var clock: LocalClock
  private var out: OutputBuffer

  /// Starts the file.
  /// - Parameter timeZone: where the firm is; days are told there.
  package init(timeZone: TimeZone, to sink: any ByteSink) {
    clock = LocalClock(timeZone)
    out = OutputBuffer(sink)
    out.raw("LEDES1998B[]\r\n")
    out.raw(string: Self.fields.joined(separator: "|"))
    out.raw("[]\r\n")
  }

  /// Ends the invoice before and starts the next.
  package mutating func begin(_ next: LEDESInvoice) throws {
    try endInvoice()
    for (field, value, isRequired) in [
      ("INVOICE_NUMBER", next.number, true), ("CLIENT_ID", next.clientID, true),
      ("LAW_FIRM_MATTER_ID", next.lawFirmMatterID, true), ("LAW_FIRM_ID", next.lawFirmID, true),
      ("CLIENT_MATTER_ID", next.clientMatterID, false),
    ] {
      let count = Self.plain(value).utf8.count
      if isRequired, count == 0 { throw LEDESFault.missing(field: field) }
      guard count <= Self.idLengthMax else {
        throw LEDESFault.tooLong(field: field, count: count, max: Self.idLengthMax)
      }
    }
    let matter = Self.plain(next.lawFirmMatterID)
    if let other = matters[matter], other != next.lawFirmMatterID {
      throw LEDESFault.sameMatter(plain: matter, as: other)
    }
    matters[matter] = next.lawFirmMatterID
    invoice = next
    lineNumber = 0
    sum = .zero
  }

  /// Writes the row's charge as one expense line; a row without a charge is passed over.
  package mutating func add(_ entry: borrowing ReportEntry) throws {
    guard let charged = entry.charged else { return }
    guard let invoice else { throw LEDESFault.noInvoice }
    lineNumber += 1
    sum += charged
    let name = entry.recipient.name.isEmpty ? entry.recipient.company : entry.recipient.name
    let parts = ["Certified mail", name, entry.reference, entry.trackingNumber]
    let line = [
      day(invoice.date), invoice.number, invoice.clientID, invoice.lawFirmMatterID,
      invoice.total.description, day(invoice.periodStart), day(invoice.periodEnd),
      String(invoice.description.prefix(Self.descriptionLengthMax)), String(lineNumber), "E", "1",
      "", charged.description, day(entry.submittedAt ?? invoice.date), "", Self.expenseCode, "", "",
      String(
        parts.filter { !$0.isEmpty }.joined(separator: ", ").prefix(Self.descriptionLengthMax)),
      invoice.lawFirmID, charged.description, "", "", invoice.clientMatterID,
    ]
    out.raw(string: line.map(Self.plain).joined(separator: "|"))
    out.raw("[]\r\n")
    try out.flushIfFull()
  }

  /// Ends the last invoice and hands the last bytes on.
  package mutating func finish() throws {
    try endInvoice()
    try out.flush()
  }

  private func endInvoice() throws {
    guard let invoice, invoice.total != sum else { return }
    throw LEDESFault.wrongTotal(invoice: invoice.number, expected: invoice.total, found: sum)
  }

  private mutating func day(_ time: UTCTime) -> String {
    let civil = clock.civil(time)
    var text = OutputBuffer(nil)
    text.digits(UInt64(max(0, civil.year)), atLeast: 4)
    text.twoDigits(civil.month)
    text.twoDigits(civil.day)
    return String(decoding: text.bytes, as: UTF8.self)
  }

  /// ASCII without what the format gives a meaning: accents fall off, `|` and brackets become `/`
  /// and parentheses, control characters blanks, letters of other alphabets `?`.
  static func plain(_ text: String) -> String {
    var plain = ""
    for scalar in text.decomposedStringWithCanonicalMapping.unicodeScalars {
      switch scalar {
      case "|": plain += "/"
      case "[": plain += "("
      case "]": plain += ")"
      case "\u{0300}"..."\u{036F}": continue
      case "’", "‘": plain += "'"
      case "“", "”": plain += "\""
      case "–", "—": plain += "-"
      case " "..."~": plain.unicodeScalars.append(scalar)
      case "\0"..<" ", "\u{7F}"..."\u{A0}": plain += " "
      case "№": plain += "No."
      case "§": plain += "Sec."
      case "…": plain += "..."
      default: plain += PlainLetters.table[scalar] ?? "?"
      }
    }
    return plain
  }
}
