import Foundation
import MailAPI
import MailModel
import SQLiteKit

/// What the sandbox has accepted, on disk: a later run finds its mailings.
struct SandboxStore {
  private let connection: Connection

  init(path: String) throws {
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    if descriptor >= 0 { close(descriptor) }
    connection = try Connection(path: path)
    try connection.execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL")
    try connection.execute(
      """
      CREATE TABLE IF NOT EXISTS mailing (
        number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, tracking_number TEXT NOT NULL UNIQUE,
        status TEXT NOT NULL, body TEXT NOT NULL, created_at INTEGER NOT NULL) STRICT;
      CREATE TABLE IF NOT EXISTS api_key (
        id TEXT PRIMARY KEY, name TEXT NOT NULL, prefix TEXT NOT NULL, hash TEXT NOT NULL UNIQUE,
        permissions TEXT NOT NULL, created_at INTEGER NOT NULL, last_used_at INTEGER,
        revoked_at INTEGER) STRICT;
      """)
  }

  /// The number that the next mailing gets.
  func nextNumber() throws -> Int {
    (try connection.statement("SELECT max(number) FROM mailing").first { $0.int(0) } ?? 0) + 1
  }

  func insert(_ mailing: Mailing, number: Int) throws {
    try connection.run(
      "INSERT INTO mailing VALUES (?, ?, ?, ?, ?, ?)", number, mailing.id,
      mailing.trackingNumber, mailing.status,
      String(decoding: try wireEncoder().encode(mailing), as: UTF8.self),
      mailing.createdAt?.rawValue)
  }

  func mailing(id: String) throws -> Mailing? {
    try connection.statement("SELECT body, status FROM mailing WHERE id = ?")
      .first(id, body: Self.mailing)
  }

  func mailing(trackingNumber: String) throws -> Mailing? {
    try connection.statement("SELECT body, status FROM mailing WHERE tracking_number = ?")
      .first(trackingNumber, body: Self.mailing)
  }

  /// Newest first.
  func mailings(status: String?, limit: Int) throws -> [Mailing] {
    try connection.statement(
      """
      SELECT body, status FROM mailing WHERE ?1 IS NULL OR status = ?1
      ORDER BY number DESC LIMIT ?2
      """
    ).map(status, limit, body: Self.mailing)
  }

  private static func mailing(_ row: Row) throws -> Mailing {
    var mailing = try JSONDecoder().decode(Mailing.self, from: Data(row.text(0).utf8))
    mailing.status = row.text(1)
    return mailing
  }

  func setStatus(_ status: String, trackingNumber: String) throws {
    try connection.run(
      "UPDATE mailing SET status = ? WHERE tracking_number = ?", status, trackingNumber)
  }

  func insert(_ key: APIKeyRecord, secret: String) throws {
    try connection.run(
      "INSERT INTO api_key VALUES (?, ?, ?, ?, ?, ?, NULL, NULL)", key.id, key.name,
      key.prefix ?? "", SHA256.hex(secret), key.permissions.joined(separator: " "),
      key.createdAt?.rawValue)
  }

  /// The key with this secret, revoked or not; only hashes are kept.
  func key(secret: String) throws -> APIKeyRecord? {
    try connection.statement(Self.keys + " WHERE hash = ?")
      .first(SHA256.hex(secret), body: Self.key)
  }

  func keys() throws -> [APIKeyRecord] {
    try connection.statement(Self.keys + " ORDER BY created_at DESC, rowid DESC").map(
      body: Self.key)
  }

  private static let keys =
    "SELECT id, name, prefix, permissions, created_at, last_used_at, revoked_at FROM api_key"

  private static func key(_ row: Row) -> APIKeyRecord {
    APIKeyRecord(
      id: row.text(0), name: row.text(1), prefix: row.text(2),
      permissions: row.text(3).split(separator: " ").map(String.init),
      createdAt: UTCTime(rawValue: row.int64(4)),
      lastUsedAt: row.optionalInt64(5).map { UTCTime(rawValue: $0) },
      revokedAt: row.optionalInt64(6).map { UTCTime(rawValue: $0) })
  }

  /// Revokes a key; `false` when there is none or it was revoked before.
  func revoke(id: String, at time: UTCTime) throws -> Bool {
    try connection.run(
      "UPDATE api_key SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL", time.rawValue, id)
      == 1
  }
}
