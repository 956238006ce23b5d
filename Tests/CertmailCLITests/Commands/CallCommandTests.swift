import Foundation
import MailModel
import TestSupport
import Testing

@testable import CertmailCLI

/// `api`: each call against a server on loopback.
@Suite(.serialized) struct CallCommandTests {
  /// What one command line ended with.
  private struct Ending {
    var status: Status
    var out: String
    var errors: String
    var requests: [SocketServer.Received]
  }

  private static let keyList: JSONText = [
    "data": [["id": "k1", "name": "night", "permissions": ["*"], "created_at": nil]]
  ]

  /// Keys are no part of the variant API: they are answered here.
  private static func keys(_ call: VariantAPI.Call) -> VariantAPI.Reply? {
    switch call.name {
    case "GET /api-keys": return VariantAPI.Reply(body: keyList)
    case "POST /api-keys":
      return VariantAPI.Reply(
        status: 201,
        body: [
          "id": "k2", "name": "new", "permissions": ["pricing:read"], "key": "321m_test_once",
        ])
    case "DELETE /api-keys/k1":
      var reply = VariantAPI.Reply(status: 204, body: .null)
      reply.text = ""
      return reply
    default: return nil
    }
  }

  private func call(
    _ words: [String], extra: [String: Any] = [:], width: Int? = nil,
    refusal: @escaping VariantAPI.Refusal = { keys($0) },
    change: @escaping VariantAPI.Change = { _, _ in }
  ) async throws -> Ending {
    let server = try VariantAPI(change: change, refusal: refusal).start()
    defer { server.stop() }
    let job = try JobOnSocket(baseURL: server.baseURL, extra: extra)
    let session = job.folder + "/session"
    try Data("session=abc\n".utf8).write(to: URL(filePath: session))
    let arguments =
      ["api", job.job] + words.map { $0.replacing("FOLDER", with: job.folder) }
      + (words[0] == "keys" ? ["--session-file", session] : [])
    let invocation = try ArgumentParser.invocation(arguments)
    guard case .call(let call) = invocation.action else { throw UsageError("no call") }
    let recording = Recording()
    let console = recording.console(invocation.display, width: width)
    var status = Status.done
    do {
      status = try await CallCommand(call, console).run()
    } catch {
      let (ended, text) = CertmailCLI.Program.words(for: error)
      status = ended
      console.problem(text)
    }
    return Ending(
      status: status, out: recording.out, errors: recording.errors, requests: server.requests)
  }

  @Test(arguments: [
    (
      ["mailings", "--status", "delivered", "--limit", "7"],
      "GET /api/v1/mailings?status=delivered&limit=7"
    ),
    (["mailings"], "GET /api/v1/mailings"),
    (["pricing"], "GET /api/v1/pricing"),
    (["price"], "POST /api/v1/pricing/calculate"),
    (["tracking", "9400111899223456789012"], "GET /api/v1/tracking/9400111899223456789012"),
    (
      ["validate", "--street1", "1 A St", "--city", "B", "--state", "CA", "--zip", "90001"],
      "POST /api/v1/addresses/validate"
    ),
    (["keys", "list"], "GET /api/v1/api-keys"),
    (["keys", "create", "new", "--permission", "pricing:read"], "POST /api/v1/api-keys"),
    (["keys", "revoke", "k1", "--yes"], "DELETE /api/v1/api-keys/k1"),
  ])
  func `each call is one request`(words: [String], request: String) async throws {
    let ended = try await call(words)
    #expect(ended.status == .done)
    #expect(ended.requests.map(\.line) == [request])
  }

  @Test func `people get a table, programs the body as it came`() async throws {
    let body = #"{"currency":"USD",  "data":[{"mail_class":"x","total":"7.5","new":1}]}"#
    let change: VariantAPI.Change = { _, reply in reply.text = body }
    #expect(try await call(["pricing", "--json"], change: change).out == body + "\n")
    let table = try await call(["pricing"], change: change).out
    #expect(table.split(separator: "\n").count == 2)
    #expect(table.contains("$7.50"))
  }

  @Test func `an answer in no known form is told, and shown with --json`() async throws {
    let change: VariantAPI.Change = { _, reply in reply.text = "[1,2]" }
    let ended = try await call(["price"], change: change)
    #expect(ended.status == .failed)
    #expect(ended.errors.contains("--json shows it"))
    #expect(try await call(["price", "--json"], change: change).out == "[1,2]\n")
  }

