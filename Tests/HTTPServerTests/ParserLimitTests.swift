import HTTPServer
import Testing

/// Each limit of the parser at its edge: the last size that passes, the first that does not.
@Suite struct ParserLimitTests {
  private static let limits = HTTPLimits()

  private func status(_ text: String, limits: HTTPLimits = limits) -> String {
    let seen = events(text, limits: limits)
    #expect(events(latin1(text).map { [$0] }, limits: limits) == seen)
    return seen.last.map { $0.hasPrefix("error") ? $0 : "request" } ?? "nothing"
  }

  @Test(arguments: [(8_192, "request"), (8_193, "error 414")])
  func `a request line of 8 KiB passes, a byte more does not`(bytes: Int, expected: String) {
    let path = String(repeating: "x", count: bytes - "GET / HTTP/1.1".utf8.count)
    #expect(status("GET /\(path) HTTP/1.1\r\nHost: a\r\n\r\n") == expected)
  }

  @Test func `a request line without end is refused as soon as it is too long`() {
    #expect(status(String(repeating: "x", count: 8_192)) == "nothing")
    #expect(status(String(repeating: "x", count: 8_193)) == "error 414")
  }

  @Test(arguments: [(32_768, "request"), (32_769, "error 431")])
  func `field lines of 32 KiB pass, a byte more does not`(bytes: Int, expected: String) {
    let value = String(repeating: "x", count: bytes - "Host: a\r\nX: \r\n".utf8.count)
    #expect(status("GET / HTTP/1.1\r\nHost: a\r\nX: \(value)\r\n\r\n") == expected)
  }

  @Test(arguments: [(100, "request"), (101, "error 431")])
  func `a hundred fields pass, one more does not`(count: Int, expected: String) {
    let fields = String(repeating: "X: 1\r\n", count: count - 1)
    #expect(status("GET / HTTP/1.1\r\nHost: a\r\n\(fields)\r\n") == expected)
  }

  @Test(arguments: [(100, "request"), (101, "error 431")])
  func `a hundred trailer fields pass, one more does not`(count: Int, expected: String) {
    let fields = String(repeating: "X: 1\r\n", count: count)
    #expect(status(chunked("0\r\n\(fields)\r\n")) == expected)
  }

  @Test(arguments: [(32_768, "request"), (32_769, "error 431")])
  func `trailers of 32 KiB pass, a byte more does not`(bytes: Int, expected: String) {
    let value = String(repeating: "x", count: bytes - "X: \r\n".utf8.count)
    #expect(status(chunked("0\r\nX: \(value)\r\n\r\n")) == expected)
  }

  @Test(arguments: [(10, "request"), (11, "error 413")])
  func `a body up to the limit passes, a byte more does not`(bytes: Int, expected: String) {
    var limits = Self.limits
    limits.bodyBytesMax = 10
    let body = String(repeating: "x", count: bytes)
    let sized = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: \(bytes)\r\n\r\n\(body)"
    #expect(status(sized, limits: limits) == expected)
    let one = chunked("\(String(bytes, radix: 16))\r\n\(body)\r\n0\r\n\r\n")
    #expect(status(one, limits: limits) == expected)
    let many = chunked(String(repeating: "1\r\nx\r\n", count: bytes) + "0\r\n\r\n")
    #expect(status(many, limits: limits) == expected)
  }

  @Test func `the documented numbers of connections stand`() {
    #expect(Self.limits.connectionsMax == 1_024)
    #expect(Self.limits.refusalsMax == 64)
    #expect(Self.limits.stopTime == .seconds(1))
    #expect(Self.limits.pipelinedBytesMax == 65_536)
  }

  @Test func `the standard body limit is a mebibyte`() {
    func head(_ bytes: Int) -> String {
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: \(bytes)\r\n\r\n"
    }
    #expect(status(head(1_048_576)) == "nothing")
    #expect(status(head(1_048_577)) == "error 413")
  }

  @Test(arguments: [(1_024, "request"), (1_025, "error 400")])
  func `a chunk-size line of 1 KiB passes, a byte more does not`(bytes: Int, expected: String) {
    let line = "0;" + String(repeating: "x", count: bytes - 2)
    #expect(status(chunked("\(line)\r\n\r\n")) == expected)
  }

  @Test(arguments: [(1_024, "request"), (1_025, "error 400")])
  func `chunk extensions may not outweigh the data for ever`(chunks: Int, expected: String) {
    // 32 bytes of size line and 4 of line ends, less 16 granted and 2 for one byte of data: each
    // chunk spends 18 in excess.
    var limits = Self.limits
    limits.chunkExcessBytesMax = 18 * 1_024
    let chunk = "1;" + String(repeating: "x", count: 30) + "\r\nx\r\n"
    let body = String(repeating: chunk, count: chunks)
    #expect(status(chunked(body + "0\r\n\r\n"), limits: limits) == expected)
  }

  private func chunked(_ body: String) -> String {
    "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n\(body)"
  }
}
