package import MailModel
import SQLiteKit

/// Everything that a report says of one row.
package struct LedgerEntry: Hashable, Sendable {
  package var mailing: Int64
  package var batch: Int64
  package var row: Int
  package var position: Int
  /// The input's own columns.
  package var cells = RowCells()
  package var state: MailingState
  package var token: Token?
  package var reference = ""
  package var recipient = PostalAddress()
  package var mailClass: MailClass
  package var matter: String
  package var mailBy = ""
  package var document = ""
  package var sender = ""
  package var quoted: Cents?
  package var code = ""
  package var message = ""
  package var hint = ""
  package var notes: [Finding] = []
  package var piece: PieceRecord?
  package var submittedAt: UTCTime?
  package var foundBy: String?
  package var label: LabelRecord?
  package var attempts = 0
  package var trackingStatus: String?
  package var acceptedAt: UTCTime?
  package var deliveredAt: UTCTime?
  package var lastEventAt: UTCTime?
  package var lastEvent = ""
}

extension JobLedger {
  /// What the ledger knows of one row.
  /// - Throws: `LedgerError.noSuchRow` when there is none.
  package func entry(of mailing: Int64) throws -> LedgerEntry {
    guard let batch = try batch(of: mailing),
      let entry = try entries(of: batch, after: mailing - 1, limit: 1).first
    else { throw LedgerError.noSuchRow("no mailing \(mailing) in this ledger") }
    return entry
  }

  /// Rows of a batch in list order, `limit` of them after `mailing`, for who asks the API between
  /// the pages.
  package func entries(
    of batch: BatchRecord, after mailing: Int64, limit: Int
  ) throws -> [LedgerEntry] {
    let end = batch.firstMailing + Int64(batch.inputRows)
    let from = max(mailing + 1, batch.firstMailing)
    return try connection.statement(Self.entriesInOrder + " LIMIT ?")
      .map(from, end, limit) { try Self.entry($0, batch) }
  }

  /// Calls `body` with each row of a batch in list order.
  private func eachEntry(
    of batch: BatchRecord, _ body: (LedgerEntry) throws -> Void
  ) throws {
    try connection.statement(Self.entriesInOrder)
      .eachRow(batch.firstMailing, batch.firstMailing + Int64(batch.inputRows)) {
        try body(Self.entry($0, batch))
      }
  }

  private static let entriesInOrder = """
    SELECT m.id, m.row, m.state, m.token, m.reference, m.name, m.company, m.street1, m.street2,
      m.city, m.state_code, m.zip, m.mail_class, m.matter, m.mail_by, m.document, m.sender,
      m.quoted, m.given, m.code, m.message, m.hint, m.notes, m.occurrence,
      p.api_id, p.tracking_number, p.status, p.postage, p.service_fee, p.charged, p.submitted_at,
      p.found_by, l.path, l.size, l.sha256, t.status, t.accepted_at, t.delivered_at,
      CASE m.state WHEN 'queued' THEN
        (SELECT count(*) FROM attempt WHERE mailing = m.id AND outcome IS NOT 'notExecuted')
      WHEN 'invalid' THEN 0 WHEN 'duplicate' THEN 0 WHEN 'ignored' THEN 0 ELSE
        (SELECT count(*) FROM attempt WHERE mailing = m.id) END,
      f.street1, f.street2, f.city, f.state_code, f.zip, t.last_event_at, t.last_text
    FROM mailing m
    \(MailedAddress.join)
    LEFT JOIN piece p ON p.mailing = m.id
    LEFT JOIN label l ON l.mailing = m.id
    LEFT JOIN tracking t ON t.mailing = m.id
    WHERE m.id >= ? AND m.id < ? ORDER BY m.id
    """

