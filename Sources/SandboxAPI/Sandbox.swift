import Foundation
import HTTPServer
import MailAPI
package import MailModel

/// Where and how a sandbox runs.
package struct SandboxConfiguration: Sendable {
  /// The store's file; made when it is not there.
  package var store: String
  package var faults: FaultScript?
  package var host = "127.0.0.1"
  package var port: UInt16 = 0
  /// Requests in a window of a minute.
  package var rateLimit = 1000
  /// Added before each answer.
  package var latency: Duration = .zero
  package var now: @Sendable () -> UTCTime

  package init(store: String, now: @escaping @Sendable () -> UTCTime) {
    self.store = store
    self.now = now
  }
}

/// The 321Certified API, imitated: the same calls, bodies and errors, and no letter is mailed.
package actor Sandbox {
  package nonisolated let key: String
  package nonisolated let session: String
  let configuration: SandboxConfiguration
  let store: SandboxStore
  private var faults: FaultScript?
  private var window: (start: Int64, used: Int) = (0, 0)
  private var server: HTTPServer?
  private let journal: Int32

  private static let windowSeconds: Int64 = 60

  package init(_ configuration: SandboxConfiguration) throws {
    self.configuration = configuration
    faults = configuration.faults
    store = try SandboxStore(path: configuration.store)
    key = "321m_test_" + Self.secret()
    session = Self.secret()
    journal = open(
      configuration.store + ".journal.jsonl", O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    try store.insert(
      APIKeyRecord(
        id: "key_" + Self.secret().prefix(12), name: "sandbox", prefix: "321m_test_",
        permissions: ["*"], createdAt: configuration.now()), secret: key)
  }

  deinit { close(journal) }

  static func secret() -> String {
    var generator = SystemRandomNumberGenerator()
    let letters = Array("abcdefghijkmnpqrstuvwxyz23456789")
    return String((0..<32).map { _ in letters[Int(generator.next() % UInt64(letters.count))] })
  }

  /// Serves until `stop`; returns the API's base URL.
  package func start() throws -> String {
    var settings = HTTPServer.Configuration()
    settings.host = configuration.host
    settings.port = configuration.port
    if configuration.host == "127.0.0.1" { settings.allowedHosts = ["127.0.0.1", "localhost"] }
    settings.faultBody = { fault in
      let envelope = ErrorEnvelope(
        message: fault.message, code: fault.status == 413 ? "payload_too_large" : "bad_request",
        status: fault.status)
      // An envelope of texts and a number can always be written.
      let body = (try? wireEncoder().encode(envelope)) ?? Data()
      return ("application/json", Array(body))
    }
    let server = HTTPServer(configuration: settings) { [weak self] request in
      await self?.answer(request) ?? HTTPResponse(status: 503)
    }
    let port = try server.start()
    self.server = server
    return "http://\(configuration.host):\(port)/api/v1"
  }

  package func stop() async { await server?.stop() }

  /// Answers one request, with the faults of the script and the headers of the rate limit.
  private func answer(_ request: HTTPRequest) async -> HTTPResponse {
    let path = request.path.hasPrefix("/api/v1") ? String(request.path.dropFirst(7)) : request.path
    let rule = faults?.rule(for: "\(request.method) \(path)")
    if configuration.latency > .zero { try? await Task.sleep(for: configuration.latency) }
    if let rule, rule.action == .delay {
      // A cancelled wait only answers sooner.
      try? await Task.sleep(for: .milliseconds(rule.milliseconds ?? 100))
    }
    var response: HTTPResponse
    if let rule, rule.action != .delay, rule.after != true {
      response = HTTPResponse(status: 500)
    } else {
      response = limited() ?? route(request, path)
    }
    if let rule { spoil(&response, rule) }
    response.headers += rateHeaders()
    return response
  }

  private func spoil(_ response: inout HTTPResponse, _ rule: FaultScript.Rule) {
    if let delivery = rule.delivery {
      response.delivery = delivery
      return
    }
    guard rule.action == .status else { return }
    let status = rule.status ?? 500
    response = Self.error(
      SandboxRefusal(status: status, code: "internal_error", message: "a fault of the script"))
    if rule.plain == true {
      response = HTTPResponse(
        status: status, headers: [("Content-Type", "text/html")],
        body: Array("<html>a proxy's page</html>".utf8))
    }
    if let seconds = rule.retryAfter { response.headers.append(("Retry-After", "\(seconds)")) }
  }

  private func limited() -> HTTPResponse? {
    let now = configuration.now().rawValue / 1000
    if now - window.start >= Self.windowSeconds { window = (now, 0) }
    window.used += 1
    guard window.used > configuration.rateLimit else { return nil }
    var response = Self.error(
      SandboxRefusal(status: 429, code: "rate_limited", message: "too many requests"))
    response.headers.append(("Retry-After", "\(window.start + Self.windowSeconds - now)"))
    return response
  }

  private func rateHeaders() -> [(name: String, value: String)] {
    [
      ("X-RateLimit-Limit", "\(configuration.rateLimit)"),
      ("X-RateLimit-Remaining", "\(max(0, configuration.rateLimit - window.used))"),
      ("X-RateLimit-Reset", "\(window.start + Self.windowSeconds)"),
    ]
  }

  static func error(_ refusal: SandboxRefusal) -> HTTPResponse {
    json(
      ErrorEnvelope(message: refusal.message, code: refusal.code, status: refusal.status),
      status: refusal.status)
  }

  static func json(_ body: some Encodable, status: Int = 200) -> HTTPResponse {
    // The bodies are texts and numbers, which can always be written.
    let bytes = (try? wireEncoder().encode(body)).map { Array($0) } ?? []
    return HTTPResponse(
      status: status, headers: [("Content-Type", "application/json")], body: bytes)
  }

  /// Notes what was accepted, synced before the answer leaves: the truth that tests compare with.
  func note(_ mailing: Mailing) throws {
    struct Line: Encodable {
      var at: Int64
      var id: String
      var trackingNumber: String?
      var reference: String?
      var mailClass: String?
      var to: PostalAddress.Body?
      var total: Int64?

      enum CodingKeys: String, CodingKey {
        case at, id
        case trackingNumber = "tracking_number"
        case reference
        case mailClass = "mail_class"
        case to, total
      }
    }
    let line = Line(
      at: configuration.now().rawValue, id: mailing.id, trackingNumber: mailing.trackingNumber,
      reference: mailing.reference, mailClass: mailing.mailClass?.rawValue,
      to: mailing.to.map { PostalAddress.Body($0) }, total: mailing.cost?.total.rawValue)
    let bytes = Array(try wireEncoder().encode(line)) + [10]
    guard write(journal, bytes, bytes.count) == bytes.count, fsync(journal) == 0 else {
      throw SandboxRefusal(status: 500, code: "internal_error", message: "the disk is full")
    }
  }
}
