/// The lines before a body: request line and header fields (RFC 9112 §3, §5).
enum HTTPHead {
  /// Reads a head without its closing empty line.
  /// - Returns: the request without path and query, and the target as it was sent.
  static func read(
    _ bytes: ArraySlice<UInt8>, limits: HTTPLimits
  ) throws(HTTPFault) -> (request: HTTPRequest, target: [UInt8]) {
    var lines = try lines(bytes)[...]
    guard let first = lines.popFirst() else { throw HTTPFault(400, "no request line") }
    guard first.count <= limits.requestLineBytes else {
      throw HTTPFault(414, "the request line is too long")
    }
    let (method, target, version) = try requestLine(first)
    guard lines.count <= limits.headerFields else {
      throw HTTPFault(431, "more than \(limits.headerFields) header fields")
    }
    var request = HTTPRequest(method: method, path: "")
    for line in lines { request.headers.append(try field(line)) }
    request.isHTTP10 = version == "HTTP/1.0"
    let hosts = request.values("host")
    guard hosts.count == 1 || request.isHTTP10 && hosts.isEmpty else {
      throw HTTPFault(400, "exactly one Host is needed")
    }
    return (request, target)
  }

  private static func lines(_ bytes: ArraySlice<UInt8>) throws(HTTPFault) -> [ArraySlice<UInt8>] {
    var lines: [ArraySlice<UInt8>] = []
    var start = bytes.startIndex
    var index = start
    while index < bytes.endIndex {
      switch bytes[index] {
      case 10: throw HTTPFault(400, "a line ends without a carriage return")
      case 13:
        guard index + 1 < bytes.endIndex, bytes[index + 1] == 10 else {
          throw HTTPFault(400, "a bare carriage return")
        }
        lines.append(bytes[start..<index])
        index += 2
        start = index
      case 0: throw HTTPFault(400, "a zero byte in the head")
      default: index += 1
      }
    }
    lines.append(bytes[start..<bytes.endIndex])
    return lines
  }

  private static func requestLine(
    _ line: ArraySlice<UInt8>
  ) throws(HTTPFault) -> (method: String, target: [UInt8], version: String) {
    let parts = line.split(separator: 0x20, omittingEmptySubsequences: false)
    guard parts.count == 3, !parts[0].isEmpty, parts[0].allSatisfy(isTokenByte) else {
      throw HTTPFault(400, "the request line is not METHOD TARGET HTTP/1.1")
    }
    guard !parts[1].isEmpty, parts[1].allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
      throw HTTPFault(400, "the target holds characters that must be escaped")
    }
    let version = String(decoding: parts[2], as: UTF8.self)
    guard version == "HTTP/1.1" || version == "HTTP/1.0" else {
      let isHTTP = version.hasPrefix("HTTP/")
      throw HTTPFault(isHTTP ? 505 : 400, "only HTTP/1.1 is spoken here")
    }
    return (String(decoding: parts[0], as: UTF8.self), Array(parts[1]), version)
  }

  private static func field(
    _ line: ArraySlice<UInt8>
  ) throws(HTTPFault) -> (name: String, value: String) {
    guard let first = line.first, first != 0x20, first != 0x09 else {
      throw HTTPFault(400, "a folded header field")
    }
    guard let colon = line.firstIndex(of: 0x3A), colon > line.startIndex,
      line[..<colon].allSatisfy(isTokenByte)
    else { throw HTTPFault(400, "a header field without a proper name") }
    let value = line[(colon + 1)...]
    guard value.allSatisfy({ $0 == 0x09 || $0 >= 0x20 && $0 != 0x7F }) else {
      throw HTTPFault(400, "a header field holds control characters")
    }
    let isBlank: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 }
    let trimmed = value.drop(while: isBlank)
    let end = trimmed.lastIndex { !isBlank($0) }.map { $0 + 1 } ?? trimmed.startIndex
    return (
      String(decoding: line[..<colon], as: UTF8.self),
      String(decoding: trimmed[trimmed.startIndex..<end], as: UTF8.self)
    )
  }

  /// RFC 9110 §5.6.2, `tchar`.
  private static func isTokenByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }
  }
}
