/// One character's bytes in UTF-8 (RFC 3629, table 3-7 of the Unicode standard).
enum UTF8Sequence: Equatable {
  /// A character of this many bytes.
  case valid(Int)
  /// No character; this many bytes are to be replaced by one U+FFFD.
  case invalid(Int)
  /// The beginning of a character, cut off by the end of the bytes.
  case cut

  /// Looks at the bytes from `start`; there is at least one.
  static func at(_ start: Int, in bytes: UnsafeBufferPointer<UInt8>) -> UTF8Sequence {
    let lead = bytes[start]
    let length: Int
    var second: ClosedRange<UInt8> = 0x80...0xBF
    switch lead {
    case 0x00...0x7F: return .valid(1)
    case 0xC2...0xDF: length = 2
    case 0xE0: (length, second) = (3, 0xA0...0xBF)
    case 0xED: (length, second) = (3, 0x80...0x9F)
    case 0xE1...0xEF: length = 3
    case 0xF0: (length, second) = (4, 0x90...0xBF)
    case 0xF1...0xF3: length = 4
    case 0xF4: (length, second) = (4, 0x80...0x8F)
    default: return .invalid(1)
    }
    for offset in 1..<length {
      guard start + offset < bytes.count else { return .cut }
      let range = offset == 1 ? second : 0x80...0xBF
      guard range.contains(bytes[start + offset]) else { return .invalid(offset) }
    }
    return .valid(length)
  }
}
