import Foundation
import MailModel
import Synchronization
import TestSupport

@testable import CertmailCLI

/// An API that answers as the contract guesses, but for what a test's variant changes; it counts
/// what it has accepted.
final class VariantAPI: Sendable {
  /// An answer before it goes out.
  struct Reply: Sendable {
    var status = 200
    var body: JSONText
    /// In place of `body`, when it is set.
    var text: String?
    var headers = [
      "Content-Type: application/json", "X-RateLimit-Limit: 1000", "X-RateLimit-Remaining: 900",
      "X-RateLimit-Reset: 4102444800",
    ]

    static func error(_ status: Int, _ code: String) -> Reply {
      Reply(
        status: status,
        body: ["error": ["message": "no", "code": .text(code), "status": .count(status)]])
    }
  }

  /// One call as a variant sees it.
  struct Call: Sendable {
    /// `POST /mailings`, `GET /mailings/:id`, …
    var name: String
    /// From 1, among the calls of this name.
    var number: Int
    var query: String
    var head: String
  }

  struct Made: Sendable {
    var number: Int
    var sent: JSONText
  }

  /// Changes an answer, after the call was carried out.
  typealias Change = @Sendable (Call, inout Reply) -> Void
  /// Answers in place of the API; the call is then not carried out.
  typealias Refusal = @Sendable (Call) -> Reply?

  private struct State {
    var made: [Made] = []
    var counts: [String: Int] = [:]
  }

  private let state = Mutex(State())
  private let change: Change
  private let refusal: Refusal

  init(change: @escaping Change = { _, _ in }, refusal: @escaping Refusal = { _ in nil }) {
    self.change = change
    self.refusal = refusal
  }

  /// How many letters it was asked to make and made.
  var accepted: [Made] { state.withLock { $0.made } }

  /// How often it was called by this name.
  func count(_ name: String) -> Int { state.withLock { $0.counts[name] ?? 0 } }

  /// Serves on a free port until the server is stopped.
  func start() throws -> SocketServer {
    try SocketServer { [self] peer in
      while let request = peer.request() {
        guard answer(request, peer) else { return }
      }
    }
  }

  private func answer(_ request: SocketServer.Received, _ peer: Peer) -> Bool {
    let parts = request.line.split(separator: " ").map(String.init)
    let target = parts[1].split(separator: "?", maxSplits: 1).map(String.init)
    let path = target[0].split(separator: "/").dropFirst(2).map(String.init)
    let name = "\(parts[0]) \(Self.name(path))"
    let number = state.withLock { state in
      state.counts[name, default: 0] += 1
      return state.counts[name] ?? 0
    }
    let call = Call(
      name: name, number: number, query: target.count > 1 ? target[1] : "", head: request.head)
    if let reply = refusal(call) { return send(reply, peer) }
    if name == "GET /mailings/:id/label", let id = Int(path[1].drop { !$0.isNumber }) {
      if find(id) != nil { return label(call, peer) }
    }
    var reply = route(name, path, request)
    change(call, &reply)
    return send(reply, peer)
  }

  private func send(_ reply: Reply, _ peer: Peer) -> Bool {
    peer.answer(reply.status, reply.text ?? reply.body.line, headers: reply.headers)
  }

  private func label(_ call: Call, _ peer: Peer) -> Bool {
    var reply = Reply(body: .null)
    change(call, &reply)
    guard reply.status == 200, reply.text == nil else { return send(reply, peer) }
    return peer.answer(200, Self.pdf, headers: ["Content-Type: application/pdf"])
  }

  /// The path with its variable parts named.
  private static func name(_ path: [String]) -> String {
    switch (path.first, path.count) {
    case ("mailings", 2): "/mailings/:id"
    case ("mailings", 3): "/mailings/:id/label"
    case ("tracking", 2): "/tracking/:number"
    default: "/" + path.joined(separator: "/")
    }
  }

  private func find(_ number: Int) -> Made? {
    state.withLock { $0.made.first { $0.number == number } }
  }

