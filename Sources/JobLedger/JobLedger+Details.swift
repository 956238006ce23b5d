package import MailModel
import SQLiteKit

/// What the API says of a piece beside its id; each may be missing from one answer and stand in
/// another.
package struct PieceDetails: Hashable, Sendable {
  package var trackingNumber: String?
  package var postage: Cents?
  package var serviceFee: Cents?
  package var charged: Cents?

  package init(trackingNumber: String?, postage: Cents?, serviceFee: Cents?, charged: Cents?) {
    self.trackingNumber = trackingNumber
    self.postage = postage
    self.serviceFee = serviceFee
    self.charged = charged
  }
}

extension JobLedger {
  /// Pieces whose charge or tracking number is not known, in list order, from `mailing` on.
  package func incompletePieces(
    after mailing: Int64, limit: Int
  ) throws -> [(mailing: Int64, apiID: String)] {
    try connection.statement(
      """
      SELECT mailing, api_id FROM piece
      WHERE mailing > ? AND (charged IS NULL OR tracking_number IS NULL) ORDER BY mailing LIMIT ?
      """
    ).map(mailing, limit) { ($0.int64(0), $0.text(1)) }
  }

  /// Fills in what was not known of a piece; what is known stays.
  /// - Returns: whether anything was new.
  package func complete(_ mailing: Int64, with details: PieceDetails) throws -> Bool {
    try commit {
      let changed = try connection.run(
        """
        UPDATE piece SET tracking_number = coalesce(tracking_number, ?2),
          postage = coalesce(postage, ?3), service_fee = coalesce(service_fee, ?4),
          charged = coalesce(charged, ?5)
        WHERE mailing = ?1
          AND (tracking_number IS NULL AND ?2 IS NOT NULL OR charged IS NULL AND ?5 IS NOT NULL)
        """,
        mailing, details.trackingNumber, details.postage?.rawValue, details.serviceFee?.rawValue,
        details.charged?.rawValue)
      guard changed > 0 else { return false }
      if let charged = details.charged { try noteOvercharge(charged, of: mailing) }
      try connection.run(
        """
        UPDATE batch SET changes = changes + 1
        WHERE id = (SELECT batch FROM mailing WHERE id = ?)
        """, mailing)
      return true
    }
  }
}
