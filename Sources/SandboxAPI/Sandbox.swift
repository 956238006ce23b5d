import Foundation
import HTTPServer
import MailAPI
import MailModel
import SQLiteKit

/// The 321Certified API, imitated: the same calls, bodies and errors, and no letter is mailed.
///
/// Requests are answered one at a time, on the server's own threads.
package actor Sandbox {
  /// A key with every permission, made at this start.
  package nonisolated let key: String
  /// The session for the calls about keys, good until the sandbox ends.
  package nonisolated let session: String
  nonisolated let configuration: SandboxConfiguration
  let store: SandboxStore
  let journal: AcceptanceJournal
  let allowance: RequestAllowance
  var faults: FaultScript?
  /// When the next request that waits to be accepted is due.
  var nextLate: UTCTime?
  /// Keys used since this was last written down.
  var keyUses: [String: UTCTime] = [:]
  private var server: HTTPServer?

  /// What the key made at each start is called.
  static let startKeyName = "sandbox"

  /// - Throws: `SandboxError` or the store's error when the files cannot be had.
  package init(_ configuration: SandboxConfiguration) throws {
    self.configuration = configuration
    faults = configuration.faults
    allowance = RequestAllowance(configuration: configuration)
    let store = try SandboxStore(path: configuration.store)
    let journal = try AcceptanceJournal(path: configuration.store + ".journal.jsonl")
    try store.connection.transaction {
      try journal.heal { try store.contains(id: $0) }
    }
    let (record, secret) = Self.newKey(
      name: Self.startKeyName, permissions: [Permission.all.rawValue], at: configuration.now())
    try store.insert(record, secret: secret)
    try store.forgetOldKeys(called: Self.startKeyName)
    nextLate = try store.nextLate()
    key = secret
    session = Self.secret()
    (self.store, self.journal) = (store, journal)
  }

  /// A key and its secret; only the store's hash of the secret stays.
  static func newKey(
    name: String, permissions: [String], at time: UTCTime
  ) -> (record: APIKeyRecord, secret: String) {
    let secret = "321m_test_" + Self.secret()
    let record = APIKeyRecord(
      id: "key_" + String(Self.secret().prefix(12)), name: name,
      prefix: String(secret.prefix("321m_test_".count + 4)), permissions: permissions,
      createdAt: time)
    return (record, secret)
  }

  /// 160 bits from the system's generator.
  private static func secret() -> String {
    var generator = SystemRandomNumberGenerator()
    let letters = Array("abcdefghijkmnpqrstuvwxyz23456789")
    return String((0..<32).map { _ in letters[Int(generator.next() % UInt64(letters.count))] })
  }

  /// Serves until `stop`; returns the API's base URL.
  package func start() async throws -> String {
    var settings = HTTPServer.Configuration()
    settings.host = configuration.host
    settings.port = configuration.port
    let host = configuration.host.contains(":") ? "[\(configuration.host)]" : configuration.host
    if Loopback.isLoopback(host: host) {
      settings.allowedHosts = HTTPServer.Configuration.loopbackHosts.union([host.lowercased()])
    }
    settings.errorBody = { status, message in
      let envelope = SandboxRefusal(status: status, message: message).envelope
      // An envelope of texts and a number can always be written.
      return ("application/json", Array((try? wireEncoder().encode(envelope)) ?? Data()))
    }
    settings.errorHeaders = { [allowance] _ in allowance.headers() }
    let server = HTTPServer(configuration: settings) { [weak self] request in
      await self?.answer(request) ?? HTTPResponse(status: 503)
    }
    let port = try await server.start()
    self.server = server
    return "http://\(host):\(port)\(Endpoint.base)"
  }

  /// Ends every connection, and writes down what was kept in memory.
  package func stop() async {
    await server?.stop()
    server = nil
    // When a key was last used is a nicety: a full disk does not hinder stopping.
    try? writeKeyUses()
  }
}
