/// What a character means for an address.
enum TextClass: Hashable {
  /// A blank of any width, or a tab.
  case blank
  case lineBreak
  /// Prints nothing and orders nothing: zero-width characters, the BOM, soft hyphens.
  case invisible
  /// Controls, bidirectional controls, private and lost characters: never mailed.
  case refused
  /// On any label printer: Latin letters with all accents, digits, punctuation.
  case latin
  /// Other letters and pictures.
  case notLatin

  init(_ scalar: Unicode.Scalar) {
    self = scalar.value < 0x80 ? Self(ascii: scalar.value) : Self(beyondASCII: scalar)
  }

  private init(ascii value: UInt32) {
    switch value {
    case 0x09, 0x20: self = .blank
    case 0x0A...0x0D: self = .lineBreak
    case 0x00..<0x20, 0x7F: self = .refused
    default: self = .latin
    }
  }

  private init(beyondASCII scalar: Unicode.Scalar) {
    let value = scalar.value
    let properties = scalar.properties
    if Self.lineBreaks.contains(value) {
      self = .lineBreak
    } else if Self.bidirectional.contains(where: { $0.contains(value) }) || value == 0xFFFD
      || properties.isNoncharacterCodePoint
    {
      self = .refused
    } else if properties.isDefaultIgnorableCodePoint {
      self = .invisible
    } else {
      switch properties.generalCategory {
      case .spaceSeparator: self = .blank
      case .control, .format, .privateUse, .surrogate: self = .refused
      default: self = Self.latinRanges.contains { $0.contains(value) } ? .latin : .notLatin
      }
    }
  }

  /// NEL, line and paragraph separator.
  private static let lineBreaks: [UInt32] = [0x85, 0x2028, 0x2029]

  /// The characters of Unicode's property Bidi_Control (UAX #9): they make text read otherwise than
  /// it is stored.
  private static let bidirectional: [ClosedRange<UInt32>] = [
    0x061C...0x061C, 0x200E...0x200F, 0x202A...0x202E, 0x2066...0x2069,
  ]

  /// Latin blocks, combining accents, general punctuation, currency, letter-like forms, ligatures.
  private static let latinRanges: [ClosedRange<UInt32>] = [
    0x00A1...0x036F, 0x1D00...0x1DFF, 0x1E00...0x1EFF, 0x2010...0x2027, 0x2030...0x205E,
    0x2070...0x209F, 0x20A0...0x20CF, 0x2100...0x218F, 0x2212...0x2212, 0x2C60...0x2C7F,
    0xA720...0xA7FF, 0xAB30...0xAB6F, 0xFB00...0xFB06,
  ]
}
