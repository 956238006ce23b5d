import MailModel

/// What a spreadsheet leaves where a value stood.
enum SpreadsheetDamage {
  /// `#REF!`, `#N/A`, `#DIV/0!`, `########`: a mark and then no digit (`#5` is a unit).
  static func isErrorValue(_ text: String) -> Bool {
    guard text.utf8.first == UInt8(ascii: "#") else { return false }
    let upper = text.uppercased()
    return errorValues.contains(upper)
      || upper.utf8.count >= 3 && upper.utf8.allSatisfy { $0 == UInt8(ascii: "#") }
  }

  private static let errorValues: Set<String> = [
    "#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!",
    "#FIELD!", "#GETTING_DATA",
  ]

  /// `=A1`, `=VLOOKUP(…)`: what would have made the value.
  static func isFormula(_ text: String) -> Bool {
    guard text.utf8.first == UInt8(ascii: "="), let next = text.utf8.dropFirst().first else {
      return false
    }
    return next != UInt8(ascii: "=")
  }

  /// The text of `="001"`, by which exports keep a spreadsheet from reading a number; `nil` for any
  /// other formula, such as `="a"&"b"`.
  static func textFormula(_ text: String) -> String? {
    guard text.hasPrefix("=\""), text.hasSuffix("\""), text.utf8.count >= 3 else { return nil }
    let inner = String(text.dropFirst(2).dropLast())
    let plain = inner.replacing("\"\"", with: "")
    return plain.contains("\"") ? nil : inner.replacing("\"\"", with: "\"")
  }

  /// `["Reno"]`, `{"line": "1 Main St"}`, `[]`: a list or an object of JSON, and not `[sic]`.
  static func isListOrObject(_ text: String) -> Bool {
    switch (text.utf8.first, text.utf8.last) {
    case (UInt8(ascii: "{"), UInt8(ascii: "}")): return true
    case (UInt8(ascii: "["), UInt8(ascii: "]")):
      guard let next = text.utf8.dropFirst().first(where: { $0 > 0x20 }) else { return false }
      return next.isASCIIDigit || "\"[{]-".utf8.contains(next)
    default: return false
    }
  }

  /// `1.23E+09`, `9.41e+04`: digits were lost.
  static func isRounded(_ text: String) -> Bool {
    guard text.utf8.contains(UInt8(ascii: "+")) else { return false }
    let parts = text.uppercased().split(separator: "E+", omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[1].isEmpty, parts[1].utf8.allSatisfy(\.isASCIIDigit) else {
      return false
    }
    let figures = parts[0].split(separator: ".", omittingEmptySubsequences: false)
    return figures.count <= 2
      && figures.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy(\.isASCIIDigit) }
  }

  /// Values that programs export for "nothing".
  static let placeholders = [
    "N/A", "NULL", "(NULL)", "<NULL>", "<NA>", "\\N", "NONE", "NIL", "NAN", "TBD", "TBA", "UNKNOWN",
    "BLANK", "(BLANK)", "N.A.",
  ]

  /// The bytes of the longest placeholder.
  static let placeholderMax = 7

  /// Whether a text that is not empty says nothing: a placeholder, or neither letter nor digit.
  static func isPlaceholder(_ text: String) -> Bool {
    guard !text.isEmpty else { return false }
    if text.utf8.count <= placeholderMax, placeholders.contains(text.uppercased()) { return true }
    return !text.unicodeScalars.contains(where: \.isInWord) && !isErrorValue(text)
      && !isListOrObject(text)
  }

  /// What a spreadsheet makes of `3-4`, and a date where none belongs: `4-Mar`, `12/15/2026`.
  static func isDate(_ text: String) -> Bool {
    let parts = text.split(omittingEmptySubsequences: false) { "-/".contains($0) }
    guard parts.count == 2 || parts.count == 3,
      parts.allSatisfy({ (1...4).contains($0.utf8.count) })
    else { return false }
    if parts.count == 2 {
      let months = parts.count { MailByDate.month(named: String($0)) != nil }
      let days = parts.count { $0.utf8.allSatisfy(\.isASCIIDigit) }
      return months == 1 && days == 1
    }
    return CivilDate(iso: text) != nil || MailByDate(text) != nil
  }

  /// Letters that were read in another encoding than they were written in: `NuÃ±ez` and `Oâ€™Brien`
  /// (UTF-8 as Windows-1252), `Mu¤oz` and `Jos‚` (DOS), `JosŽ` and `S‡nchez` (old Macintosh).
  static func isGarbled(_ text: String) -> Bool {
    guard text.utf8.contains(where: { $0 >= 0x80 }) else { return false }
    let scalars = Array(text.unicodeScalars)
    return scalars.indices.dropFirst().contains { at in
      let (before, this) = (scalars[at - 1], scalars[at])
      switch (before, this) {
      case ("Ã", "\u{80}"..."\u{BF}"), ("Â", "¡"..."¿"), ("â", "€"): return true
      case (_, "Ž"), (_, "Š"): return before.properties.isLowercase
      default:
        let after = at + 1 < scalars.count ? scalars[at + 1] : nil
        return before.properties.isAlphabetic
          && (after?.properties.isAlphabetic == true && withinNoWord.contains(this)
            || after?.isInWord != true && atNoEnd.contains(this))
      }
    }
  }

  /// Signs that no word has between two letters.
  private static let withinNoWord: Set<Unicode.Scalar> = [
    "‚", "„", "“", "”", "†", "‡", "ˆ", "‰", "‹", "›", "•", "¤", "¢", "£", "¥", "¡", "¿",
  ]

  /// Signs that no word ends with.
  private static let atNoEnd: Set<Unicode.Scalar> = ["‚", "¤", "¢", "£", "‡", "ˆ", "‰"]

  /// A letter that was lost where an encoding has none of its kind: `Nu?ez`.
  static func hasLostLetter(_ text: String) -> Bool {
    guard text.utf8.contains(UInt8(ascii: "?")) else { return false }
    let scalars = Array(text.unicodeScalars)
    return scalars.indices.dropFirst().dropLast().contains { at in
      scalars[at] == "?" && scalars[at - 1].properties.isAlphabetic
        && scalars[at + 1].properties.isAlphabetic
    }
  }
}
