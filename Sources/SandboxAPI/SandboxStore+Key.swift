import MailAPI
import MailModel
import SQLiteKit

extension SandboxStore {
  /// How many keys made at a start are kept: each start prints one, and only its hash is stored.
  static let startKeysKept = 10

  func insert(_ key: APIKeyRecord, secret: String) throws {
    try connection.run(
      "INSERT INTO api_key VALUES (?, ?, ?, ?, ?, ?, NULL, NULL)", key.id, key.name,
      key.prefix ?? "", SHA256.hex(secret), key.permissions.joined(separator: " "),
      key.createdAt?.rawValue)
  }

  /// Forgets the oldest keys called `name`.
  func forgetOldKeys(called name: String) throws {
    try connection.run(
      """
      DELETE FROM api_key WHERE name = ?1 AND rowid NOT IN
        (SELECT rowid FROM api_key WHERE name = ?1 ORDER BY rowid DESC LIMIT ?2)
      """, name, Self.startKeysKept)
  }

  /// The key with this secret, revoked or not; only hashes are kept.
  func key(secret: String) throws -> APIKeyRecord? {
    try connection.statement(Self.keys + " WHERE hash = ?")
      .first(SHA256.hex(secret), body: Self.key)
  }

  /// Newest first.
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

  /// Notes when keys were last used, by id.
  func noteUses(_ uses: [String: UTCTime]) throws {
    guard !uses.isEmpty else { return }
    try connection.transaction {
      for (id, time) in uses {
        try connection.run("UPDATE api_key SET last_used_at = ? WHERE id = ?", time.rawValue, id)
      }
    }
  }

  /// Revokes a key; `false` when there is none or it was revoked before.
  func revoke(id: String, at time: UTCTime) throws -> Bool {
    try connection.run(
      "UPDATE api_key SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL", time.rawValue, id)
      == 1
  }
}
