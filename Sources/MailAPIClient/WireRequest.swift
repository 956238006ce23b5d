/// What a request is for; reports count by it.
package enum RequestKind: String, CaseIterable, Codable, Hashable, Sendable {
  case createMailing = "create"
  case mailing
  case mailings
  case label
  case validate
  case pricing
  case calculate
  case tracking
  case keys

  /// The call as the provider's page names it, for messages.
  package var endpoint: String {
    switch self {
    case .createMailing: "POST /mailings"
    case .mailing: "GET /mailings/:id"
    case .mailings: "GET /mailings"
    case .label: "GET /mailings/:id/label"
    case .validate: "POST /addresses/validate"
    case .pricing: "GET /pricing"
    case .calculate: "POST /pricing/calculate"
    case .tracking: "GET /tracking/:trackingNumber"
    case .keys: "/api-keys"
    }
  }
}

/// One request, without credentials: the transport adds them, so that this can be shown.
package struct WireRequest: Sendable {
  package enum Method: String, Codable, Sendable {
    case get = "GET"
    case post = "POST"
    case delete = "DELETE"
  }
  package enum Credential: String, Codable, Sendable { case key, session }

  /// The largest body of any answer but a label, in bytes; a listing of 100 mailings has 100 KB.
  package static let jsonBytesMax = 4 * 1024 * 1024
  /// The largest label, in bytes.
  package static let labelBytesMax = 20_000_000

  package var kind: RequestKind
  package var method: Method
  /// Appended to the base URL, percent-encoded already: `/mailings/clx123abc`.
  package var path: String
  /// JSON; `nil` sends no body.
  package var body: [UInt8]?
  package var credential: Credential
  package var accept: String
  /// An answer's body beyond this many bytes is dropped, and the connection with it.
  package var bodyBytesMax: Int
  /// Whether the request must travel on a connection of its own, because a library that re-sends
  /// it by itself on a connection that died would do it twice.
  package var needsOwnConnection: Bool

  package init(
    _ kind: RequestKind, _ method: Method, _ path: String, body: [UInt8]? = nil,
    credential: Credential = .key, accept: String = "application/json",
    bodyBytesMax: Int = jsonBytesMax, needsOwnConnection: Bool = false
  ) {
    self.kind = kind
    self.method = method
    self.path = path
    self.body = body
    self.credential = credential
    self.accept = accept
    self.bodyBytesMax = bodyBytesMax
    self.needsOwnConnection = needsOwnConnection
  }

  /// The one request that costs money.
  package static func createMailing(body: [UInt8]) -> WireRequest {
    WireRequest(.createMailing, .post, "/mailings", body: body, needsOwnConnection: true)
  }
}

extension WireRequest: CustomStringConvertible {
  /// Method and endpoint; neither body nor credential.
  package var description: String { kind.endpoint }
}
