package import MailModel
import SQLiteKit

/// How people name a row: `HASH6:14`, or `14` where only one batch can be meant.
package struct MailingName: Hashable, Sendable {
  /// The first digits of the batch's hash; `nil` when the row number stands alone.
  package var batch: String?
  package var row: Int

  /// Reads `HASH6:14` or `14`; a spreadsheet may have taken `727965:14` for a time: `727965:14:00`.
  package init?(_ text: some StringProtocol) {
    var parts = text.split(separator: ":", omittingEmptySubsequences: false)
    if parts.count == 3, parts[2] == "00" { parts.removeLast() }
    guard let last = parts.last, let row = Int(last), row > 0, parts.count <= 2 else { return nil }
    self.row = row
    if parts.count == 2 {
      guard parts[0].count >= 4, parts[0].allSatisfy(\.isHexDigit) else { return nil }
      batch = parts[0].lowercased()
    }
  }
}

/// A batch as the ledger keeps it.
package struct BatchRecord: Hashable, Sendable {
  package var id: Int64
  package var hash: String
  package var name: String
  package var source: String
  package var importedAt: UTCTime
  package var columns: [String]
  package var mapping: [RowField?]
  package var mailClass: MailClass
  package var firstMailing: Int64
  /// As the reader counted them.
  package var inputRows: Int
  /// How many of them are in the ledgers of other parts of the job.
  package var otherRows: Int

  /// The six digits by which people name the batch.
  package var hash6: String { String(hash.prefix(6)) }
}

extension JobLedger {
  /// Every batch, oldest first.
  package func batches() throws -> [BatchRecord] {
    try connection.statement("\(Self.batchColumns) ORDER BY id").map { try Self.batch($0) }
  }

  /// The batch that a mailing is of.
  func batch(of mailing: Int64) throws -> BatchRecord? {
    try connection.statement(
      "\(Self.batchColumns) WHERE id = (SELECT batch FROM mailing WHERE id = ?)"
    ).first(mailing) { try Self.batch($0) }
  }

  private static let batchColumns = """
    SELECT id, hash, name, source, imported_at, columns, mapping, mail_class, first_mailing,
      input_rows, other_rows FROM batch
    """

  private static func batch(_ row: borrowing Row) throws -> BatchRecord {
    let names: [String?] = try TextList.list(row.text(6))
    return BatchRecord(
      id: row.int64(0), hash: row.text(1), name: row.text(2), source: row.text(3),
      importedAt: UTCTime(rawValue: row.int64(4)), columns: try TextList.list(row.text(5)),
      mapping: names.map { $0.flatMap { RowField(rawValue: $0) } },
      mailClass: MailClass(row.text(7)), firstMailing: row.int64(8), inputRows: row.int(9),
      otherRows: row.int(10))
  }

  /// The mailing that `name` means.
  /// - Throws: `LedgerError.noSuchRow` when there is none, or when the row number alone stands in
  ///   several batches.
  package func mailing(named name: MailingName) throws -> Int64 {
    let found = try connection.statement(
      """
      SELECT m.id, substr(b.hash, 1, 6) || ':' || m.row FROM mailing m JOIN batch b ON b.id = m.batch
      WHERE m.row = ?1 AND (?2 IS NULL OR substr(b.hash, 1, length(?2)) = ?2)
      """
    ).map(name.row, name.batch) { (id: $0.int64(0), rowID: $0.text(1)) }
    let text = (name.batch.map { $0 + ":" } ?? "") + "\(name.row)"
    guard let first = found.first else {
      throw LedgerError.noSuchRow("no row \(text) in this ledger; certmail list shows the rows")
    }
    guard found.count == 1 else {
      let all = found.prefix(5).map(\.rowID).joined(separator: ", ")
      throw LedgerError.noSuchRow("row \(text) could be one of \(all); name it with its batch")
    }
    return first.id
  }

  /// A row's state and words, by its mailing.
  package func standing(_ mailing: Int64) throws -> (
    state: MailingState, code: String, rowID: String
  ) {
    let found = try connection.statement(
      """
      SELECT m.state, m.code, substr(b.hash, 1, 6) || ':' || m.row FROM mailing m
      JOIN batch b ON b.id = m.batch WHERE m.id = ?
      """
    ).first(mailing) { (name: $0.text(0), code: $0.text(1), rowID: $0.text(2)) }
    guard let found, let state = MailingState(rawValue: found.name) else {
      throw LedgerError.noSuchRow("no mailing \(mailing) in this ledger")
    }
    return (state, found.code, found.rowID)
  }
}
