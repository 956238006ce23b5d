import Foundation
import HTTPServer
import MailAPI
import MailModel
import Synchronization
import TestSupport

@testable import SandboxAPI

/// A clock that tests set.
final class TestClock: Sendable {
  private let time = Mutex(UTCTime(rawValue: 1_800_000_000_000))

  var now: UTCTime { time.withLock { $0 } }

  func pass(_ duration: Duration) { time.withLock { $0 = $0.advanced(by: duration) } }
}

/// An answer as a test looks at it.
struct Answer {
  let response: HTTPResponse

  var status: Int { response.status }
  var text: String { String(decoding: response.body, as: UTF8.self) }

  func header(_ name: String) -> String? {
    response.headers.first { $0.name.lowercased() == name.lowercased() }?.value
  }

  func decoded<Body: Decodable>(as type: Body.Type = Body.self) throws -> Body {
    try JSONDecoder().decode(Body.self, from: Data(response.body))
  }

  var mailing: Mailing {
    get throws { try decoded() }
  }

  /// The ids of a list.
  var ids: [String] {
    get throws { try decoded(as: Listing<Mailing>.self).items.map(\.id) }
  }

  var error: ErrorEnvelope.Detail? { ErrorEnvelope(body: response.body)?.error }
}

/// A sandbox in a folder of its own, asked without sockets; its clock stands still.
struct SandboxInFolder {
  let sandbox: Sandbox
  let clock: TestClock
  let store: String

  init(
    faults: String? = nil, rateLimit: Int = 1000, clock: TestClock = TestClock(),
    store: String? = nil
  ) throws {
    self.clock = clock
    self.store = try store ?? Scratch.path("sandbox.sqlite")
    var configuration = SandboxConfiguration(store: self.store, now: { clock.now })
    configuration.faults = try faults.map { try FaultScript(json: Data($0.utf8), name: "script") }
    configuration.rateLimit = rateLimit
    sandbox = try Sandbox(configuration)
  }

  /// The same store, opened anew.
  func restarted(faults: String? = nil) throws -> SandboxInFolder {
    try SandboxInFolder(faults: faults, clock: clock, store: store)
  }

  /// Asks with the start key unless told otherwise; `path` stands behind `/api/v1`.
  @discardableResult
  func ask(
    _ method: String, _ path: String, _ body: String? = nil,
    headers: [(name: String, value: String)]? = nil, type: String = "application/json"
  ) async -> Answer {
    let parts = path.split(separator: "?", maxSplits: 1)
    let query = parts.dropFirst().first?.split(separator: "&").map { pair in
      let sides = pair.split(separator: "=", maxSplits: 1).map(String.init)
      return (name: sides[0], value: sides.count > 1 ? sides[1] : "")
    }
    let own = parts[0].hasPrefix("/sandbox/")
    var request = HTTPRequest(
      method: method, path: (own ? "" : "/api/v1") + parts[0], query: query ?? [],
      headers: headers ?? [("Authorization", "Bearer \(sandbox.key)")],
      body: Array((body ?? "").utf8))
    if body != nil { request.headers.append(("Content-Type", type)) }
    return Answer(response: await sandbox.answer(request))
  }

  /// Makes a mailing.
  @discardableResult
  func create(reference: String = "CASE-1 ~0000000000AB", street: String = "456 Oak Ave") async
    -> Answer
  {
    await ask("POST", "/mailings", Self.order(reference: reference, street: street))
  }

  /// The cookie for the calls about keys.
  var session: [(name: String, value: String)] { [("Cookie", "session=\(sandbox.session)")] }

  /// The journal's lines.
  func journal() throws -> [[String: any Sendable]] {
    let text = try String(contentsOfFile: store + ".journal.jsonl", encoding: .utf8)
    return try text.split(separator: "\n").map { line in
      let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] ?? [:]
      return object.mapValues { "\($0)" }
    }
  }

  static func address(_ changes: [String: String] = [:]) -> String {
    var members = [
      "name": "Jane Doe", "street1": "456 Oak Ave", "city": "Los Angeles", "state": "CA",
      "zip": "90001",
    ]
    members.merge(changes) { $1 }
    let pairs = members.sorted { $0.key < $1.key }.map { #""\#($0)":"\#($1)""# }
    return "{" + pairs.joined(separator: ",") + "}"
  }

  static func order(
    reference: String = "CASE-1 ~0000000000AB", street: String = "456 Oak Ave",
    mailClass: String = "certified_return_receipt"
  ) -> String {
    """
    {"from":\(address()),"to":\(address(["street1": street])),\
    "mail_class":"\(mailClass)","reference":"\(reference)"}
    """
  }
}
