import Foundation
import FoundationNetworking
import MailModel
import SandboxAPI
import TestSupport
import Testing

/// The sandbox over real sockets, and the page's own calls where there is curl.
@Suite struct SandboxServingTests {
  private func running<Value>(
    host: String = "127.0.0.1", _ body: (Sandbox, String) async throws -> Value
  ) async throws -> Value {
    let store = try Scratch.path("sandbox.sqlite")
    var configuration = SandboxConfiguration(store: store, now: { UTCTime(Date()) })
    configuration.host = host
    let sandbox = try Sandbox(configuration)
    let baseURL = try await sandbox.start()
    do {
      let value = try await body(sandbox, baseURL)
      await sandbox.stop()
      return value
    } catch {
      await sandbox.stop()
      throw error
    }
  }

  @Test func `an answer and a refusal of the server itself carry headers and envelope`()
    async throws
  {
    try await running { sandbox, baseURL in
      for (path, host, status) in [("/pricing", nil, 200), ("/pricing", "evil.example", 421)] {
        var request = URLRequest(url: try #require(URL(string: baseURL + path)))
        request.setValue(sandbox.key, forHTTPHeaderField: "X-API-Key")
        if let host { request.setValue(host, forHTTPHeaderField: "Host") }
        let (data, response) = try await URLSession.shared.data(for: request)
        let http = try #require(response as? HTTPURLResponse)
        #expect(http.statusCode == status)
        #expect(http.value(forHTTPHeaderField: "X-RateLimit-Limit") == "1000")
        #expect(http.value(forHTTPHeaderField: "Content-Type") == "application/json")
        let text = String(decoding: data, as: UTF8.self)
        #expect(text.contains(status == 200 ? #""currency":"USD""# : #""status":421"#))
      }
    }
  }

  @Test(arguments: [
    ("127.0.0.1", "127.0.0.1", 200), ("127.0.0.1", "localhost", 200),
    ("127.0.0.2", "127.0.0.2", 200),
    ("127.0.0.2", "evil.example", 421), ("0.0.0.0", "office.example", 200),
  ])
  func `on loopback it answers under the machine's own names, elsewhere under any`(
    host: String, asked: String, status: Int
  ) async throws {
    try await running(host: host) { sandbox, baseURL in
      var request = URLRequest(url: try #require(URL(string: baseURL + "/pricing")))
      request.setValue(sandbox.key, forHTTPHeaderField: "X-API-Key")
      request.setValue(asked, forHTTPHeaderField: "Host")
      let (_, response) = try await URLSession.shared.data(for: request)
      #expect((response as? HTTPURLResponse)?.statusCode == status)
    }
  }

  @Test func `fifty clients at once are each served`() async throws {
    try await running { sandbox, baseURL in
      let url = try #require(URL(string: baseURL + "/mailings"))
      let ids = try await withThrowingTaskGroup(of: Data.self) { group in
        for number in 0..<50 {
          var request = URLRequest(url: url)
          request.httpMethod = "POST"
          request.setValue(sandbox.key, forHTTPHeaderField: "X-API-Key")
          request.setValue("application/json", forHTTPHeaderField: "Content-Type")
          let address =
            #"{"name":"A","street1":"\#(number) B St","city":"C","state":"CA","zip":"94105"}"#
          request.httpBody = Data(
            #"{"from":\#(address),"to":\#(address),"mail_class":"certified"}"#.utf8)
          group.addTask { [request] in try await URLSession.shared.data(for: request).0 }
        }
        return try await group.reduce(into: Set<String>()) { ids, data in
          let object = try JSONSerialization.jsonObject(with: data) as? [String: Any]
          ids.insert(try #require(object?["id"] as? String))
        }
      }
      #expect(ids.count == 50)
    }
  }

  @Test func `a port in use is told with the remedy`() async throws {
    try await running { _, baseURL in
      let port = try #require(URL(string: baseURL)?.port)
      var configuration = SandboxConfiguration(
        store: try Scratch.path("sandbox.sqlite"),
        now: { UTCTime(Date()) })
      configuration.port = UInt16(port)
      let second = try Sandbox(configuration)
      await #expect(throws: (any Error).self) { _ = try await second.start() }
    }
  }
}
