/// How a piece of a message stands out on a terminal that can show it.
package enum TextStyle: Hashable, Sendable {
  case plain, strong, faint, good, remarkable, bad

  /// `text` in this style: SGR codes of ECMA-48 around it, or just the text.
  package func paint(_ text: String, isColorful: Bool) -> String {
    guard isColorful, let code else { return text }
    return "\u{1B}[\(code)m\(text)\u{1B}[0m"
  }

  private var code: Int? {
    switch self {
    case .plain: nil
    case .strong: 1
    case .faint: 2
    case .good: 32
    case .remarkable: 33
    case .bad: 31
    }
  }
}
