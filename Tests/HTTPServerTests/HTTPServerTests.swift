import Foundation
import Glibc
import Synchronization
import Testing

@testable import HTTPServer

/// Tests with real sockets, one after another: they count descriptors and measure waits.
@Suite(.serialized) struct HTTPServerTests {
  private static let answer =
    "HTTP/1.1 200 OK\r\nDate: Thu, 01 Jan 1970 00:00:00 GMT\r\nContent-Length: 10\r\n\r\n0123456789"

  // MARK: Requests

  @Test func `a request is answered and the connection serves another`() async throws {
    // Beside all other tests, under a sanitizer, a minute may pass between the two.
    let server = RunningServer(
      { $0.limits.idleTime = .seconds(600) }, handler: { HTTPResponse(status: 200, body: $0.body) })
    try await server.run { port in
      let client = try RawClient(port: port)
      client.send("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello")
      #expect(await client.readAnswers().text.hasSuffix("Content-Length: 5\r\n\r\nhello"))
      let second = await client.talk(get("/", "Connection: close\r\n"))
      #expect(second.text.hasPrefix("HTTP/1.1 200 OK\r\n"))
      #expect(second.ending == .finished)
    }
  }

  @Test func `requests sent together are answered in order, however long each takes`() async throws
  {
    let first = Gate()
    try await RunningServer(handler: { request in
      if request.path == "/1" { await first.wait() }
      return HTTPResponse(status: 200, body: Array("[\(request.path)]".utf8))
    }).run { port in
      let client = try RawClient(port: port)
      client.send((1...20).map { get("/\($0)") }.joined())
      first.open()
      let text = await client.readAnswers(20).text
      let places = (1...20).map { text.range(of: "[/\($0)]")?.lowerBound }
      #expect(!places.contains(nil))
      #expect(places.compactMap(\.self) == places.compactMap(\.self).sorted())
    }
  }

  @Test func `a large body and a large answer arrive whole`() async throws {
    let size = 1_048_576
    let body = String(repeating: "x", count: size)
    try await RunningServer(handler: { request in
      HTTPResponse(status: 200, body: request.body + request.body + request.body)
    }).run { port in
      let client = try RawClient(port: port)
      async let reading = client.readToEnd()
      await onThread {
        _ = client.send(
          "POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: \(size)\r\n\r\n\(body)"
        )
      }
      let answer = await reading
      #expect(answer.ending == .finished)
      #expect(answer.text.utf8.count { $0 == 0x78 } == 3 * size)
    }
  }

  @Test func `a refusal carries the injected body and fields and ends the connection`() async throws
  {
    try await RunningServer({
      $0.errorBody = { status, message in
        ("application/json", Array(#"{"status":\#(status),"detail":"\#(message)"}"#.utf8))
      }
      $0.errorHeaders = { [("X-RateLimit-Limit", "\($0 + 600)")] }
      $0.serverName = "certmail"
    }).run { port in
      let reading = try await RawClient(port: port).talk("GET / HTTP/1.1\r\n\r\n")
      #expect(reading.ending == .finished)
      #expect(reading.text.hasPrefix("HTTP/1.1 400 Bad Request\r\n"))
      for part in [
        "\r\nContent-Type: application/json\r\n", "\r\nX-RateLimit-Limit: 1000\r\n",
        "\r\nServer: certmail\r\n", "\r\nConnection: close\r\n",
        #"{"status":400,"detail":"Send a Host field."}"#,
      ] { #expect(reading.text.contains(part)) }
    }
  }

  @Test func `a body beyond the limit is refused before it is sent, and the refusal arrives`()
    async throws
  {
    try await RunningServer().run { port in
      let client = try RawClient(port: port)
      client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1048577\r\n\r\n")
      // Unread bytes at close would reset the connection and lose the answer.
      let reading = await client.talk(String(repeating: "x", count: 100_000))
      #expect(reading.text.hasPrefix("HTTP/1.1 413 Content Too Large\r\n"))
      #expect(reading.ending == .finished)
    }
  }

  @Test func `a host name that is not listed is turned away`() async throws {
    try await RunningServer({ $0.allowedHosts = HTTPServer.Configuration.loopbackHosts }).run {
      port in
      let reading = try await RawClient(port: port).talk(
        "GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n")
      #expect(reading.text.hasPrefix("HTTP/1.1 421 Misdirected Request\r\n"))
      let good = try RawClient(port: port).send(get("/"))
      #expect(await good.readAnswers().text.hasPrefix("HTTP/1.1 200 "))
    }
  }

  // MARK: Faults

  @Test(arguments: [0, 1, 30, answer.utf8.count - 1, answer.utf8.count])
  func `a cut answer is its first bytes and an orderly end`(bytes: Int) async throws {
    try await RunningServer(fault: .cut(bytes: bytes)).run { port in
      let reading = try await RawClient(port: port).talk(get("/") + get("/ok"))
      let start = String(decoding: Self.answer.utf8.prefix(bytes), as: UTF8.self)
      #expect(reading == .init(text: start, ending: .finished))
    }
  }

  @Test(arguments: [0, 1, 30, answer.utf8.count])
  func `a reset answer is its first bytes and a reset`(bytes: Int) async throws {
    try await RunningServer(fault: .reset(afterBytes: bytes)).run { port in
      let reading = try await RawClient(port: port).talk(get("/"))
      let start = String(decoding: Self.answer.utf8.prefix(bytes), as: UTF8.self)
      #expect(reading == .init(text: start, ending: .reset))
    }
  }

  @Test func `a closed connection gives nothing and an orderly end`() async throws {
    try await RunningServer(fault: .close).run { port in
      let reading = try await RawClient(port: port).talk(get("/"))
      #expect(reading == .init(text: "", ending: .finished))
    }
  }

  @Test func `a silent connection gives nothing and stays open`() async throws {
    try await RunningServer(fault: .silent).run { port in
      let client = try RawClient(port: port)
      let reading = await client.talk(get("/"), patience: .milliseconds(200))
      #expect(reading == .init(text: "", ending: .stillOpen))
      #expect(await client.readToEnd(patience: .milliseconds(50)).ending == .stillOpen)
    }
  }

  @Test func `a dripped answer is whole and takes a pause a byte`() async throws {
    let pause = Duration.milliseconds(2)
    try await RunningServer(fault: .drip(pause: pause)).run { port in
      let start = ContinuousClock.now
      let client = try RawClient(port: port).send(get("/") + get("/ok"))
      let reading = await client.readAnswers(1)
      #expect(reading.text.hasPrefix(Self.answer))
      #expect(ContinuousClock.now - start >= pause * (Self.answer.utf8.count - 1))
      #expect(reading.text + (await client.readAnswers(1)).text == Self.answer + Self.answer)
    }
  }

  @Test func `garbage is those bytes and an orderly end`() async throws {
    try await RunningServer(fault: .garbage(Array("\u{1}no http".utf8))).run { port in
      let reading = try await RawClient(port: port).talk(get("/"))
      #expect(reading == .init(text: "\u{1}no http", ending: .finished))
    }
  }
}
