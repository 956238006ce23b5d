/// The escapes inside a JSON string (RFC 8259, section 7).
enum JSONString {
  /// Appends `text`, which stood between quotes and was checked, without its escapes.
  ///
  /// Half a surrogate pair becomes U+FFFD; returns whether there was one.
  static func unescape(_ text: some RandomAccessCollection<UInt8>, to target: inout [UInt8]) -> Bool
  {
    let bytes = Array(text)
    var wasRepaired = false
    var index = 0
    while index < bytes.count {
      guard bytes[index] == UInt8(ascii: "\\"), index + 1 < bytes.count else {
        target.append(bytes[index])
        index += 1
        continue
      }
      if let plain = simpleEscape(bytes[index + 1]) {
        target.append(plain)
        index += 2
        continue
      }
      let first = codeUnit(bytes, at: index)
      index += 6
      var scalar = UInt32(first)
      if first & 0xFC00 == 0xD800, index + 1 < bytes.count, bytes[index] == UInt8(ascii: "\\"),
        bytes[index + 1] == UInt8(ascii: "u")
      {
        let second = codeUnit(bytes, at: index)
        if second & 0xFC00 == 0xDC00 {
          scalar = 0x10000 + (UInt32(first & 0x3FF) << 10 | UInt32(second & 0x3FF))
          index += 6
        }
      }
      let character = Unicode.Scalar(scalar)
      wasRepaired = wasRepaired || character == nil
      target += UTF8.encode(character ?? "\u{FFFD}") ?? UTF8.encodedReplacementCharacter
    }
    return wasRepaired
  }

  /// The character that a backslash and this byte stand for.
  static func simpleEscape(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): byte
    case UInt8(ascii: "b"): 0x08
    case UInt8(ascii: "f"): 0x0C
    case UInt8(ascii: "n"): 0x0A
    case UInt8(ascii: "r"): 0x0D
    case UInt8(ascii: "t"): 0x09
    default: nil
    }
  }

  /// The value of a hexadecimal digit.
  static func hexDigit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }

  /// The four digits of the `\uXXXX` at `index`.
  private static func codeUnit(_ bytes: [UInt8], at index: Int) -> UInt16 {
    bytes[index + 2..<min(index + 6, bytes.count)].reduce(0) {
      $0 << 4 | UInt16(hexDigit($1) ?? 0)
    }
  }
}
