package import MailModel

/// A JSON value to be written, its object's keys in the order that they were given.
package indirect enum JSONText: Hashable, Sendable {
  case object([Member])
  case array([JSONText])
  case text(String)
  case integer(Int64)
  case boolean(Bool)
  case null

  /// One key and its value.
  package struct Member: Hashable, Sendable {
    package var key: String
    package var value: JSONText
  }

  /// The object with `members`; the caller sees to it that no key stands twice.
  package static func object(_ members: KeyValuePairs<String, JSONText>) -> JSONText {
    .object(members.map { Member(key: $0.key, value: $0.value) })
  }

  /// An amount as decimal text, `"9.76"`, as all of certmail's JSON has it; `nil` is null.
  package static func amount(_ amount: Cents?) -> JSONText {
    amount.map { .text($0.description) } ?? .null
  }

  /// A time as RFC 3339 text in UTC; `nil` is null.
  package static func time(_ time: UTCTime?) -> JSONText {
    time.map { .text($0.iso8601) } ?? .null
  }

  /// A text, or null for `nil`.
  package static func optional(_ text: String?) -> JSONText { text.map { .text($0) } ?? .null }

  /// A count.
  package static func count(_ count: Int) -> JSONText { .integer(Int64(count)) }

  /// The value on one line, without a line break at its end: RFC 8259, UTF-8.
  package var line: String {
    var text = ""
    write(to: &text)
    return text
  }

  private func write(to text: inout String) {
    switch self {
    case .object(let members):
      text += "{"
      for (index, member) in members.enumerated() {
        if index > 0 { text += "," }
        Self.quote(member.key, to: &text)
        text += ":"
        member.value.write(to: &text)
      }
      text += "}"
    case .array(let values):
      text += "["
      for (index, value) in values.enumerated() {
        if index > 0 { text += "," }
        value.write(to: &text)
      }
      text += "]"
    case .text(let words): Self.quote(words, to: &text)
    case .integer(let number): text += "\(number)"
    case .boolean(let isTrue): text += isTrue ? "true" : "false"
    case .null: text += "null"
    }
  }

  /// Escapes what RFC 8259 §7 wants escaped, and U+007F, U+2028 and U+2029, which some readers take
  /// for the end of a line.
  private static func quote(_ words: String, to text: inout String) {
    text += "\""
    for scalar in words.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case _ where scalar.value < 0x20 || scalar == "\u{7F}" || scalar.value & ~1 == 0x2028:
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }
}

extension JSONText: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByBooleanLiteral, ExpressibleByNilLiteral, ExpressibleByArrayLiteral,
  ExpressibleByDictionaryLiteral
{
  package init(stringLiteral text: String) { self = .text(text) }
  package init(integerLiteral number: Int64) { self = .integer(number) }
  package init(booleanLiteral isTrue: Bool) { self = .boolean(isTrue) }
  package init(nilLiteral: ()) { self = .null }
  package init(arrayLiteral values: JSONText...) { self = .array(values) }
  package init(dictionaryLiteral members: (String, JSONText)...) {
    self = .object(members.map { Member(key: $0.0, value: $0.1) })
  }
}
