extension HTTPRequest {
  /// Fills path and query from a request target in origin or absolute form (RFC 9112 §3.2).
  mutating func take(target: [UInt8]) throws(HTTPFault) {
    var rest = target[...]
    if !rest.starts(with: "/".utf8) {
      let lower = String(decoding: rest.prefix(8), as: UTF8.self).lowercased()
      guard lower.hasPrefix("http://") || lower.hasPrefix("https://") else {
        if method == "OPTIONS", rest.elementsEqual("*".utf8) {
          path = "*"
          return
        }
        throw HTTPFault(400, "the target must begin with a slash")
      }
      let authority = rest.dropFirst(lower.hasPrefix("https") ? 8 : 7)
      rest = authority.firstIndex(of: 0x2F).map { authority[$0...] } ?? []
      if rest.isEmpty { rest = Array("/".utf8)[...] }
    }
    if let fragment = rest.firstIndex(of: 0x23) { rest = rest[..<fragment] }
    let pathEnd = rest.firstIndex(of: 0x3F) ?? rest.endIndex
    path = try Self.decoded(rest[..<pathEnd], plusIsBlank: false)
    guard pathEnd < rest.endIndex else { return }
    for pair in rest[(pathEnd + 1)...].split(separator: 0x26) {
      let equals = pair.firstIndex(of: 0x3D) ?? pair.endIndex
      let name = try Self.decoded(pair[..<equals], plusIsBlank: true)
      let value = try Self.decoded(pair[equals...].dropFirst(), plusIsBlank: true)
      query.append((name, value))
    }
  }

  private static func decoded(
    _ bytes: ArraySlice<UInt8>, plusIsBlank: Bool
  ) throws(HTTPFault) -> String {
    var decoded: [UInt8] = []
    var index = bytes.startIndex
    while index < bytes.endIndex {
      switch bytes[index] {
      case 0x25:
        guard index + 2 < bytes.endIndex, let high = hex(bytes[index + 1]),
          let low = hex(bytes[index + 2])
        else { throw HTTPFault(400, "a percent sign without two hexadecimal digits") }
        decoded.append(high << 4 | low)
        index += 3
      case 0x2B where plusIsBlank:
        decoded.append(0x20)
        index += 1
      case let byte:
        decoded.append(byte)
        index += 1
      }
    }
    guard !decoded.contains(0), let text = String(validating: decoded, as: UTF8.self) else {
      throw HTTPFault(400, "the target is not UTF-8 text")
    }
    return text
  }

  private static func hex(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x37
    case 0x61...0x66: byte - 0x57
    default: nil
    }
  }
}
