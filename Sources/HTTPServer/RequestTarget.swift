/// What a request line asks for, in origin, absolute or asterisk form (RFC 9112 §3.2).
struct RequestTarget {
  /// The percent-decoded path; `*` for the whole server.
  let path: String
  /// The query's pairs, percent-decoded.
  let query: [(name: String, value: String)]
  /// The authority of an absolute form, which takes the place of the Host field.
  let authority: String?

  init(parsing bytes: ArraySlice<UInt8>, method: String) throws(HTTPRefusal) {
    if bytes.elementsEqual("*".utf8), method == "OPTIONS" {
      (path, query, authority) = ("*", [], nil)
      return
    }
    var local = bytes
    if bytes.first == 0x2F {
      authority = nil
    } else {
      authority = try Self.takeAuthority(&local)
    }
    guard local.allSatisfy(ByteClass.isTarget) else {
      throw HTTPRefusal(400, "The target holds a character that must be percent-encoded.")
    }
    let mark = local.firstIndex(of: 0x3F) ?? local.endIndex
    let rawPath = local[..<mark]
    path = rawPath.isEmpty ? "/" : try PercentDecoding.decode(rawPath, .path)
    query = try Self.pairs(local[mark...].dropFirst())
  }

  /// Takes `http://authority` off the front.
  private static func takeAuthority(
    _ bytes: inout ArraySlice<UInt8>
  ) throws(HTTPRefusal) -> String {
    let scheme = "http://".utf8
    guard String(decoding: bytes.prefix(scheme.count), as: UTF8.self).lowercased() == "http://"
    else { throw HTTPRefusal(400, "The target must start with / or http://.") }
    bytes = bytes.dropFirst(scheme.count)
    let authority = bytes.prefix { $0 != 0x2F && $0 != 0x3F }
    bytes = bytes.dropFirst(authority.count)
    return String(decoding: authority, as: UTF8.self)
  }

  private static func pairs(
    _ bytes: ArraySlice<UInt8>
  ) throws(HTTPRefusal) -> [(name: String, value: String)] {
    var pairs: [(name: String, value: String)] = []
    for part in bytes.split(separator: 0x26) {
      let equals = part.firstIndex(of: 0x3D) ?? part.endIndex
      let name = try PercentDecoding.decode(part[..<equals], .query)
      let value = try PercentDecoding.decode(part[equals...].dropFirst(), .query)
      pairs.append((name, value))
    }
    return pairs
  }
}
