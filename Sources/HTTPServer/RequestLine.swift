/// `method SP request-target SP HTTP-version` (RFC 9112 §3), without its CRLF.
struct RequestLine {
  let method: String
  let target: RequestTarget
  /// True for HTTP/1.0, where a connection serves one request.
  let isVersion10: Bool

  init(parsing line: ArraySlice<UInt8>) throws(HTTPRefusal) {
    let parts = line.split(
      separator: ByteClass.space, maxSplits: 3, omittingEmptySubsequences: false)
    guard parts.count == 3, !parts[0].isEmpty, !parts[1].isEmpty else {
      throw HTTPRefusal(400, "The request line must be: method, target, version, one blank apart.")
    }
    guard parts[0].allSatisfy(ByteClass.isToken) else {
      throw HTTPRefusal(400, "The method holds a character that no method may have.")
    }
    isVersion10 = try Self.isVersion10(Array(parts[2]))
    method = String(decoding: parts[0], as: UTF8.self)
    if method == "CONNECT" {
      throw HTTPRefusal(501, "This server is no proxy; ask it for its own paths.")
    }
    target = try RequestTarget(parsing: parts[1], method: method)
  }

  /// Later minor versions of HTTP/1 are read as 1.1 (RFC 9110 §2.5).
  private static func isVersion10(_ bytes: [UInt8]) throws(HTTPRefusal) -> Bool {
    guard bytes.count == 8, bytes.starts(with: "HTTP/".utf8), ByteClass.isDigit(bytes[5]),
      bytes[6] == 0x2E, ByteClass.isDigit(bytes[7])
    else { throw HTTPRefusal(400, "The version must be HTTP/1.1 or HTTP/1.0.") }
    guard bytes[5] == 0x31 else {
      throw HTTPRefusal(505, "This server speaks HTTP/1.1 and HTTP/1.0 only.")
    }
    return bytes[7] == 0x30
  }
}
