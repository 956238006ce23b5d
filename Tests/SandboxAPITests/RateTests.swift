import HTTPServer
import MailAPI
import MailModel
import Testing

@testable import SandboxAPI

@Suite struct RateTests {
  @Test func `every answer has the three headers, refusals too`() async throws {
    let sandbox = try SandboxInFolder(rateLimit: 10)
    let reset = "\(sandbox.clock.now.rawValue / 1000 + 60)"
    for (index, path) in ["/pricing", "/nowhere", "/mailings/x", "/api-keys"].enumerated() {
      let answer = await sandbox.ask("GET", path)
      #expect(answer.header("X-RateLimit-Limit") == "10")
      #expect(answer.header("X-RateLimit-Remaining") == "\(9 - index)")
      #expect(answer.header("X-RateLimit-Reset") == reset)
    }
  }

  @Test func `beyond the limit it is 429 until the window starts anew`() async throws {
    let sandbox = try SandboxInFolder(rateLimit: 2)
    #expect(await sandbox.ask("GET", "/pricing").status == 200)
    #expect(await sandbox.ask("GET", "/pricing").status == 200)
    sandbox.clock.pass(.seconds(50))
    let refused = await sandbox.create()
    #expect(refused.status == 429)
    #expect(refused.error?.code == "rate_limited")
    #expect(refused.header("Retry-After") == "10")
    #expect(refused.header("X-RateLimit-Remaining") == "0")
    #expect(try sandbox.journal().isEmpty)
    sandbox.clock.pass(.seconds(10))
    #expect(await sandbox.create().status == 201)
  }

  @Test(arguments: [
    ("seconds", "unix", "2", "1800000002"),
    ("date", "relative", "Fri, 15 Jan 2027 08:00:02 GMT", "2"),
    ("none", "none", nil, nil),
  ])
  func `a 429 tells its end in each form`(
    retryAfter: String, headers: String, told: String?, reset: String?
  ) async throws {
    let sandbox = try SandboxInFolder(
      faults: """
        {"rate": {"limit": 0, "window_seconds": 2, "headers": "\(headers)",
          "retry_after": "\(retryAfter)"}}
        """)
    let answer = await sandbox.ask("GET", "/pricing")
    #expect(answer.status == 429)
    #expect(answer.header("Retry-After") == told)
    #expect(answer.header("X-RateLimit-Reset") == reset)
    #expect((answer.header("X-RateLimit-Limit") != nil) == (reset != nil))
  }

  @Test(arguments: [
    (#""retry_after": 3"#, "3", "1800000060"),
    (#""retry_after_date": 3"#, "Fri, 15 Jan 2027 08:00:03 GMT", "1800000060"),
    (#""rate_headers": "unix", "reset_in": 3"#, nil, "1800000003"),
    (#""rate_headers": "relative", "reset_in": 3"#, nil, "3"),
    (#""rate_headers": "none""#, nil, nil),
  ])
  func `a rule's 429 has each form of header`(
    keys: String, retryAfter: String?, reset: String?
  ) async throws {
    let sandbox = try SandboxInFolder(
      faults: #"{"rules": [{"on": "POST", "nth": 2, "do": "status", "status": 429, \#(keys)}]}"#)
    #expect(await sandbox.create().status == 201)
    let answer = await sandbox.create()
    #expect(answer.status == 429)
    #expect(answer.error?.code == "rate_limited")
    #expect(answer.header("Retry-After") == retryAfter)
    #expect(answer.header("X-RateLimit-Reset") == reset)
    #expect(try sandbox.journal().count == 1)
  }
}
