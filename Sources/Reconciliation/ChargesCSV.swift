package import MailModel

/// `charges.csv`: each charged mailing once, to bill postage to clients.
///
/// The totals add up to what was charged, to the cent.
package struct ChargesCSV {
  /// The columns, in their order. `date` is the day of submission where the firm is.
  package static let columns = [
    "matter", "reference", "date", "recipient", "mail_class", "tracking_number", "postage",
    "service_fee", "total",
  ]

  /// The sum of the totals written so far.
  package private(set) var total = Cents.zero
  /// How many mailings were written.
  package private(set) var rowCount = 0

  private var clock: LocalClock
  private var out: OutputBuffer

  /// Starts the file.
  package init(_ header: ReportHeader, to sink: any ByteSink) {
    clock = LocalClock(header.timeZone)
    out = OutputBuffer(sink)
    out.byteOrderMark()
    out.raw(string: Self.columns.joined(separator: ","))
    out.endRecord()
  }

  /// Writes the row if it was charged; any other is passed over.
  package mutating func add(_ entry: borrowing ReportEntry) throws {
    guard let charged = entry.charged else { return }
    rowCount += 1
    total += charged
    field(entry.matter)
    field(entry.reference)
    if let time = entry.submittedAt ?? entry.acceptedAt { out.date(clock.civil(time)) }
    out.comma()
    field(entry.recipient.name.isEmpty ? entry.recipient.company : entry.recipient.name)
    field(entry.mailClass.rawValue)
    field(entry.trackingNumber)
    field(entry.postage)
    field(entry.serviceFee)
    out.amount(charged)
    out.endRecord()
    try out.flushIfFull()
  }

  /// Hands the last bytes on.
  package mutating func finish() throws { try out.flush() }

  private mutating func field(_ text: String) {
    out.csv(text)
    out.comma()
  }

  private mutating func field(_ amount: Cents?) {
    if let amount { out.amount(amount) }
    out.comma()
  }
}

/// `charges-by-matter.csv`: what each matter is billed, by the matter's name.
package enum MatterChargesCSV {
  /// The columns, in their order.
  package static let columns = ["matter", "mailings", "postage", "service_fee", "total"]
  /// What stands for the matters beyond `GroupedCharges.groupsMax`.
  package static let restName = "(other matters)"

  /// Writes the whole file.
  package static func write(_ charges: GroupedCharges, to sink: any ByteSink) throws {
    var out = OutputBuffer(sink)
    out.byteOrderMark()
    out.raw(string: columns.joined(separator: ","))
    out.endRecord()
    for (name, sum) in charges.byName { try write(name, sum, to: &out) }
    if charges.rest.mailings > 0 { try write(restName, charges.rest, to: &out) }
    try out.flush()
  }

  private static func write(_ name: String, _ sum: ChargeSum, to out: inout OutputBuffer) throws {
    out.csv(name)
    out.comma()
    out.number(sum.mailings)
    for amount in [sum.postage, sum.serviceFee, sum.total] {
      out.comma()
      out.amount(amount)
    }
    out.endRecord()
    try out.flushIfFull()
  }
}