  @Test(arguments: ["bearer", "x-api-key"])
  func `the job chooses the header that the key travels in`(name: String) async throws {
    let server = try VariantAPI().start()
    defer { server.stop() }
    let api = ["base_url": server.baseURL + "/api/v1", "key_file": "key", "auth": name]
    let job = try JobOnSocket(baseURL: "http://127.0.0.1:1", extra: ["api": api])
    #expect(await job.run("api", "pricing", "--json") == 0)
    let head = try #require(server.requests.first).head.lowercased()
    #expect(head.contains("authorization: bearer 321m_test_variant") == (name == "bearer"))
    #expect(head.contains("x-api-key: 321m_test_variant") == (name == "x-api-key"))
  }

  @Test func `keys want the session and never get the key`() async throws {
    let ended = try await call(["keys", "list"])
    let head = try #require(ended.requests.first).head.lowercased()
    #expect(head.contains("cookie: session=abc\r\n"))
    #expect(!head.contains("321m_"))
    #expect(ended.out.contains("night"))
  }

  @Test func `a new key's secret is on stdout alone, and that it is shown once is said`()
    async throws
  {
    let ended = try await call(["keys", "create", "new", "--permission", "pricing:read"])
    #expect(ended.out == "321m_test_once\n")
    #expect(ended.errors.contains("shown this once"))
    #expect(!ended.errors.contains("321m_test_once"))
  }

  @Test func `a key is made once, also when its answer is lost`() async throws {
    let ended = try await call(
      ["keys", "create", "new"], refusal: { _ in nil }, change: { _, reply in reply.status = 503 })
    #expect(ended.requests.count == 1)
    #expect(ended.status == .uncertain)
    #expect(ended.errors.contains("look first"))
  }

  @Test func `a revocation without --yes and without a terminal does nothing`() async throws {
    let ended = try await call(["keys", "revoke", "k1"])
    #expect(ended.status == .usage)
    #expect(ended.requests.isEmpty)
  }

  @Test func `without a session the calls for keys are refused`() async throws {
    let job = try JobOnSocket(baseURL: "http://127.0.0.1:1")
    #expect(await job.run("api", "keys", "list", "--session-file", job.folder + "/none") == 2)
  }

  @Test(arguments: [
    (400, "bad_request", Status.failed, "correct what the message names"),
    (401, "unauthorized", .keyRefused, "check the key"),
    (402, "payment_required", .stoppedEarly, "add funds"),
    (403, "forbidden", .keyRefused, "use a key that has mailings:read"),
    (404, "not_found", .failed, "check the id"),
    (422, "unprocessable_entity", .failed, "correct what the message names"),
    (500, "internal_error", .stoppedEarly, "try again later"),
  ])
  func `a refusal shows code, message and what to do`(
    status: Int, code: String, exit: Status, advice: String
  ) async throws {
    let refusal: VariantAPI.Refusal = { _ in .error(status, code) }
    let ended = try await call(["mailing", "m1"], refusal: refusal)
    #expect(ended.status == exit)
    #expect(ended.errors.contains("GET /mailings/:id: \(status) \(code): no; \(advice)"))
    #expect(ended.out.isEmpty)
    let asJSON = try await call(["mailing", "m1", "--json"], refusal: refusal)
    #expect(asJSON.out == VariantAPI.Reply.error(status, code).body.line + "\n")
  }

  @Test func `an error that is no JSON is told without the API's words`() async throws {
    let ended = try await call(
      ["pricing"],
      refusal: { _ in
        var reply = VariantAPI.Reply.error(404, "")
        reply.text = "<html>nginx</html>"
        return reply
      })
    #expect(ended.status == .failed)
    #expect(ended.errors.contains("404 without the API's own words"))
  }

  @Test(arguments: ["..", "."])
  func `an id that would lead elsewhere is refused before anything is asked`(
    id: String
  ) async throws {
    let ended = try await call(["mailing", id])
    #expect(ended.status == .usage)
    #expect(ended.requests.isEmpty)
  }

  @Test(arguments: ["a/b", "a?b#c", "ü"])
  func `an odd id stays one segment of the path`(id: String) async throws {
    let ended = try await call(["mailing", id])
    let line = try #require(ended.requests.first).line
    #expect(line.split(separator: "/").count == 5)
    #expect(!line.contains("?"))
    #expect(ended.status == .failed)
  }

  @Test func `an address that is not valid ends with 3, said by 200 or by 422`() async throws {
    let address = ["--street1", "1 A St", "--city", "B", "--state", "CA", "--zip", "90001"]
    let words = ["validate"] + address
    for refusal in [
      { _ in VariantAPI.Reply(body: ["valid": false, "messages": ["no such street"]]) },
      { _ in .error(422, "unprocessable_entity") },
    ] as [VariantAPI.Refusal] {
      let ended = try await call(
        words, refusal: refusal)
      #expect(ended.status == .attention)
      #expect(ended.out.contains("no such street") || ended.errors.contains("not valid: no"))
    }
  }
}
