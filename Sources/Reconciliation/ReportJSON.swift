import MailModel

/// `report.json`: for programs. One row a line; amounts are strings, what is missing is `null`.
///
/// The totals stand before the rows, so they come from a first pass over the ledger.
package struct ReportJSON {
  /// The version of the schema, raised when a key changes its meaning or goes away.
  package static let schema = 1

  /// Which of the two documents is written.
  package enum Form: Hashable, Sendable {
    /// `{"schema", "job", "batch", …, "balanced", "totals", "rows"}`
    case report
    /// `{"totals", "rows"}`: what `quote` prints.
    case quote
  }

  private let header: ReportHeader
  private var out: OutputBuffer
  private var isFirst = true

  /// Starts the document.
  package init(
    _ header: ReportHeader, totals: BatchTotals, balance: Balance, form: Form = .report,
    to sink: any ByteSink
  ) {
    self.header = header
    out = OutputBuffer(sink)
    out.byte(UInt8(ascii: "{"))
    if form == .report { writeHeader(balance) }
    writeTotals(totals)
    if form == .report { writeReasons(balance) }
    out.raw(",\n\"rows\":[")
  }

  /// Writes the next row.
  package mutating func add(_ entry: borrowing ReportEntry) throws {
    out.raw(isFirst ? "\n{\"row\":" : ",\n{\"row\":")
    isFirst = false
    out.number(entry.row)
    writeLetter(entry)
    writeOutcome(entry)
    writeMailing(entry)
    writeFurther(entry)
    out.byte(UInt8(ascii: "}"))
    try out.flushIfFull()
  }

  /// Ends the document and hands the last bytes on.
  package mutating func finish() throws {
    out.raw(isFirst ? "]}\n" : "\n]}\n")
    try out.flush()
  }
}

extension ReportJSON {
  private mutating func writeHeader(_ balance: Balance) {
    out.raw("\"schema\":")
    out.number(Self.schema)
    field(",\n\"job\":", header.job)
    field(",\n\"batch\":", header.batch)
    field(",\n\"ledger\":", header.ledgerID)
    field(",\n\"source\":", header.source)
    out.raw(",\n\"generated_at\":")
    out.jsonOrNull(header.generatedAt)
    out.raw(balance.isBalanced ? ",\n\"balanced\":true,\n" : ",\n\"balanced\":false,\n")
  }

  private mutating func writeTotals(_ totals: BatchTotals) {
    out.raw("\"totals\":{\"rows\":")
    out.number(totals.rows)
    out.raw(",\"by_state\":{")
    for (index, state) in MailingState.allCases.enumerated() {
      if index > 0 { out.comma() }
      out.json(header.name(of: state))
      out.byte(UInt8(ascii: ":"))
      out.number(totals.byState[state])
    }
    out.raw("},\"quoted\":")
    out.json(totals.quoted)
    out.raw(",\"charged\":")
    out.json(totals.charged)
    out.raw(",\"difference\":")
    out.json(totals.difference)
    out.raw(",\"open\":")
    out.json(totals.open)
    out.byte(UInt8(ascii: "}"))
  }

  private mutating func writeReasons(_ balance: Balance) {
    out.raw(",\n\"not_balanced_because\":[")
    for (index, reason) in balance.reasons.enumerated() {
      if index > 0 { out.comma() }
      out.json(reason)
    }
    out.byte(UInt8(ascii: "]"))
  }

  private mutating func writeLetter(_ entry: borrowing ReportEntry) {
    field(",\"reference\":", entry.reference)
    field(",\"sent_reference\":", entry.sentReference)
    field(",\"matter\":", entry.matter)
    field(",\"name\":", entry.recipient.name)
    field(",\"street1\":", entry.recipient.street1)
    field(",\"street2\":", entry.recipient.street2)
    field(",\"city\":", entry.recipient.city)
    field(",\"state_code\":", entry.recipient.state)
    field(",\"zip\":", entry.recipient.zip)
    field(",\"mail_class\":", entry.mailClass.rawValue)
  }

  private mutating func writeOutcome(_ entry: borrowing ReportEntry) {
    field(",\"state\":", header.name(of: entry.state))
    field(",\"code\":", entry.code)
    field(",\"message\":", entry.message)
    out.raw(",\"quoted\":")
    out.jsonOrNull(entry.quoted)
    out.raw(",\"charged\":")
    out.jsonOrNull(entry.charged)
  }

  private mutating func writeMailing(_ entry: borrowing ReportEntry) {
    field(",\"mailing_id\":", entry.mailingID)
    field(",\"tracking_number\":", entry.trackingNumber)
    field(",\"label\":", entry.label)
    field(",\"label_sha256\":", entry.labelSHA256)
    out.raw(",\"attempts\":")
    out.number(entry.attempts)
    out.raw(",\"submitted_at\":")
    out.jsonOrNull(entry.submittedAt)
  }

  private mutating func writeFurther(_ entry: borrowing ReportEntry) {
    out.raw(",\"accepted_at\":")
    out.jsonOrNull(entry.acceptedAt)
    field(",\"tracking_status\":", entry.trackingStatus)
    field(",\"document\":", entry.document)
    field(",\"company\":", entry.recipient.company)
    field(",\"hint\":", entry.hint)
    out.raw(",\"postage\":")
    out.jsonOrNull(entry.postage)
    out.raw(",\"service_fee\":")
    out.jsonOrNull(entry.serviceFee)
    out.raw(",\"delivered_at\":")
    out.jsonOrNull(entry.deliveredAt)
    out.raw(",\"last_event_at\":")
    out.jsonOrNull(entry.lastEventAt)
    field(",\"last_event\":", entry.lastEvent)
  }

  @inline(__always)
  private mutating func field(_ key: StaticString, _ text: String) {
    out.raw(key)
    out.jsonOrNull(text)
  }
}
