package import MailModel

/// What an API key may do (the provider's page, "Permission").
package enum Permission: String, Codable, CaseIterable, Hashable, Sendable {
  case all = "*"
  case mailingsRead = "mailings:read"
  case mailingsWrite = "mailings:write"
  case addressesRead = "addresses:read"
  case pricingRead = "pricing:read"
}

/// An API key as `GET /api-keys` lists it; `key`, the secret, is there only in the answer that
/// created it.
package struct APIKeyRecord: Codable, Hashable, Sendable {
  package var id: String
  package var name: String
  package var prefix: String?
  package var permissions: [String]
  package var createdAt: UTCTime?
  package var lastUsedAt: UTCTime?
  package var revokedAt: UTCTime?
  package var key: String?

  package init(
    id: String, name: String, prefix: String?, permissions: [String], createdAt: UTCTime?,
    lastUsedAt: UTCTime? = nil, revokedAt: UTCTime? = nil, key: String? = nil
  ) {
    self.id = id
    self.name = name
    self.prefix = prefix
    self.permissions = permissions
    self.createdAt = createdAt
    self.lastUsedAt = lastUsedAt
    self.revokedAt = revokedAt
    self.key = key
  }

  enum CodingKeys: String, CodingKey {
    case id, name, prefix, permissions
    case createdAt = "created_at"
    case lastUsedAt = "last_used_at"
    case revokedAt = "revoked_at"
    case key
  }

  package init(from decoder: any Decoder) throws {
    let body = try decoder.container(keyedBy: CodingKeys.self)
    id = body.lenientText(.id) ?? ""
    name = body.lenientText(.name) ?? ""
    prefix = body.lenientText(.prefix)
    permissions = try body.decodeIfPresent([String].self, forKey: .permissions) ?? []
    createdAt = body.lenientTime(.createdAt)
    lastUsedAt = body.lenientTime(.lastUsedAt)
    revokedAt = body.lenientTime(.revokedAt)
    key = body.lenientText(.key)
  }

  package func encode(to encoder: any Encoder) throws {
    var body = encoder.container(keyedBy: CodingKeys.self)
    try body.encode(id, forKey: .id)
    try body.encode(name, forKey: .name)
    try body.encodeIfPresent(prefix, forKey: .prefix)
    try body.encode(permissions, forKey: .permissions)
    try body.encode(createdAt?.iso8601, forKey: .createdAt)
    try body.encode(lastUsedAt?.iso8601, forKey: .lastUsedAt)
    try body.encode(revokedAt?.iso8601, forKey: .revokedAt)
    try body.encodeIfPresent(key, forKey: .key)
  }
}
