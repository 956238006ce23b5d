import Foundation
import MailAPI
import MailModel
import SQLiteKit

extension SandboxStore {
  /// The number that the next mailing gets, `first` or higher; asked for inside the transaction that
  /// inserts it.
  func nextNumber(first: Int) throws -> Int {
    let last = try connection.statement("SELECT max(number) FROM mailing").first { $0.int(0) }
    return max((last ?? 0) + 1, first)
  }

  func insert(_ mailing: Mailing, number: Int, course: [Tracking.Event]) throws {
    try connection.run(
      "INSERT INTO mailing VALUES (?, ?, ?, ?, ?, ?)", number, mailing.id,
      mailing.trackingNumber, mailing.status,
      String(decoding: try wireEncoder().encode(mailing), as: UTF8.self),
      mailing.createdAt?.rawValue)
    for event in course { try insert(event, number: number) }
  }

  private func insert(_ event: Tracking.Event, number: Int) throws {
    try connection.run(
      "INSERT INTO tracking_event VALUES (?, ?, ?, ?, ?)", number, event.timestamp?.rawValue,
      event.status, event.description, event.location ?? "")
  }

  func contains(id: String) throws -> Bool {
    try connection.statement("SELECT 1 FROM mailing WHERE id = ?").first(id) { _ in true } ?? false
  }

  /// The newest mailing but one, for the fault that answers with another's id.
  func earlierID(than id: String) throws -> String? {
    try connection.statement("SELECT id FROM mailing WHERE id <> ? ORDER BY number DESC LIMIT 1")
      .first(id) { $0.text(0) }
  }

  func mailing(id: String, at now: UTCTime) throws -> Mailing? {
    try connection.statement(Self.mailings + " WHERE m.id = ?2")
      .first(now.rawValue, id) { try Self.listed($0).mailing }
  }

  func mailing(trackingNumber: String, at now: UTCTime) throws -> (number: Int, mailing: Mailing)? {
    try connection.statement(Self.mailings + " WHERE m.tracking_number = ?2")
      .first(now.rawValue, trackingNumber, body: Self.listed)
  }

  /// Newest first, of those made until `end`.
  func mailings(
    status: String?, limit: Int, at now: UTCTime, until end: UTCTime, oldestFirst: Bool = false
  ) throws -> [(number: Int, mailing: Mailing)] {
    try connection.statement(
      Self.mailings + """
         WHERE (?2 IS NULL OR state = ?2) AND m.created_at <= ?3
        ORDER BY m.number \(oldestFirst ? "ASC" : "DESC") LIMIT ?4
        """
    ).map(now.rawValue, status, end.rawValue, limit, body: Self.listed)
  }

  /// Each mailing with the status of its last tracking event so far.
  private static let mailings = """
    SELECT m.number, m.body, coalesce(
      (SELECT e.status FROM tracking_event e WHERE e.number = m.number AND e.at <= ?1
       ORDER BY e.at DESC, e.rowid DESC LIMIT 1), m.status) AS state
    FROM mailing m
    """

  private static func listed(_ row: Row) throws -> (number: Int, mailing: Mailing) {
    var mailing = try JSONDecoder().decode(Mailing.self, from: Data(row.text(1).utf8))
    mailing.status = row.text(2)
    return (row.int(0), mailing)
  }

  /// The events so far, oldest first.
  func events(number: Int, at now: UTCTime) throws -> [Tracking.Event] {
    try connection.statement(
      """
      SELECT status, description, location, at FROM tracking_event
      WHERE number = ? AND at <= ? ORDER BY at, rowid
      """
    ).map(number, now.rawValue) { row in
      Tracking.Event(
        status: row.text(0), description: row.text(1),
        location: row.text(2).isEmpty ? nil : row.text(2),
        timestamp: UTCTime(rawValue: row.int64(3)))
    }
  }

  /// Adds an event and drops what was still to come.
  func advance(number: Int, to event: Tracking.Event, at now: UTCTime) throws {
    try connection.transaction {
      try connection.run(
        "DELETE FROM tracking_event WHERE number = ? AND at > ?", number, now.rawValue)
      try insert(event, number: number)
    }
  }
}
