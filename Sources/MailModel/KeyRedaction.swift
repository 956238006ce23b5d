/// Finds and hides API keys in text that people or programs gave us.
///
/// A 321Certified key starts `321m_` (the API's page); whatever follows up to a blank, a quote or a
/// control character belongs to it.
package enum KeyRedaction {
  /// What every key of the provider starts with.
  package static let prefix = "321m_"

  /// What stands in place of a key.
  private static let replacement = "321m_…"

  /// Whether `text` holds something that looks like an API key.
  package static func holdsKey(_ text: some StringProtocol) -> Bool {
    firstKey(in: Array(text.unicodeScalars), from: 0) != nil
  }

  /// `text` with each key replaced by `321m_…`.
  package static func redacted(_ text: String) -> String {
    let scalars = Array(text.unicodeScalars)
    guard var start = firstKey(in: scalars, from: 0) else { return text }
    var result = ""
    var copied = 0
    while true {
      result.unicodeScalars.append(contentsOf: scalars[copied..<start])
      result += replacement
      copied = end(ofKeyAt: start, in: scalars)
      guard let next = firstKey(in: scalars, from: copied) else { break }
      start = next
    }
    result.unicodeScalars.append(contentsOf: scalars[copied...])
    return result
  }

  /// The index of the first `321m_` with a character of a key behind it, in either case.
  package static func firstKey(in scalars: [Unicode.Scalar], from start: Int) -> Int? {
    let mark = Array(prefix.unicodeScalars)
    guard scalars.count > mark.count, start < scalars.count - mark.count else { return nil }
    return (start..<(scalars.count - mark.count)).first { index in
      mark.indices.allSatisfy { matches(scalars[index + $0], mark[$0]) }
        && isPartOfKey(scalars[index + mark.count])
    }
  }

  private static func matches(_ scalar: Unicode.Scalar, _ mark: Unicode.Scalar) -> Bool {
    scalar == mark || (mark == "m" && scalar == "M")
  }

  private static func end(ofKeyAt start: Int, in scalars: [Unicode.Scalar]) -> Int {
    var end = start + prefix.unicodeScalars.count
    while end < scalars.count, isPartOfKey(scalars[end]) { end += 1 }
    return end
  }

  private static func isPartOfKey(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isASCII && scalar.value > 0x20 && scalar.value != 0x7F && scalar != "\""
      && scalar != "'" && scalar != "`"
  }
}
