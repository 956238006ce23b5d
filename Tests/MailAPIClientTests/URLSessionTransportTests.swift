import Foundation
import MailModel
import TestSupport
import Testing

@testable import MailAPIClient

/// The cures of URLSession's traps on Linux, each against real sockets.
@Suite(.serialized) struct URLSessionTransportTests {
  private func transport(
    _ server: SocketServer, timeout: Duration = .seconds(10),
    authentication: APIEndpoint.Authentication = .bearer
  ) throws -> URLSessionTransport {
    URLSessionTransport(
      endpoint: try APIEndpoint(
        baseURL: server.baseURL, key: try APIKey("321m_test_secret"),
        authentication: authentication),
      requestTimeout: timeout, connectionCount: 2, now: { UTCTime(Date()) })
  }

  private static let create = WireRequest.createMailing(body: Array("{}".utf8))

  @Test(arguments: [301, 302, 303, 307, 308], [true, false])
  func `a redirect is the answer, and the key goes to no other host`(
    status: Int, isCreate: Bool
  ) async throws {
    let other = try SocketServer { _ = $0.request() }
    let server = try SocketServer { peer in
      while peer.request() != nil {
        peer.answer(status, headers: ["Location: \(other.baseURL)/mailings"])
      }
    }
    let exchange = try await transport(server).exchange(isCreate ? Self.create : .pricing)
    #expect(exchange.answer?.status == status)
    #expect(server.requests.count == 1)
    #expect(other.connectionCount == 0)
    server.stop()
    other.stop()
  }

  @Test(arguments: APIEndpoint.Authentication.allCases)
  func `the key travels in the header that the job chose, and in no other`(
    authentication: APIEndpoint.Authentication
  ) async throws {
    let server = try SocketServer { peer in
      while peer.request() != nil { peer.answer(200, "{}") }
    }
    _ = try await transport(server, authentication: authentication).exchange(.pricing)
    let head = try #require(server.requests.first).head.lowercased()
    #expect(head.contains("authorization: bearer 321m_test_secret") == (authentication == .bearer))
    #expect(head.contains("x-api-key: 321m_test_secret") == (authentication == .xAPIKey))
    server.stop()
  }

  @Test func `a server that is silent is given up at the deadline`() async throws {
    let server = try SocketServer { peer in
      _ = peer.request()
      _ = peer.request()
    }
    let began = ContinuousClock.now
    let exchange = try await transport(server, timeout: .milliseconds(300)).exchange(Self.create)
    #expect(ContinuousClock.now - began < .seconds(5))
    guard case .lost = exchange else {
      Issue.record("\(exchange)")
      return
    }
    #expect(server.requests.count == 1)
    server.stop()
  }

  @Test func `a server that drips is given up at the deadline, idle or not`() async throws {
    let server = try SocketServer { peer in
      guard peer.request() != nil else { return }
      peer.send("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
      while peer.send("x") { usleep(20_000) }
    }
    let began = ContinuousClock.now
    let exchange = try await transport(server, timeout: .milliseconds(400)).exchange(.pricing)
    #expect(ContinuousClock.now - began < .seconds(5))
    #expect(exchange.answer?.bodyState == .truncated)
    server.stop()
  }

  @Test(arguments: [true, false])
  func `a body that is too large is cut at its limit`(hasLength: Bool) async throws {
    let server = try SocketServer { peer in
      guard peer.request() != nil else { return }
      let length = hasLength ? "Content-Length: 1000000000000" : "Content-Type: text/plain"
      peer.send("HTTP/1.1 200 OK\r\n\(length)\r\n\r\n")
      // At the speed of memory URLSession would keep every thread of Dispatch busy with reading.
      while peer.send([UInt8](repeating: 0x20, count: 16 * 1024)) { usleep(1000) }
    }
    var request = WireRequest.pricing
    request.bodyBytesMax = 1000
    let exchange = try await transport(server).exchange(request)
    #expect(exchange.answer?.bodyState == .oversized)
    #expect(exchange.answer?.body.count == 1000)
    server.stop()
  }

  @Test func `a body of exactly the limit is whole`() async throws {
    let server = try SocketServer { peer in
      while peer.request() != nil { peer.answer(200, String(repeating: "x", count: 1000)) }
    }
    var request = WireRequest.pricing
    request.bodyBytesMax = 1000
    let exchange = try await transport(server).exchange(request)
    #expect(exchange.answer?.bodyState == .complete)
    server.stop()
  }

  @Test func `a POST that costs money is never sent again on a connection that dies`() async throws
  {
    // Every connection takes one request well and dies at the next: what a library re-sends.
    let server = try SocketServer { peer in
      guard peer.request() != nil else { return }
      peer.answer(200, #"{"id": "a"}"#)
      _ = peer.request()
    }
    let transport = try transport(server)
    for _ in 0..<3 { _ = await transport.exchange(.pricing) }
    for _ in 0..<5 { _ = await transport.exchange(Self.create) }
    let posts = server.requests.filter { $0.line == "POST /mailings" }
    #expect(posts.count == 5)
    #expect(Set(posts.map(\.connection)).count == 5)
    server.stop()
  }

  @Test func `a POST whose connection ends without an answer arrives once and is lost`()
    async throws
  {
    let server = try SocketServer { peer in
      guard let request = peer.request(), request.line != "POST /mailings" else { return }
      peer.answer(200, "{}")
      guard let next = peer.request(), next.line != "POST /mailings" else { return }
    }
    let transport = try transport(server)
    _ = await transport.exchange(.pricing)
    for _ in 0..<5 {
      guard case .lost = await transport.exchange(Self.create) else {
        Issue.record("the outcome is not known")
        return
      }
    }
    #expect(server.requests.filter { $0.line == "POST /mailings" }.count == 5)
    server.stop()
  }

  @Test func `what a letter's own connection held is given back long before its deadline`()
    async throws
  {
    let server = try SocketServer { peer in
      while peer.request() != nil { peer.answer(200, #"{"id": "a"}"#) }
    }
    let transport = try transport(server, timeout: .seconds(3600))
    for _ in 0..<20 { _ = await transport.exchange(Self.create) }
    let patience = ContinuousClock.now + .seconds(10)
    while server.openCount > 0, ContinuousClock.now < patience {
      try await Task.sleep(for: .milliseconds(10))
    }
    #expect(server.connectionCount == 20)
    #expect(server.openCount == 0)
    server.stop()
  }

  @Test func `a refused connection is proved not sent`() async throws {
    let server = try SocketServer { _ in }
    let transport = try transport(server)
    server.stop()
    guard case .notSent = await transport.exchange(Self.create) else {
      Issue.record("a port on which nobody listens")
      return
    }
  }

  @Test func `variables that would carry the key elsewhere are taken away`() {
    let local = ProcessEnvironment.unwanted(isLoopback: true)
    for name in ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY", "SSLKEYLOGFILE"] {
      #expect(local.contains(name))
    }
    #expect(!ProcessEnvironment.unwanted(isLoopback: false).contains("https_proxy"))
  }
}
