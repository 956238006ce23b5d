package import MailModel
import SQLiteKit

/// A piece whose tracking is asked for.
package struct TrackedPiece: Hashable, Sendable {
  package var mailing: Int64
  /// `HASH6:ROW`
  package var rowID: String
  package var reference: String
  package var matter: String
  package var recipient: PostalAddress
  package var mailClass: MailClass
  package var apiID: String
  package var trackingNumber: String
  package var charged: Cents?
  /// When its label was made.
  package var submittedAt: UTCTime
  /// What the last look came to; `nil` before the first.
  package var status: String?
  /// When that look was; `nil` before the first.
  package var checkedAt: UTCTime?
}

/// One event as USPS told it through the API.
package struct TrackingEventRecord: Hashable, Sendable {
  package var status: String
  package var description: String
  package var location: String
  /// `nil` when the API told none that can be read.
  package var occurredAt: UTCTime?
  /// The event as the API sent it, JSON.
  package var raw: String

  package init(
    status: String, description: String, location: String, occurredAt: UTCTime?, raw: String
  ) {
    self.status = status
    self.description = description
    self.location = location
    self.occurredAt = occurredAt
    self.raw = raw
  }
}

/// What a look at a piece's tracking came to.
package struct TrackingRecord: Hashable, Sendable {
  /// In our words; `TrackingStatus`.
  package var status: String
  /// In the API's.
  package var apiStatus: String
  package var isFinal: Bool
  package var acceptedAt: UTCTime?
  package var deliveredAt: UTCTime?
  package var lastEventAt: UTCTime?
  package var lastText: String

  package init(
    status: String, apiStatus: String, isFinal: Bool, acceptedAt: UTCTime?, deliveredAt: UTCTime?,
    lastEventAt: UTCTime?, lastText: String
  ) {
    self.status = status
    self.apiStatus = apiStatus
    self.isFinal = isFinal
    self.acceptedAt = acceptedAt
    self.deliveredAt = deliveredAt
    self.lastEventAt = lastEventAt
    self.lastText = lastText
  }
}

extension JobLedger {
  /// Pieces that may still move, those first that were looked at longest ago.
  /// - Parameters:
  ///   - since: pieces whose label is older are not asked for any more.
  ///   - batch: only of this batch.
  package func openPieces(since: UTCTime, batch: Int64? = nil) throws -> [TrackedPiece] {
    try connection.statement(
      """
      SELECT m.id, substr(b.hash, 1, 6) || ':' || m.row, m.reference, coalesce(m.matter, ''),
        m.name, m.company, coalesce(m.mail_class, b.mail_class), p.api_id, p.tracking_number,
        p.charged, p.submitted_at, t.status, t.checked_at
      FROM piece p
      JOIN mailing m ON m.id = p.mailing
      JOIN batch b ON b.id = m.batch
      LEFT JOIN tracking t ON t.mailing = m.id
      WHERE m.state IN ('mailed', 'done') AND coalesce(p.tracking_number, '') != ''
        AND coalesce(t.is_final, 0) = 0 AND p.submitted_at >= ?1 AND (?2 IS NULL OR m.batch = ?2)
      ORDER BY coalesce(t.checked_at, 0), m.id
      """
    ).map(since.rawValue, batch) { row in
      TrackedPiece(
        mailing: row.int64(0), rowID: row.text(1), reference: row.text(2), matter: row.text(3),
        recipient: PostalAddress(name: row.text(4), company: row.text(5)),
        mailClass: MailClass(row.text(6)), apiID: row.text(7), trackingNumber: row.text(8),
        charged: row.optionalInt64(9).map { Cents($0) },
        submittedAt: UTCTime(rawValue: row.int64(10)), status: row.optionalText(11),
        checkedAt: row.optionalInt64(12).map { UTCTime(rawValue: $0) })
    }
  }

  /// Every event of a piece that was ever told, in the order in which they came.
  package func trackingEvents(_ mailing: Int64) throws -> [TrackingEventRecord] {
    try connection.statement(
      """
      SELECT status, description, location, occurred_at, raw FROM tracking_event
      WHERE mailing = ? ORDER BY id
      """
    ).map(mailing) { row in
      TrackingEventRecord(
        status: row.text(0), description: row.text(1), location: row.text(2),
        occurredAt: row.optionalInt64(3).map { UTCTime(rawValue: $0) }, raw: row.text(4))
    }
  }

  /// Keeps the events that are new, and has `reading` read all of them: an answer that forgets an
  /// earlier event takes nothing back. Durable when it returns.
  /// - Parameter events: oldest first.
  /// - Returns: whether reports show anything new.
  package func tracked(
    _ mailing: Int64, events: [TrackingEventRecord],
    reading: @Sendable ([TrackingEventRecord]) -> TrackingRecord
  ) throws -> Bool {
    try commit {
      for event in events { try insert(event, of: mailing) }
      let record = reading(try trackingEvents(mailing))
      let before = try shownTracking(mailing)
      try connection.run(
        """
        INSERT INTO tracking (mailing, status, checked_at, accepted_at, delivered_at, is_final,
          events, api_status, last_event_at, last_text) VALUES (?, ?, ?, ?, ?, ?, '', ?, ?, ?)
        ON CONFLICT (mailing) DO UPDATE
        SET status = excluded.status, checked_at = excluded.checked_at,
          accepted_at = excluded.accepted_at, delivered_at = excluded.delivered_at,
          is_final = excluded.is_final, api_status = excluded.api_status,
          last_event_at = excluded.last_event_at, last_text = excluded.last_text
        """,
        mailing, record.status, now().rawValue, record.acceptedAt?.rawValue,
        record.deliveredAt?.rawValue, record.isFinal ? 1 : 0, record.apiStatus,
        record.lastEventAt?.rawValue, record.lastText)
      return try shownTracking(mailing) != before
    }
  }

  /// The API had no answer about a piece: it is asked for again after the others.
  package func trackingUnknown(_ mailing: Int64) throws {
    try connection.run(
      """
      INSERT INTO tracking (mailing, status, checked_at, is_final, events)
      VALUES (?, 'label_made', ?, 0, '')
      ON CONFLICT (mailing) DO UPDATE SET checked_at = excluded.checked_at
      """,
      mailing, now().rawValue)
  }

  private func insert(_ event: TrackingEventRecord, of mailing: Int64) throws {
    try connection.run(
      """
      INSERT INTO tracking_event
        (mailing, status, description, location, occurred_at, raw, seen_at)
      VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
      """,
      mailing, event.status, event.description, event.location, event.occurredAt?.rawValue,
      event.raw, now().rawValue)
  }

  /// What reports show of a piece's tracking, as one text to compare.
  private func shownTracking(_ mailing: Int64) throws -> String? {
    try connection.statement(
      """
      SELECT status || '|' || coalesce(accepted_at, '') || '|' || coalesce(delivered_at, '') || '|'
        || coalesce(last_event_at, '') || '|' || last_text
      FROM tracking WHERE mailing = ?
      """
    ).first(mailing) { $0.text(0) }
  }
}
