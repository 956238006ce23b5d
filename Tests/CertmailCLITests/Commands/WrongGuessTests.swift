import Foundation
import JobLedger
import MailModel
import TestSupport
import Testing

@testable import CertmailCLI

/// The API answers otherwise than was guessed: no letter is lost and none is made twice.
@Suite(.serialized) struct WrongGuessTests {
  /// A way in which the API may differ, and how a list of three letters must end.
  struct Variant: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var exit: Int32 = 0
    var states: [MailingState: Int] = [.done: 3]
    var accepted = 3
    var posts = 3
    var extra: String?
    var refusal: VariantAPI.Refusal = { _ in nil }
    var change: VariantAPI.Change = { _, _ in }
  }

  private static func onMailings(
    _ body: @escaping @Sendable (JSONText) -> JSONText
  ) -> VariantAPI.Change {
    { call, reply in
      guard call.name.hasSuffix("/mailings") || call.name == "GET /mailings/:id",
        reply.status < 300
      else { return }
      reply.body = reply.body.mapped { $0["id"] == .null ? $0 : body($0) }
    }
  }

  private static func onList(
    _ body: @escaping @Sendable (JSONText) -> JSONText
  ) -> VariantAPI.Change {
    { call, reply in if call.name == "GET /mailings" { reply.body = body(reply.body["data"]) } }
  }

  static let listings: [Variant] = [
    Variant(testDescription: "a list that is a bare array", change: onList { $0 }),
    Variant(
      testDescription: "a list in another envelope",
      change: onList { ["mailings": $0, "has_more": false, "errors": []] }),
    Variant(
      testDescription: "a list that cannot be read: nothing is sent", exit: 7,
      states: [.queued: 3], accepted: 0, posts: 0,
      change: onList { ["page": ["mailings": $0]] }),
    Variant(
      testDescription: "a list with the oldest first",
      change: onList { list in
        guard case .array(let items) = list else { return list }
        return ["data": .array(items.reversed())]
      }),
    Variant(
      testDescription: "a list that stops at two whatever the limit",
      change: onList { list in
        guard case .array(let items) = list else { return list }
        return ["data": .array(Array(items.prefix(2)))]
      }),
    Variant(
      testDescription: "a limit of 100 that is refused",
      refusal: { call in
        call.query.contains("limit=100") ? .error(400, "bad_request") : nil
      }),
    Variant(
      testDescription: "other people's mailings with an id only in the list",
      change: onList { list in
        guard case .array(let items) = list else { return list }
        return ["data": .array(items + [["id": "other"], ["id": 7]])]
      }),
  ]

  static let mailings: [Variant] = [
    Variant(
      testDescription: "200 for 201",
      change: { call, reply in if reply.status == 201 { reply.status = 200 } }),
    Variant(
      testDescription: "members that nobody knows",
      change: { call, reply in
        reply.body = reply.body.mapped { value in
          guard case .object(let members) = value else { return value }
          let extra: JSONText = ["a": [1, nil, ["b": true]]]
          return .object(members + [.init(key: "x_extra", value: extra)])
        }
      }),
    Variant(
      testDescription: "mailings with an id and a reference only: nobody knows the charge", exit: 3,
      change: onMailings { ["id": $0["id"], "reference": $0["reference"]] }),
    Variant(
      testDescription: "mailings with an id only", exit: 3,
      change: onMailings { ["id": $0["id"]] }),
    Variant(
      testDescription: "null in place of everything but the id", exit: 3,
      change: onMailings { mailing in
        guard case .object(let members) = mailing else { return mailing }
        return .object(members.map { $0.key == "id" ? $0 : .init(key: $0.key, value: .null) })
      }),
    Variant(
      testDescription: "numbers as strings",
      change: { _, reply in
        reply.body = reply.body.mapped { value in
          if case .integer(let number) = value { return .text("\(number).00") }
          return value
        }
      }),
    Variant(
      testDescription: "ids as numbers",
      refusal: { _ in nil },
      change: onMailings { mailing in
        guard case .object(let members) = mailing, case .text(let id) = mailing["id"],
          let number = Int64(id.dropFirst())
        else { return mailing }
        return .object(
          members.map { $0.key == "id" ? .init(key: "id", value: .integer(number)) : $0 })
      }),
    Variant(
      testDescription: "a mailing wrapped in an envelope",
      change: { call, reply in
        if reply.body["id"] != .null { reply.body = ["data": reply.body] }
      }),
    Variant(
      testDescription: "statuses and classes that nobody knows",
      change: onMailings { mailing in
        guard case .object(let members) = mailing else { return mailing }
        return .object(
          members.map { $0.key == "status" ? .init(key: "status", value: "being_folded") : $0 })
      }),
    Variant(
      testDescription: "a reference that never comes back",
      change: onMailings { $0.without(["reference"]) }),
    Variant(
      testDescription: "a reference that is cut: the run stops before the second", exit: 7,
      states: [.done: 1, .queued: 2], accepted: 1, posts: 1,
      change: onMailings { mailing in
        guard case .object(let members) = mailing, case .text(let text) = mailing["reference"]
        else { return mailing }
        return .object(
          members.map {
            $0.key == "reference"
              ? .init(key: "reference", value: .text(String(text.prefix(5)))) : $0
          })
      }),
    Variant(
      testDescription: "a unit that is dropped: the run stops before the second", exit: 7,
      states: [.done: 1, .queued: 2], accepted: 1, posts: 1,
      change: { call, reply in reply.body = reply.body.mapped { $0.without(["street2"]) } }),
  ]

  static let answers: [Variant] = [
    Variant(
      testDescription: "no rate-limit headers",
      change: { _, reply in reply.headers.removeAll { $0.hasPrefix("X-RateLimit") } }),
    Variant(
      testDescription: "rate-limit headers that are no numbers",
      change: { _, reply in
        reply.headers = ["X-RateLimit-Limit: many", "X-RateLimit-Reset: soon"]
      }),
    Variant(
      testDescription: "a reset in seconds from now",
      change: { _, reply in
        reply.headers.removeAll { $0.hasPrefix("X-RateLimit-Reset") }
        reply.headers.append("X-RateLimit-Reset: 30")
      }),
    Variant(
      testDescription: "no media type",
      change: { _, reply in reply.headers.removeAll { $0.hasPrefix("Content-Type") } }),
    Variant(
      testDescription: "a 500 that is a web page, after the letter was made",
      change: { call, reply in
        if call.name == "POST /mailings", call.number == 2 {
          reply.status = 500
          reply.text = "<html>oops</html>"
        }
      }),
    Variant(
      testDescription: "a success that is no JSON, after the letter was made",
      change: { call, reply in
        if call.name == "POST /mailings", call.number == 2 { reply.text = "created!" }
      }),
    Variant(
      testDescription: "a success without a body, after the letter was made",
      change: { call, reply in
        if call.name == "POST /mailings", call.number == 2 {
          reply.status = 204
          reply.text = ""
        }
      }),
    Variant(
      testDescription: "a 400 that is no JSON proves nothing and is looked up", exit: 6,
      states: [.done: 2, .absent: 1], accepted: 2,
      refusal: { call in
        guard call.name == "POST /mailings", call.number == 2 else { return nil }
        var reply = VariantAPI.Reply.error(400, "bad_request")
        reply.text = "Bad Request"
        return reply
      }),
    Variant(
      testDescription: "a 400 in the documented envelope with its status as a string", exit: 3,
      states: [.done: 2, .refused: 1], accepted: 2,
      refusal: { call in
        guard call.name == "POST /mailings", call.number == 2 else { return nil }
        var reply = VariantAPI.Reply.error(400, "bad_request")
        reply.text = #"{"error":{"message":"no","code":"bad_request","status":"400"},"trace":1}"#
        return reply
      }),
    Variant(
      testDescription: "a success with the id of another row's mailing stays for a person", exit: 6,
      states: [.done: 2, .uncertain: 1], accepted: 2,
      refusal: { call in
        guard call.name == "POST /mailings", call.number == 2 else { return nil }
        return VariantAPI.Reply(status: 201, body: ["id": "m1", "status": "label_generated"])
      }),
    Variant(
      testDescription: "a success that names another recipient", exit: 3,
      change: { call, reply in
        guard call.name == "POST /mailings", call.number == 2 else { return }
        reply.body = reply.body.mapped { $0 == "90001" ? "10001" : $0 }
      }),
    Variant(
      testDescription: "a mailing that its id does not find at once",
      refusal: { call in
        call.name == "GET /mailings/:id" && call.number <= 2 ? .error(404, "not_found") : nil
      }),
    Variant(
      testDescription: "a mailing that only the list shows",
      refusal: { call in
        call.name == "GET /mailings/:id" ? .error(404, "not_found") : nil
      }),
    Variant(
      testDescription: "a label that is late with 202, then comes",
      change: { call, reply in
        if call.name == "GET /mailings/:id/label", call.number <= 2 {
          reply.status = 202
          reply.body = ["status": "pending"]
        }
      }),
    Variant(
      testDescription: "a label that is a web page at first",
      change: { call, reply in
        if call.name == "GET /mailings/:id/label", call.number == 1 {
          reply.text = "<html>please wait</html>"
        }
      }),
  ]

  static let prices: [Variant] = [
    Variant(
      testDescription: "prices as a bare array",
      change: { call, reply in
        if call.name == "GET /pricing" { reply.body = reply.body["data"] }
      }),
    Variant(
      testDescription: "prices with their amounts in a member cost",
      change: { call, reply in
        guard call.name == "GET /pricing" else { return }
        reply.body = [
          "prices": [
            ["mail_class": "certified", "cost": ["postage": "6.00", "service_fee": "1.00"]],
            ["mail_class": "carrier_pigeon", "cost": ["total": 99]],
          ]
        ]
      }),
    Variant(
      testDescription: "a table without the class, which is asked for by itself",
      change: { call, reply in
        if call.name == "GET /pricing" { reply.body = ["currency": "USD", "data": []] }
      }),
    Variant(
      testDescription: "a table that is an object by class, so that the class is asked for",
      change: { call, reply in
        if call.name == "GET /pricing" { reply.body = ["certified": ["total": 7]] }
      }),
    Variant(
      testDescription: "no table at all, so that the class is asked for",
      refusal: { call in call.name == "GET /pricing" ? .error(404, "not_found") : nil }),
    Variant(
      testDescription: "neither a table nor a price: nothing is sent", exit: 7, states: [:],
      accepted: 0, posts: 0,
      refusal: { call in call.name.contains("/pricing") ? .error(404, "not_found") : nil }),
    Variant(
      testDescription: "an address that is found without a word of its validity",
      extra: #"{"checks": {"address": "api"}}"#,
      change: { call, reply in
        if call.name == "POST /addresses/validate" {
          reply.body = ["data": ["street1": "1 OAK ST", "state": "CA", "zip": "90001-1234"]]
        }
      }),
    Variant(
      testDescription: "an address refused with 400", exit: 3, states: [.done: 2, .invalid: 1],
      accepted: 2, posts: 2, extra: #"{"checks": {"address": "api"}}"#,
      refusal: { call in
        call.name == "POST /addresses/validate" && call.number == 2
          ? .error(400, "bad_request") : nil
      }),
    Variant(
      testDescription: "validity as text, with the address in upper case",
      extra: #"{"checks": {"address": "api"}}"#,
      change: { call, reply in
        if call.name == "POST /addresses/validate" {
          reply.body = ["valid": "true", "address": ["zip": 90001, "zip4": 1234]]
        }
      }),
    Variant(
      testDescription: "an address refused with 422", exit: 3, states: [.done: 2, .invalid: 1],
      accepted: 2, posts: 2, extra: #"{"checks": {"address": "api"}}"#,
      refusal: { call in
        call.name == "POST /addresses/validate" && call.number == 2
          ? .error(422, "unprocessable_entity") : nil
      }),
  ]

  @Test(arguments: listings + mailings + answers + prices)
  func `no letter is lost and none is made twice with`(variant: Variant) async throws {
    let api = VariantAPI(change: variant.change, refusal: variant.refusal)
    let server = try api.start()
    defer { server.stop() }
    var extra: [String: Any] = [:]
    if let text = variant.extra {
      extra = try #require(
        JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }
    let job = try JobOnSocket(baseURL: server.baseURL, extra: extra)
    #expect(await job.run("run") == variant.exit)
    #expect(try await job.states() == variant.states)
    #expect(api.accepted.count == variant.accepted)
    #expect(api.count("POST /mailings") == variant.posts)
    let references = api.accepted.map { $0.sent["reference"].line }
    #expect(Set(references).count == references.count)
    // Once more: what is made stays made.
    guard variant.exit == 0 else { return }
    #expect(await job.run("run") == 0)
    #expect(api.count("POST /mailings") == variant.posts)
  }

  @Test(arguments: [true, false])
  func `what the answer to a POST leaves out is asked for by the id`(isToldByID: Bool) async throws
  {
    let left: Set<String> = ["cost", "tracking_number"]
    let api = VariantAPI { call, reply in
      guard call.name == "POST /mailings" || !isToldByID && call.name != "GET /pricing" else {
        return
      }
      reply.body = reply.body.mapped { $0.without(left) }
    }
    let server = try api.start()
    defer { server.stop() }
    let job = try JobOnSocket(baseURL: server.baseURL)
    #expect(await job.run("run") == (isToldByID ? 0 : 3))
    let pieces = try await job.pieces()
    #expect(pieces.map(\.charged?.rawValue) == Array(repeating: isToldByID ? 700 : nil, count: 3))
    #expect(pieces.allSatisfy { ($0.trackingNumber != nil) == isToldByID })
    // The first letter is asked for by its id in any case, to learn what is echoed.
    #expect(api.count("GET /mailings/:id") == 4)
    #expect(await job.run("run") == 0)
    #expect(api.count("GET /mailings/:id") == (isToldByID ? 4 : 7))
  }
}
