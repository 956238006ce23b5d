import MailModel

/// `report.csv`: the input's own columns as they came, then ours. UTF-8 with a byte order mark, CRLF.
package struct ReportCSV {
  /// Our columns, in their order; one that the input has too is called `certmail_…`.
  package static let columns = [
    "row", "state", "code", "message", "hint", "quoted", "charged", "postage", "service_fee",
    "mailing_id", "tracking_number", "label", "sent_reference", "attempts", "submitted_at",
    "accepted_at", "tracking_status", "delivered_at", "last_event_at", "last_event",
  ]

  private let header: ReportHeader
  private let own: OwnColumns
  private var out: OutputBuffer

  /// Starts the report.
  /// - Parameter totals: of the first pass; only its widest row counts here.
  package init(_ header: ReportHeader, totals: BatchTotals, to sink: any ByteSink) {
    self.header = header
    own = OwnColumns(header.columns, cellsMax: totals.cellsMax)
    out = OutputBuffer(sink)
    out.byteOrderMark()
    own.writeHeader(Self.columns.map(own.name), to: &out)
  }

  /// Writes the next row.
  package mutating func add(_ entry: borrowing ReportEntry) throws {
    own.write(entry.cells, to: &out)
    out.number(entry.row)
    out.comma()
    out.raw(string: header.name(of: entry.state))
    out.comma()
    field(entry.code)
    field(entry.message)
    field(entry.hint)
    field(entry.quoted)
    field(entry.charged)
    field(entry.postage)
    field(entry.serviceFee)
    field(entry.mailingID)
    field(entry.trackingNumber)
    field(entry.label)
    field(entry.sentReference)
    out.number(entry.attempts)
    out.comma()
    field(entry.submittedAt)
    field(entry.acceptedAt)
    field(entry.trackingStatus)
    field(entry.deliveredAt)
    field(entry.lastEventAt)
    out.csv(entry.lastEvent)
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

  private mutating func field(_ time: UTCTime?) {
    if let time { out.time(time) }
    out.comma()
  }
}