  private func route(_ name: String, _ path: [String], _ request: SocketServer.Received) -> Reply {
    switch name {
    case "POST /mailings": return create(request)
    case "GET /mailings":
      let limit = request.line.split(separator: "limit=").last.flatMap { Int($0) } ?? 10
      let newest = accepted.reversed().prefix(limit)
      return Reply(body: ["data": .array(newest.map(Self.mailing))])
    case "GET /mailings/:id":
      guard let number = Int(path[1].drop { !$0.isNumber }), let made = find(number) else { break }
      return Reply(body: Self.mailing(made))
    case "GET /tracking/:number":
      return Reply(
        body: ["tracking_number": .text(path[1]), "status": "in_transit", "events": []])
    case "GET /pricing":
      return Reply(body: ["currency": "USD", "data": [Self.price("certified")]])
    case "POST /pricing/calculate": return Reply(body: Self.price("certified"))
    case "POST /addresses/validate": return Reply(body: ["valid": true, "messages": []])
    default: break
    }
    return .error(404, "not_found")
  }

  private func create(_ request: SocketServer.Received) -> Reply {
    guard let sent = Self.parsed(request.body) else { return .error(400, "bad_request") }
    let made = state.withLock { state in
      state.made.append(Made(number: state.made.count + 1, sent: sent))
      return state.made[state.made.count - 1]
    }
    return Reply(status: 201, body: Self.mailing(made))
  }

  private static func price(_ mailClass: String) -> JSONText {
    ["mail_class": .text(mailClass), "postage": 6, "service_fee": 1, "total": 7]
  }

  private static func mailing(_ made: Made) -> JSONText {
    [
      "id": .text("m\(made.number)"),
      "tracking_number": .text("94001118992234567890\(made.number)"),
      "status": "label_generated", "mail_class": made.sent["mail_class"],
      "reference": made.sent["reference"],
      "cost": ["postage": 6, "service_fee": 1, "total": 7],
      "label_url": .text("/api/v1/mailings/m\(made.number)/label"), "from": made.sent["from"],
      "to": made.sent["to"], "created_at": .text("2026-01-15T10:30:0\(made.number % 10)Z"),
    ]
  }

  /// The smallest PDF that passes for a label.
  static let pdf: [UInt8] = {
    let body = "%PDF-1.4\n1 0 obj <</Type /Catalog>> endobj\n" + String(repeating: "%", count: 60)
    let text =
      body + "\nxref\n0 1\ntrailer <</Root 1 0 R>>\nstartxref\n\(body.utf8.count + 1)\n%%EOF\n"
    return Array(text.utf8)
  }()

  /// A body of texts and objects, as the client sends it.
  private static func parsed(_ body: [UInt8]) -> JSONText? {
    // What is no JSON is the nil, which is answered with a 400.
    guard let value = try? JSONSerialization.jsonObject(with: Data(body)) else { return nil }
    return text(of: value)
  }

  private static func text(of value: Any) -> JSONText? {
    if let text = value as? String { return .text(text) }
    guard let members = value as? [String: Any] else { return nil }
    return .object(
      members.sorted { $0.key < $1.key }.compactMap { key, value in
        text(of: value).map { JSONText.Member(key: key, value: $0) }
      })
  }
}

extension JSONText {
  /// The member `name`; null where there is none.
  subscript(name: String) -> JSONText {
    guard case .object(let members) = self else { return .null }
    return members.first { $0.key == name }?.value ?? .null
  }

  /// The same with each object and array inside changed by `body`, the innermost first.
  func mapped(_ body: (JSONText) -> JSONText) -> JSONText {
    switch self {
    case .object(let members):
      body(.object(members.map { Member(key: $0.key, value: $0.value.mapped(body)) }))
    case .array(let values): body(.array(values.map { $0.mapped(body) }))
    case .text, .integer, .boolean, .null: body(self)
    }
  }

  /// The object without the members of these names; anything else as it is.
  func without(_ names: Set<String>) -> JSONText {
    guard case .object(let members) = self else { return self }
    return .object(members.filter { !names.contains($0.key) })
  }
}
