import HTTPServer
import MailAPI
import MailModel

extension Sandbox {
  /// Checks the key and what it may do: 401 without a good key, 403 when it lacks the permission.
  func authorize(_ request: HTTPRequest, _ permission: Permission) throws {
    guard let secret = Self.secret(request) else {
      throw SandboxRefusal.unauthorized(
        "Missing API key: send Authorization: Bearer KEY, or X-API-Key: KEY")
    }
    guard !secret.hasPrefix("321m_live_") else {
      throw SandboxRefusal.unauthorized("this is the sandbox; it takes no live key")
    }
    guard let key = try store.key(secret: secret), key.revokedAt == nil else {
      throw SandboxRefusal.unauthorized("Invalid API key")
    }
    keyUses[key.id] = configuration.now()
    guard
      key.permissions.contains(Permission.all.rawValue)
        || key.permissions.contains(permission.rawValue)
    else {
      throw SandboxRefusal(.forbidden, "this key lacks the permission \(permission.rawValue)")
    }
  }

  private static func secret(_ request: HTTPRequest) -> String? {
    let scheme = "bearer "
    let bearer = request.header("authorization").flatMap { text in
      text.lowercased().hasPrefix(scheme) ? String(text.dropFirst(scheme.count)) : nil
    }
    let secret = bearer ?? request.header("x-api-key")
    return secret?.isEmpty == false ? secret : nil
  }

  /// Checks the cookie `session`, which the calls about keys need.
  func requireSession(_ request: HTTPRequest) throws {
    let cookies = request.headers.filter { $0.name.lowercased() == "cookie" }
      .flatMap { $0.value.split(separator: ";") }
    guard cookies.contains(where: { $0.drop(while: \.isWhitespace) == "session=\(session)" }) else {
      throw SandboxRefusal.unauthorized("Missing or invalid session: send Cookie: session=TOKEN")
    }
  }

  /// Writes down when keys were last used; between, it is kept in memory, as a write a request would
  /// make every call as slow as a disk.
  func writeKeyUses() throws {
    try store.noteUses(keyUses)
    keyUses = [:]
  }

  func listKeys(_ request: HTTPRequest) throws -> HTTPResponse {
    try requireSession(request)
    try writeKeyUses()
    return .json(DataEnvelope(try store.keys()))
  }

  func revokeKey(_ id: String, _ request: HTTPRequest) throws -> HTTPResponse {
    try requireSession(request)
    guard try store.revoke(id: id, at: configuration.now()) else {
      throw SandboxRefusal(.notFound, "no key has this id, or it was revoked before")
    }
    return HTTPResponse(status: 204)
  }

  /// The longest name of a key, in characters.
  static let keyNameMax = 100

  func createKey(_ request: HTTPRequest) throws -> HTTPResponse {
    try requireSession(request)
    let body = try body(request)
    let name = try body.text("name", max: Self.keyNameMax)
    let permissions = try body.texts("permissions") ?? [Permission.all.rawValue]
    for permission in permissions where Permission(rawValue: permission) == nil {
      throw SandboxRefusal(
        .unprocessableEntity,
        "permissions: \(permission) is not known; known are "
          + Permission.allCases.map(\.rawValue).joined(separator: ", "))
    }
    var (record, secret) = Self.newKey(
      name: name, permissions: permissions, at: configuration.now())
    try store.insert(record, secret: secret)
    record.key = secret
    return .json(record, status: 201)
  }
}
