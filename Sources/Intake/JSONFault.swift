/// Where a text departs from JSON (RFC 8259).
package enum JSONFault: Hashable, Sendable {
  case unexpectedByte(UInt8, expected: String)
  case unexpectedEnd
  case controlCharacter
  case badEscape
  case badNumber
  case badLiteral
  case nestedTooDeep(limit: Int)
  case tokenTooLong(limit: Int)
  case trailingText

  /// What is wrong, for a person.
  package var message: String {
    switch self {
    case .unexpectedByte(let byte, let expected):
      byte > 0x20 && byte < 0x7F
        ? "found \"\(Unicode.Scalar(byte))\" where \(expected) should be"
        : "found byte \(byte) where \(expected) should be"
    case .unexpectedEnd: "the text ends in the middle"
    case .controlCharacter: "a line break, tab or control character stands inside a string"
    case .badEscape: "a backslash is followed by what JSON does not know"
    case .badNumber: "this is not a number as JSON writes it"
    case .badLiteral: "this is neither true, false nor null"
    case .nestedTooDeep(let limit): "nested deeper than \(limit) levels"
    case .tokenTooLong(let limit): "a value is longer than \(limit) bytes"
    case .trailingText: "there is more after the end of the list"
    }
  }
}
