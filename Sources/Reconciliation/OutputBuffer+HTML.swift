import MailModel

extension OutputBuffer {
  /// Appends text for the content of an element or an attribute in quotation marks.
  ///
  /// Control characters and noncharacters, which no HTML or XML parser has to accept, become U+FFFD.
  mutating func html(_ text: String) {
    var text = text
    text.withUTF8 { htmlText($0) }
  }

  /// Appends an element with text as its content, on a line of its own.
  mutating func html(_ text: String, in element: StaticString) {
    raw("<")
    raw(element)
    raw(">")
    html(text)
    raw("</")
    raw(element)
    raw(">\n")
  }

  /// Appends text from outside, isolated so that its direction cannot reorder what stands around it.
  mutating func isolated(_ text: String) {
    raw("<bdi>")
    html(text)
    raw("</bdi>")
  }

  /// Appends a paragraph of advice; what stands between backticks is set as code.
  mutating func advice(_ text: String) {
    raw("<p class=\"advice\">")
    for (index, part) in text.split(separator: "`", omittingEmptySubsequences: false).enumerated() {
      raw(index % 2 == 0 ? "" : "<code>")
      html(String(part))
      raw(index % 2 == 0 ? "" : "</code>")
    }
    raw("</p>\n")
  }

  /// Appends an amount for people: `$2,500.00`.
  mutating func dollars(_ amount: Cents) { raw(string: amount.dollars) }

  private mutating func htmlText(_ buffer: UnsafeBufferPointer<UInt8>) {
    var start = 0
    var index = 0
    while index < buffer.count {
      let length = Self.unfitLength(buffer, at: index)
      guard length > 0 else {
        index += 1
        continue
      }
      raw(buffer: buffer, start..<index)
      htmlEscape(buffer[index])
      index += length
      start = index
    }
    raw(buffer: buffer, start..<buffer.count)
  }

  /// How many bytes at `index` cannot stand as they are; 0 for none.
  private static func unfitLength(_ buffer: UnsafeBufferPointer<UInt8>, at index: Int) -> Int {
    switch buffer[index] {
    case 0x09, 0x0A: return 0
    case 0..<0x20, 0x7F: return 1
    case UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"): return 1
    case UInt8(ascii: "\""), UInt8(ascii: "'"): return 1
    case 0xC2 where index + 1 < buffer.count && buffer[index + 1] < 0xA0: return 2
    case 0xEF where index + 2 < buffer.count && buffer[index + 1] == 0xBF:
      return buffer[index + 2] >= 0xBE ? 3 : 0
    default: return 0
    }
  }

  private mutating func htmlEscape(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "&"): raw("&amp;")
    case UInt8(ascii: "<"): raw("&lt;")
    case UInt8(ascii: ">"): raw("&gt;")
    case UInt8(ascii: "\""): raw("&quot;")
    case UInt8(ascii: "'"): raw("&#39;")
    case 0x0D: raw(" ")
    default: raw("\u{FFFD}")
    }
  }

  /// Appends a CSS string in quotation marks; all but letters and digits are escaped, so that
  /// nothing in it can end the string or the style element.
  mutating func cssString(_ text: String) {
    byte(UInt8(ascii: "\""))
    for scalar in text.unicodeScalars {
      if scalar.isASCII, scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
        raw(string: String(scalar))
      } else if scalar.value >= 0x20, !(0x7F..<0xA0).contains(scalar.value) {
        raw(string: "\\\(String(scalar.value, radix: 16)) ")
      }
    }
    byte(UInt8(ascii: "\""))
  }
}
