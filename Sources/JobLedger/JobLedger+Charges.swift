package import MailModel
import SQLiteKit

/// What the API charged for one piece of mail, with what a bill says of it.
package struct ChargeRecord: Hashable, Sendable {
  /// `HASH6:ROW`
  package var rowID: String
  package var matter: String
  package var reference: String
  package var recipient: PostalAddress
  package var mailClass: MailClass
  package var trackingNumber: String
  package var postage: Cents?
  package var serviceFee: Cents?
  package var charged: Cents
  package var submittedAt: UTCTime
}

/// Which charges are meant.
package struct ChargeFilter: Hashable, Sendable {
  /// `nil`: of all batches.
  package var batch: Int64?
  /// Submitted at this moment or later.
  package var since: UTCTime?
  /// Submitted before this moment.
  package var before: UTCTime?

  package init(batch: Int64? = nil, since: UTCTime? = nil, before: UTCTime? = nil) {
    self.batch = batch
    self.since = since
    self.before = before
  }
}

extension JobLedger {
  /// Goes through the known charges by matter, then in the order of the ledger; a piece has one
  /// charge, however often it was tried.
  package func reduceCharges<Value: Sendable>(
    _ filter: ChargeFilter, into start: Value,
    _ body: @Sendable (inout Value, ChargeRecord) throws -> Void
  ) throws -> Value {
    var value = start
    try connection.statement(
      """
      SELECT substr(b.hash, 1, 6) || ':' || m.row, coalesce(m.matter, ''), m.reference, m.name,
        m.company, coalesce(m.mail_class, b.mail_class), p.tracking_number, p.postage,
        p.service_fee, p.charged, p.submitted_at
      FROM piece p JOIN mailing m ON m.id = p.mailing JOIN batch b ON b.id = m.batch
      WHERE p.charged IS NOT NULL AND (?1 IS NULL OR m.batch = ?1)
        AND (?2 IS NULL OR p.submitted_at >= ?2) AND (?3 IS NULL OR p.submitted_at < ?3)
      ORDER BY 2, m.id
      """
    ).eachRow(filter.batch, filter.since?.rawValue, filter.before?.rawValue) { row in
      try body(&value, Self.charge(row))
    }
    return value
  }

  /// Mailed rows whose charge the API has not told.
  package func piecesWithoutCharge(batch: Int64? = nil) throws -> Int {
    try connection.statement(
      """
      SELECT count(*) FROM piece p JOIN mailing m ON m.id = p.mailing
      WHERE p.charged IS NULL AND (?1 IS NULL OR m.batch = ?1)
      """
    ).first(batch) { $0.int(0) } ?? 0
  }

  private static func charge(_ row: Row) -> ChargeRecord {
    ChargeRecord(
      rowID: row.text(0), matter: row.text(1), reference: row.text(2),
      recipient: PostalAddress(name: row.text(3), company: row.text(4)),
      mailClass: MailClass(row.text(5)), trackingNumber: row.text(6), postage: row.cents(7),
      serviceFee: row.cents(8), charged: Cents(row.int64(9)),
      submittedAt: UTCTime(rawValue: row.int64(10)))
  }
}
