import MailModel

extension OutputBuffer {
  /// Appends a JSON string (RFC 8259): quotation marks, backslashes and control characters escaped.
  mutating func json(_ text: String) {
    var text = text
    byte(UInt8(ascii: "\""))
    text.withUTF8 { jsonText($0) }
    byte(UInt8(ascii: "\""))
  }

  /// Appends a JSON string, or `null` for empty text.
  @inline(__always)
  mutating func jsonOrNull(_ text: String) {
    if text.isEmpty { raw("null") } else { json(text) }
  }

  /// Appends an amount as a JSON string, `null` for none.
  mutating func jsonOrNull(_ amount: Cents?) {
    guard let amount else { return raw("null") }
    json(amount)
  }

  /// Appends an amount as a JSON string: `"9.76"`.
  mutating func json(_ amount: Cents) {
    byte(UInt8(ascii: "\""))
    self.amount(amount)
    byte(UInt8(ascii: "\""))
  }

  /// Appends a time as a JSON string, `null` for none.
  mutating func jsonOrNull(_ time: UTCTime?) {
    guard let time else { return raw("null") }
    byte(UInt8(ascii: "\""))
    self.time(time)
    byte(UInt8(ascii: "\""))
  }

  private mutating func jsonText(_ buffer: UnsafeBufferPointer<UInt8>) {
    var start = 0
    for index in buffer.indices {
      let byte = buffer[index]
      guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else {
        continue
      }
      raw(buffer: buffer, start..<index)
      jsonEscape(byte)
      start = index + 1
    }
    raw(buffer: buffer, start..<buffer.count)
  }

  private mutating func jsonEscape(_ byte: UInt8) {
    self.byte(UInt8(ascii: "\\"))
    switch byte {
    case 0x08: self.byte(UInt8(ascii: "b"))
    case 0x09: self.byte(UInt8(ascii: "t"))
    case 0x0A: self.byte(UInt8(ascii: "n"))
    case 0x0C: self.byte(UInt8(ascii: "f"))
    case 0x0D: self.byte(UInt8(ascii: "r"))
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): self.byte(byte)
    default:
      let hexadecimal: StaticString = "0123456789abcdef"
      raw("u00")
      self.byte(hexadecimal.utf8Start[Int(byte >> 4)])
      self.byte(hexadecimal.utf8Start[Int(byte & 15)])
    }
  }
}
