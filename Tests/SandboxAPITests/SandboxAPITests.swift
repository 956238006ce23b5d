import Foundation
import FoundationNetworking
import MailModel
import SandboxAPI
import Testing

private struct Running {
  let sandbox: Sandbox
  let baseURL: String

  init() async throws {
    let store = FileManager.default.temporaryDirectory.path + "/sandbox-\(UUID().uuidString).sqlite"
    sandbox = try Sandbox(SandboxConfiguration(store: store, now: { UTCTime(Date()) }))
    baseURL = try await sandbox.start()
  }

  func call(
    _ method: String, _ path: String, _ body: String? = nil, key: String? = nil,
    type: String = "application/json"
  ) async throws -> (status: Int, body: String, headers: [AnyHashable: Any]) {
    var request = URLRequest(url: try #require(URL(string: baseURL + path)))
    request.httpMethod = method
    request.setValue("Bearer \(key ?? sandbox.key)", forHTTPHeaderField: "Authorization")
    if let body {
      request.httpBody = Data(body.utf8)
      request.setValue(type, forHTTPHeaderField: "Content-Type")
    }
    let (data, response) = try await URLSession.shared.data(for: request)
    let http = try #require(response as? HTTPURLResponse)
    return (http.statusCode, String(decoding: data, as: UTF8.self), http.allHeaderFields)
  }
}

private let address =
  #"{"name":"John Smith","street1":"123 Main St","city":"San Francisco","state":"CA","zip":"94105"}"#

@Suite struct SandboxTests {
  @Test func `the page's example makes a mailing at its price`() async throws {
    let running = try await Running()
    let body = #"{"from":\#(address),"to":\#(address),"mail_class":"certified_return_receipt"}"#
    let made = try await running.call("POST", "/mailings", body)
    #expect(made.status == 201)
    #expect(made.body.contains(#""total":9.76"#))
    #expect(made.headers["X-RateLimit-Limit"] as? String == "1000")
    #expect(try await running.call("GET", "/mailings?limit=10").body.contains("label_generated"))
    await running.sandbox.stop()
  }

  @Test(arguments: [
    ("POST", "/mailings", "{", 400), ("POST", "/mailings", "{}", 400),
    ("POST", "/mailings", #"{"from":1}"#, 400),
    ("POST", "/mailings", #"{"from":\#(address),"to":\#(address),"mail_class":"x"}"#, 422),
    ("GET", "/mailings/nothing", nil, 404), ("GET", "/mailings?limit=101", nil, 400),
    ("DELETE", "/mailings", nil, 405), ("GET", "/nowhere", nil, 404),
    ("GET", "/api-keys", nil, 401), ("POST", "/pricing/calculate", #"{"mail_class":"x"}"#, 422),
  ])
  func `wrong input has the documented envelope`(
    method: String, path: String, body: String?, status: Int
  ) async throws {
    let running = try await Running()
    let answer = try await running.call(method, path, body)
    #expect(answer.status == status)
    #expect(answer.body.contains(#""status":\#(status)"#))
    await running.sandbox.stop()
  }

  @Test func `a live key and a wrong type are refused`() async throws {
    let running = try await Running()
    #expect(try await running.call("GET", "/pricing", key: "321m_live_abc").status == 401)
    #expect(try await running.call("POST", "/mailings", "{}", type: "text/plain").status == 415)
    await running.sandbox.stop()
  }
}
