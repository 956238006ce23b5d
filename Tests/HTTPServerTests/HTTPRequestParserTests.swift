import HTTPServer
import Testing

private func parse(
  _ text: String, limits: HTTPLimits = HTTPLimits(), piece: Int = .max
) throws(HTTPFault) -> HTTPRequest? {
  var parser = HTTPRequestParser(limits: limits)
  var rest = Array(text.utf8)[...]
  while !rest.isEmpty {
    parser.append(rest.prefix(piece))
    rest = rest.dropFirst(piece)
    if let request = try parser.next() { return request }
  }
  return nil
}

private let get = "GET /api/v1/mailings?limit=10&status=in%20transit HTTP/1.1\r\nHost: a\r\n\r\n"
private let post =
  "POST /m HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nX-Api-Key:  k \r\n\r\nhello"
private let chunked =
  "POST /m HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
  + "3;x=y\r\nhel\r\n2\r\nlo\r\n0\r\nTrailer: t\r\n\r\n"

@Suite struct HTTPRequestParserTests {
  @Test(arguments: [1, 2, 3, 7, 64, 10_000])
  func `a request is the same in pieces of any size`(piece: Int) throws {
    let first = try #require(try parse(get, piece: piece))
    #expect(first.method == "GET")
    #expect(first.path == "/api/v1/mailings")
    #expect(first.query.map(\.name) == ["limit", "status"])
    #expect(first.query.map(\.value) == ["10", "in transit"])
    let second = try #require(try parse(post, piece: piece))
    #expect(second.body == Array("hello".utf8))
    #expect(second.header("x-api-key") == "k")
    let third = try #require(try parse(chunked, piece: piece))
    #expect(third.body == Array("hello".utf8))
  }

  @Test func `requests that come together are given one by one`() throws {
    var parser = HTTPRequestParser()
    parser.append(Array((post + get + chunked).utf8))
    #expect(try parser.next()?.path == "/m")
    #expect(try parser.next()?.path == "/api/v1/mailings")
    #expect(try parser.next()?.body == Array("hello".utf8))
    let rest = try parser.next()
    #expect(rest == nil)
  }

  @Test(arguments: [
    ("GET / HTTP/1.1\nHost: a\n\n", 400), ("GET / HTTP/1.1\r\nHost: a\n\r\n", 400),
    ("GET  / HTTP/1.1\r\nHost: a\r\n\r\n", 400), ("GET / HTTP/1.1 \r\nHost: a\r\n\r\n", 400),
    ("GET /\r\nHost: a\r\n\r\n", 400), ("G(T / HTTP/1.1\r\nHost: a\r\n\r\n", 400),
    (" GET / HTTP/1.1\r\nHost: a\r\n\r\n", 400), ("GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505),
    ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505), ("GET / http/1.1\r\nHost: a\r\n\r\n", 400),
    ("GET / HTTP/1.1\r\n\r\n", 400), ("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400),
    ("GET / HTTP/1.1\r\nHost : a\r\n\r\n", 400), ("GET / HTTP/1.1\r\n: a\r\nHost: a\r\n\r\n", 400),
    ("GET / HTTP/1.1\r\nHost: a\r\n folded\r\n\r\n", 400),
    ("GET / HTTP/1.1\r\nHost: a\r\nX: \u{1}\r\n\r\n", 400),
    ("GET / HTTP/1.1\r\nHost: a\r\nX\r\n\r\n", 400), ("GET /% HTTP/1.1\r\nHost: a\r\n\r\n", 400),
    ("GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n", 400), ("GET /%00 HTTP/1.1\r\nHost: a\r\n\r\n", 400),
    ("GET /%ff HTTP/1.1\r\nHost: a\r\n\r\n", 400), ("GET x HTTP/1.1\r\nHost: a\r\n\r\n", 400),
    ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +5\r\n\r\nhello", 400),
    ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n", 400),
    ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5, 5\r\n\r\nhello", 400),
    ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\nhello", 400),
    ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello", 400),
    ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length:\r\n\r\n", 400),
    ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0x5\r\n\r\nhello", 400),
    ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\n", 400),
    ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9999999\r\n\r\n", 413),
    ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n", 400),
    ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", 501),
    ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n", 501),
    ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n", 400),
    ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n\r\n", 400),
    ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhelloo\r\n", 400),
    ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\nhel", 400),
    ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nfffffff\r\n", 413),
    ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nfffffffff\r\n", 400),
  ])
  func `what two parsers could read in two ways is refused`(text: String, status: Int) {
    for piece in [1, 10_000] {
      let fault = #expect(throws: HTTPFault.self) { try parse(text, piece: piece) }
      #expect(fault?.status == status)
    }
  }

  @Test(arguments: [
    "GET http://a/x HTTP/1.1\r\nHost: a\r\n\r\n", "GET /x HTTP/1.0\r\n\r\n",
    "\r\nGET /x HTTP/1.1\r\nhOST:a\r\n\r\n", "BREW /x HTTP/1.1\r\nHost: a\r\n\r\n",
    "GET /x#y HTTP/1.1\r\nHost: a\r\n\r\n", "GET /%78 HTTP/1.1\r\nHost: a\r\n\r\n",
  ])
  func `odd but lawful requests are read`(text: String) throws {
    #expect(try parse(text)?.path == "/x")
  }

  @Test func `each limit holds at its edge`() throws {
    var limits = HTTPLimits()
    limits.requestLineBytes = 32
    limits.headBytes = 200
    limits.headerFields = 3
    limits.bodyBytes = 4
    func line(_ bytes: Int) -> String {
      "GET /" + String(repeating: "x", count: bytes - 14) + " HTTP/1.1\r\nHost: a\r\n\r\n"
    }
    #expect(try parse(line(32), limits: limits) != nil)
    #expect(throws: HTTPFault(414, "the request line is too long")) {
      try parse(line(33), limits: limits)
    }
    func head(_ bytes: Int) -> String {
      let start = "GET / HTTP/1.1\r\nHost: a\r\nX: "
      return start + String(repeating: "x", count: bytes - start.utf8.count - 4) + "\r\n\r\n"
    }
    #expect(try parse(head(200), limits: limits) != nil)
    #expect(throws: HTTPFault(431, "the head is too large")) {
      try parse(head(201), limits: limits)
    }
    let fields = "GET / HTTP/1.1\r\nHost: a\r\nA: b\r\nC: d\r\n"
    #expect(try parse(fields + "\r\n", limits: limits) != nil)
    #expect(throws: HTTPFault(431, "more than 3 header fields")) {
      try parse(fields + "E: f\r\n\r\n", limits: limits)
    }
    let body = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: "
    #expect(try parse(body + "4\r\n\r\nabcd", limits: limits) != nil)
    #expect(throws: HTTPFault(413, "the body may have 4 bytes at most")) {
      try parse(body + "5\r\n\r\nabcde", limits: limits)
    }
  }
}
