import MailModel
import SQLiteKit

extension JobLedger {
  /// Calls `body` with each row of a batch in list order: what is counted alone, and without the
  /// texts of the cells.
  func eachCounted(
    of batch: BatchRecord, _ body: (LedgerEntry) throws -> Void
  ) throws {
    var blank = RowCells()
    try connection.statement(Self.countedInOrder)
      .eachRow(batch.firstMailing, batch.firstMailing + Int64(batch.inputRows)) { row in
        let count = row.withBytes(6) { GivenRecord.count($0, columns: batch.columns.count) }
        if blank.count != count { blank = RowCells(repeatElement("", count: count)) }
        try body(try Self.counted(row, batch, blank))
      }
  }

  /// What is counted of rows, which is a quarter of what there is to say.
  private static let countedInOrder = """
    SELECT m.id, m.row, m.state, m.mail_class, m.matter, m.quoted, m.given, p.api_id, p.postage,
      p.service_fee, p.charged, l.path, l.size, l.sha256, t.status, t.accepted_at,
      m.mail_by, p.submitted_at
    FROM mailing m
    LEFT JOIN piece p ON p.mailing = m.id
    LEFT JOIN label l ON l.mailing = m.id
    LEFT JOIN tracking t ON t.mailing = m.id
    WHERE m.id >= ? AND m.id < ? ORDER BY m.id
    """

  private static func counted(_ row: Row, _ batch: BatchRecord, _ cells: RowCells) throws
    -> LedgerEntry
  {
    let piece = row.optionalText(7).map {
      PieceRecord(
        apiID: $0, trackingNumber: nil, status: nil, postage: row.cents(8),
        serviceFee: row.cents(9),
        charged: row.cents(10), answer: [])
    }
    let label = row.optionalText(11).map {
      LabelRecord(path: $0, size: row.int(12), sha256: row.text(13))
    }
    return LedgerEntry(
      mailing: row.int64(0), batch: batch.id, row: row.int(1),
      position: Int(row.int64(0) - batch.firstMailing) + 1, cells: cells,
      state: try row.state(2),
      mailClass: row.optionalText(3).map { MailClass($0) } ?? batch.mailClass,
      matter: row.text(4), mailBy: row.text(16), quoted: row.cents(5), piece: piece,
      submittedAt: row.time(17), label: label, trackingStatus: row.optionalText(14),
      acceptedAt: row.time(15))
  }
}
