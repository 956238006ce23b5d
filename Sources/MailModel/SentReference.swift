import Foundation

/// How a job's own reference and the token share the API's one free text (`reference.style`).
package enum ReferenceStyle: String, CaseIterable, Hashable, Sendable {
  /// `CASE-2024-001 ~7KQ2M9XD3WTE`
  case suffix
  /// `~7KQ2M9XD3WTE`
  case tokenOnly = "token-only"
  /// `CASE-2024-001`: no token goes out, so nothing is ever resent by itself.
  case plain
}

/// The text that a mailing carries in the API's `reference`.
package struct SentReference: Hashable, Sendable {
  package var text: String

  /// What stands before a token.
  package static let mark: Character = "~"

  /// The shortest `reference.max` that holds a marked token.
  package static let lengthMin = Token.length + 1

  /// Joins `reference` and `token`; what is longer than `lengthMax` Unicode scalars loses the
  /// middle of the firm's part (`CASE-20..7-001 ~7KQ2M9XD3WTE`), never a digit of the token.
  package init(reference: String, token: Token, style: ReferenceStyle, lengthMax: Int) {
    let marked = "\(Self.mark)\(token.text)"
    switch style {
    case .tokenOnly:
      text = marked
    case .plain:
      text = Self.cut(reference, to: lengthMax)
    case .suffix:
      let room = lengthMax - marked.unicodeScalars.count - 1
      let own = Self.cut(reference, to: max(0, room))
      text = own.isEmpty ? marked : "\(own) \(marked)"
    }
  }

  /// The token at the end of a reference that came back from the API, if there is one.
  package static func token(in text: String) -> Token? {
    guard let markIndex = text.lastIndex(of: mark) else { return nil }
    let tail = text[text.index(after: markIndex)...]
    return Token(text: tail.prefix { !$0.isWhitespace })
  }

  /// Whether `token` stands in a reference, however that was spelled on its way.
  package static func holds(_ token: Token, in text: String) -> Bool {
    let folded = text.uppercased().unicodeScalars.filter(CharacterSet.alphanumerics.contains)
    return String(String.UnicodeScalarView(folded)).contains(token.text)
  }

  private static func cut(_ text: String, to length: Int) -> String {
    let scalars = Array(text.unicodeScalars)
    guard scalars.count > length else { return text }
    guard length > 4 else { return String(String.UnicodeScalarView(scalars.prefix(length))) }
    let head = (length - 2 + 1) / 2
    let tail = length - 2 - head
    return String(String.UnicodeScalarView(scalars.prefix(head))) + ".."
      + String(String.UnicodeScalarView(scalars.suffix(tail)))
  }
}
