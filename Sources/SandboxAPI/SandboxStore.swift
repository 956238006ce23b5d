import Foundation
import MailModel
import SQLiteKit

/// What the sandbox has accepted, its keys and its tracking, on disk: a later run finds them.
///
/// Several processes may have one store open; each change is a transaction of its own.
struct SandboxStore {
  let connection: Connection

  /// How long a write waits for another process.
  private static let busyMilliseconds = 10_000

  init(path: String) throws {
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    if descriptor >= 0 { close(descriptor) }
    connection = try Connection(path: path)
    try connection.execute(
      """
      PRAGMA busy_timeout = \(Self.busyMilliseconds);
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = FULL;
      """)
    try connection.transaction { try connection.execute(Self.schema) }
  }

  private static let schema = """
    CREATE TABLE IF NOT EXISTS mailing (
      number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, tracking_number TEXT NOT NULL UNIQUE,
      status TEXT NOT NULL, body TEXT NOT NULL, created_at INTEGER NOT NULL) STRICT;
    CREATE TABLE IF NOT EXISTS tracking_event (
      number INTEGER NOT NULL, at INTEGER NOT NULL, status TEXT NOT NULL,
      description TEXT NOT NULL, location TEXT NOT NULL) STRICT;
    CREATE INDEX IF NOT EXISTS tracking_event_by_time ON tracking_event (number, at);
    CREATE TABLE IF NOT EXISTS late_request (
      number INTEGER PRIMARY KEY, due INTEGER NOT NULL, body TEXT NOT NULL) STRICT;
    CREATE TABLE IF NOT EXISTS api_key (
      id TEXT PRIMARY KEY, name TEXT NOT NULL, prefix TEXT NOT NULL, hash TEXT NOT NULL UNIQUE,
      permissions TEXT NOT NULL, created_at INTEGER NOT NULL, last_used_at INTEGER,
      revoked_at INTEGER) STRICT;
    """

  /// Keeps a request that will be accepted later.
  func insertLate(_ body: [UInt8], due: UTCTime) throws {
    try connection.run(
      "INSERT INTO late_request (due, body) VALUES (?, ?)", due.rawValue,
      String(decoding: body, as: UTF8.self))
  }

  /// When the next request that waits to be accepted is due.
  func nextLate() throws -> UTCTime? {
    try connection.statement("SELECT min(due) FROM late_request")
      .first { $0.optionalInt64(0) }?.map { UTCTime(rawValue: $0) }
  }

  /// Takes out one request that is due, the earliest.
  func takeLate(by now: UTCTime) throws -> (due: UTCTime, body: [UInt8])? {
    try connection.transaction {
      let found = try connection.statement(
        "SELECT number, due, body FROM late_request WHERE due <= ? ORDER BY due, number LIMIT 1"
      ).first(now.rawValue) {
        ($0.int64(0), UTCTime(rawValue: $0.int64(1)), Array($0.text(2).utf8))
      }
      guard let found else { return nil }
      try connection.run("DELETE FROM late_request WHERE number = ?", found.0)
      return (found.1, found.2)
    }
  }
}
