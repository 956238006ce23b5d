import Testing

@testable import HTTPServer

@Suite struct ResponseFormatTests {
  private func text(
    _ response: HTTPResponse, isHead: Bool = false, closes: Bool = false,
    errorHeaders: @escaping HTTPServer.ErrorHeaders = { _ in [] }
  ) -> String {
    let format = ResponseFormat(
      serverName: "test", errorBody: { ("text/x", Array("\($0): \($1)".utf8)) },
      errorHeaders: errorHeaders)
    let parts = format.bytes(response, .init(isHead: isHead, closes: closes, date: "today"))
    return String(decoding: parts.joined(), as: UTF8.self)
  }

  @Test func `the server adds its own fields and replaces the handler's`() {
    let headers = [
      ("X", "1"), ("content-length", "9"), ("DATE", "x"), ("Connection", "x"),
      ("Transfer-Encoding", "chunked"), ("X", "2"),
    ]
    let response = HTTPResponse(status: 404, headers: headers, body: [0x61])
    #expect(
      text(response, closes: true)
        == "HTTP/1.1 404 Not Found\r\nDate: today\r\nServer: test\r\nX: 1\r\nX: 2\r\n"
        + "Content-Length: 1\r\nConnection: close\r\n\r\na")
  }

  @Test(arguments: [(1, 1), (16_384, 1), (16_385, 2)])
  func `a small body goes out with its head, a large one beside it`(bytes: Int, parts: Int) {
    let format = ResponseFormat(
      serverName: nil, errorBody: { _, _ in ("", []) }, errorHeaders: { _ in [] })
    let body = [UInt8](repeating: 0x61, count: bytes)
    let sent = format.bytes(HTTPResponse(status: 200, body: body), .init(closes: true, date: ""))
    #expect(sent.count == parts)
    #expect(sent.joined().suffix(bytes).elementsEqual(body))
  }

  @Test(arguments: [204, 304])
  func `answers without body have no length either`(status: Int) {
    let text = text(HTTPResponse(status: status, body: [0x61]))
    #expect(text.hasSuffix("\r\nDate: today\r\nServer: test\r\n\r\n"))
  }

  @Test func `HEAD tells the length of the body it leaves out`() {
    let text = text(HTTPResponse(status: 200, body: [0x61]), isHead: true)
    #expect(text.hasSuffix("Content-Length: 1\r\n\r\n"))
  }

  @Test(arguments: [
    HTTPResponse(status: 200, headers: [("X", "a\r\nY: b")]),
    HTTPResponse(status: 200, headers: [("X", "a\u{0}")]),
    HTTPResponse(status: 200, headers: [("X\r\n", "a")]),
    HTTPResponse(status: 200, headers: [("", "a")]),
    HTTPResponse(status: 199), HTTPResponse(status: 600),
  ])
  func `an answer that HTTP cannot carry becomes 500`(response: HTTPResponse) {
    let text = text(response)
    #expect(text.hasPrefix("HTTP/1.1 500 Internal Server Error\r\n"))
    #expect(text.contains("Content-Type: text/x\r\n"))
    #expect(text.contains("\r\n\r\n500: The handler's answer"))
  }

  @Test func `an unfit field of the injected ones leaves a bare status`() {
    let text = text(HTTPResponse(status: 600)) { _ in [("X", "\n")] }
    #expect(text.hasPrefix("HTTP/1.1 500 "))
    #expect(text.hasSuffix("Content-Length: 0\r\n\r\n"))
  }

  @Test(arguments: [
    (0, "Thu, 01 Jan 1970 00:00:00 GMT"), (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"),
    (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT"),
    (1_772_323_199, "Sat, 28 Feb 2026 23:59:59 GMT"),
    (4_107_542_400, "Mon, 01 Mar 2100 00:00:00 GMT"),
  ])
  func `the Date field has the standard's form`(seconds: Int, expected: String) {
    #expect(HTTPDate.format(unixSeconds: seconds) == expected)
  }
}