  private static func entry(_ row: Row, _ batch: BatchRecord) throws -> LedgerEntry {
    var recipient = PostalAddress(
      name: row.text(5), company: row.text(6), street1: row.text(7), street2: row.text(8),
      city: row.text(9), state: row.text(10), zip: row.text(11))
    if !row.isNull(39) {
      (recipient.street1, recipient.street2) = (row.text(39), row.text(40))
      (recipient.city, recipient.state, recipient.zip) = (row.text(41), row.text(42), row.text(43))
    }
    let piece = row.optionalText(24).map {
      PieceRecord(
        apiID: $0, trackingNumber: row.optionalText(25), status: row.optionalText(26),
        postage: row.cents(27), serviceFee: row.cents(28), charged: row.cents(29), answer: [])
    }
    let label = row.optionalText(32).map {
      LabelRecord(path: $0, size: row.int(33), sha256: row.text(34))
    }
    return LedgerEntry(
      mailing: row.int64(0), batch: batch.id, row: row.int(1),
      position: Int(row.int64(0) - batch.firstMailing) + 1,
      cells: cells(row, batch),
      state: try row.state(2),
      token: row.optionalInt64(3).map { Token(rawValue: $0) }, reference: row.text(4),
      recipient: recipient,
      mailClass: row.optionalText(12).map { MailClass($0) } ?? batch.mailClass,
      matter: row.text(13), mailBy: row.text(14), document: row.text(15), sender: row.text(16),
      quoted: row.cents(17), code: row.text(19), message: row.text(20), hint: row.text(21),
      notes: try FindingCoding.findings(row.text(22)), piece: piece, submittedAt: row.time(30),
      foundBy: row.optionalText(31), label: label, attempts: row.int(38),
      trackingStatus: row.optionalText(35), acceptedAt: row.time(36), deliveredAt: row.time(37),
      lastEventAt: row.time(44), lastEvent: row.text(45))
  }

  private static func cells(_ row: Row, _ batch: BatchRecord) -> RowCells {
    var cells = RowCells()
    row.withBytes(18) { record in
      cells.reserve(bytes: record.count + bytesOfFields, cells: batch.columns.count)
      GivenRecord.read(record, count: batch.columns.count, to: &cells) { index, cells in
        let field = index < batch.mapping.count ? batch.mapping[index] : nil
        guard let column = field.flatMap(column(of:)) else { return cells.append("".utf8) }
        row.withBytes(column) { cells.append(buffer: $0) }
      }
    }
    return cells
  }

  /// About so much room is needed for cells that equal their fields.
  private static let bytesOfFields = 96

  /// The column with the stored value of a field, which a cell of the row is equal to.
  private static func column(of field: RowField) -> Int32? {
    switch field {
    case .reference: 4
    case .name: 5
    case .company: 6
    case .street1: 7
    case .street2: 8
    case .city: 9
    case .state: 10
    case .zip: 11
    case .mailClass: 12
    case .matter: 13
    case .mailBy: 14
    case .document: 15
    case .sender: 16
    case .occurrence: 23
    case .country, .certmailRow: nil
    }
  }
}

/// How far the reports of a batch are behind it.
package struct ReportState: Hashable, Sendable {
  /// How often its rows have changed.
  package var changes: Int
  /// The change that its reports tell of; 0: they were never written.
  package var reported: Int
}

/// Goes through a batch's rows in list order, in bounded memory.
package struct BatchReader {
  /// Call their argument with each row.
  let rows: (_ body: (LedgerEntry) throws -> Void) throws -> Void
  let counted: (_ body: (LedgerEntry) throws -> Void) throws -> Void

  /// Calls `body` with each row.
  package func eachRow(_ body: (LedgerEntry) throws -> Void) throws { try rows(body) }

  /// Calls `body` with each row, of which only what totals need is filled in: state, class, matter,
  /// money, mailing, label and tracking, and how many cells there are.
  package func eachCounted(_ body: (LedgerEntry) throws -> Void) throws { try counted(body) }
}

extension JobLedger {
  /// Lets `work` go through a batch's rows as often as it likes, each time through the same ones.
  package func reading<Value: Sendable>(
    _ batch: BatchRecord, _ work: @Sendable (BatchReader) throws -> Value
  ) throws -> Value {
    // One transaction sees one state of the ledger, whoever writes meanwhile.
    try connection.execute("BEGIN")
    defer { if !connection.isAutocommit { try? connection.execute("COMMIT") } }  // nothing to keep
    return try work(
      BatchReader(
        rows: { try self.eachEntry(of: batch, $0) },
        counted: { try self.eachCounted(of: batch, $0) }))
  }

  /// For each batch how often its rows have changed, and at which change its reports were written.
  package func reportStates() throws -> [Int64: ReportState] {
    let rows = try connection.statement("SELECT id, changes, reported FROM batch")
      .map { ($0.int64(0), ReportState(changes: $0.int(1), reported: $0.int(2))) }
    return Dictionary(uniqueKeysWithValues: rows)
  }

  /// The reports of a batch were written from what it was at change number `changes`.
  package func reported(_ batch: Int64, changes: Int) throws {
    try connection.run("UPDATE batch SET reported = ? WHERE id = ?", changes, batch)
  }

  /// The highest sequence number so far.
  package func highestSequence() -> Int64 { sequence }
}
