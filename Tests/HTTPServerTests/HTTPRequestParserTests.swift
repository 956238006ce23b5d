import HTTPServer
import Testing

@Suite struct HTTPRequestParserTests {
  @Test(arguments: MalformedRequests.all)
  func `a malformed request is refused`(request: String, status: Int) {
    #expect(events(request).last == "error \(status)")
  }

  @Test(arguments: MalformedRequests.all)
  func `a malformed request is refused alike byte by byte`(request: String, status: Int) {
    #expect(events(latin1(request).map { [$0] }) == events(request))
  }

  @Test func `the table of malformed requests covers eighty and more`() {
    #expect(MalformedRequests.all.count >= 80)
  }

  @Test(arguments: WellFormedRequests.all)
  func `a well-formed request is read whole and byte by byte`(
    request: String, expected: [String]
  ) {
    #expect(events(request) == expected)
    #expect(events(latin1(request).map { [$0] }) == expected)
  }

  @Test func `a client that waits to send its body is told to continue`() {
    let head = "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\n"
    let request = #"POST / [] ["Host:a", "Expect:100-continue", "Content-Length:1"] [x]"#
    #expect(events([latin1(head), latin1("x")]) == ["continue", request])
    #expect(events(head + "x") == [request])
  }

  @Test func `a client is not told to continue with a body that is refused`() {
    let head =
      "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 9999999\r\n\r\n"
    #expect(events(head) == ["error 413"])
  }

  @Test func `nothing is read after an error`() {
    var parser = HTTPRequestParser(limits: HTTPLimits())
    latin1("X\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n").withUnsafeBytes { parser.feed($0) }
    for _ in 0..<2 {
      guard case .error(let status, let message) = parser.next() else {
        Issue.record("no error")
        return
      }
      #expect(status == 400)
      #expect(message.hasSuffix("."))
    }
  }

  @Test(arguments: [
    ("localhost", true), ("LOCALHOST:80", true), ("127.0.0.1:8080", true), ("[::1]:1", true),
    ("evil.example", false), ("localhost.evil.example", false), ("127.0.0.2", false),
  ])
  func `only the listed host names are answered`(host: String, isAllowed: Bool) {
    let hosts = HTTPServer.Configuration.loopbackHosts
    let seen = events("GET / HTTP/1.1\r\nHost: \(host)\r\n\r\n", allowedHosts: hosts)
    #expect((seen != ["error 421"]) == isAllowed)
    let absolute = "GET http://\(host)/ HTTP/1.1\r\nHost: localhost\r\n\r\n"
    #expect((events(absolute, allowedHosts: hosts) != ["error 421"]) == isAllowed)
  }

  @Test func `with a list of host names even HTTP 1.0 must name one`() {
    let request = "GET / HTTP/1.0\r\n\r\n"
    #expect(events(request, allowedHosts: ["localhost"]) == ["error 400"])
    #expect(events(request) == ["GET / [] [] [] close"])
  }
}
