/// How many columns of a terminal a text takes.
package enum DisplayWidth {
  /// The columns of `text`, which has no control characters.
  ///
  /// `Müller` 6, `田中` 4, `👩‍⚖️` 2, a letter with combining accents 1.
  package static func columns(_ text: some StringProtocol) -> Int {
    text.reduce(0) { $0 + columns($1) }
  }

  /// The columns of one character as people see it: 0, 1 or 2.
  static func columns(_ character: Character) -> Int {
    var width = 0
    for scalar in character.unicodeScalars {
      // U+FE0F asks for the picture instead of the sign: ⚖️.
      if scalar == "\u{FE0F}" { return 2 }
      width = max(width, columns(scalar))
      if width == 2 { return 2 }
    }
    return width
  }

  private static func columns(_ scalar: Unicode.Scalar) -> Int {
    if scalar.value < 0x300 { return scalar == "\u{AD}" ? 0 : 1 }
    if scalar.properties.isEmojiPresentation || isWide(scalar.value) { return 2 }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: return 1
    }
  }

  /// East Asian Wide and Fullwidth (Unicode Standard Annex 11), whole blocks.
  private static func isWide(_ value: UInt32) -> Bool {
    switch value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF,
      0xA000...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
      0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x1B000...0x1B2FF, 0x20000...0x3FFFD:
      true
    default: false
    }
  }

  /// `text` cut to at most `columns` with `…` as its last column; unchanged when it fits.
  package static func cut(_ text: String, to columns: Int) -> String {
    guard self.columns(text) > columns else { return text }
    guard columns > 0 else { return "" }
    var kept = ""
    var width = 0
    for character in text {
      let next = self.columns(character)
      guard width + next <= columns - 1 else { break }
      kept.append(character)
      width += next
    }
    return kept + "…"
  }

  /// `text` without anything that steers a terminal: control characters and marks that turn the
  /// direction of writing become `·`, so that a list cannot forge what is shown.
  package static func harmless(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isHarmful) else { return text }
    var result = ""
    for scalar in text.unicodeScalars {
      result.unicodeScalars.append(isHarmful(scalar) ? "·" : scalar)
    }
    return result
  }

  private static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069: true
    default: false
    }
  }
}
