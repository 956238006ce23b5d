/// Strict percent-decoding (RFC 3986 §2.1) of a target's parts.
enum PercentDecoding {
  /// What a part of the target does with its special bytes.
  enum Part {
    /// `%2F` stays as written, so that no escape can forge a path segment; controls are refused.
    case path
    /// `+` is a blank, as HTML forms and web frameworks have it; NUL is refused.
    case query
  }

  /// The decoded text.
  /// - Throws: 400 for a broken escape, a NUL, a control in a path, and bytes that are not UTF-8.
  static func decode(_ bytes: ArraySlice<UInt8>, _ part: Part) throws(HTTPRefusal) -> String {
    if !bytes.contains(where: { $0 == 0x25 || ($0 == 0x2B && part == .query) }) {
      return String(decoding: bytes, as: UTF8.self)
    }
    var decoded: [UInt8] = []
    decoded.reserveCapacity(bytes.count)
    var rest = bytes
    while let byte = rest.popFirst() {
      switch (byte, part) {
      case (0x25, _): try appendEscape(&rest, to: &decoded, part)
      case (0x2B, .query): decoded.append(ByteClass.space)
      default: decoded.append(byte)
      }
    }
    guard let text = String(validating: decoded, as: UTF8.self) else {
      throw HTTPRefusal(400, "The target's escapes do not make UTF-8; encode text as UTF-8.")
    }
    return text
  }

  private static func appendEscape(
    _ rest: inout ArraySlice<UInt8>, to decoded: inout [UInt8], _ part: Part
  ) throws(HTTPRefusal) {
    guard let first = rest.popFirst().flatMap(ByteClass.hexValue),
      let second = rest.popFirst().flatMap(ByteClass.hexValue)
    else { throw HTTPRefusal(400, "A % in the target must be followed by two hex digits.") }
    let value = first << 4 | second
    if value == 0 || (part == .path && ByteClass.isControl(value)) {
      throw HTTPRefusal(400, "The target must not hold escaped control characters.")
    }
    if part == .path, value == 0x2F {
      decoded.append(contentsOf: [0x25, 0x32, 0x46])
    } else {
      decoded.append(value)
    }
  }
}
