import Foundation

/// Text in WinAnsi (Windows code page 1252, ISO 32000-1 annex D.2), one byte a character: what the
/// standard fonts can show.
///
/// What WinAnsi lacks is transliterated (`Łukasz` → `Lukasz`, `Иванов` → `Ivanov`); what has no
/// transliteration becomes `?`, so that a reader sees that something is missing. Line breaks, tabs and
/// other controls are blanks, invisible direction and joining marks vanish.
package struct WinAnsiText: Hashable, Sendable {
  /// How many characters of a text are looked at; the longest field of an address has 64.
  package static let charactersMax = 500

  /// The WinAnsi codes, none below 0x20.
  package private(set) var codes: [UInt8]

  /// Encodes the first `charactersMax` characters of `text`.
  package init(_ text: String) {
    codes = []
    codes.reserveCapacity(min(text.utf8.count, Self.charactersMax))
    if text.utf8.count <= Self.charactersMax, text.utf8.allSatisfy({ 0x20...0x7E ~= $0 }) {
      codes += text.utf8
    } else {
      encode(String(text.prefix(Self.charactersMax)).precomposedStringWithCanonicalMapping)
    }
  }

  init(codes: [UInt8]) { self.codes = codes }

  /// The width in `style`, in points.
  package func width(_ style: TextStyle) -> Double {
    Double(codes.reduce(0) { $0 + style.font.width(of: $1) }) * style.size / 1000
  }

  /// Encodes character by character; runs that WinAnsi lacks are transliterated as a whole,
  /// because the reading of a Han character depends on its neighbours.
  private mutating func encode(_ text: String) {
    var missing = ""
    for character in text {
      if let encoded = Self.codes(for: character.unicodeScalars) {
        transliterate(&missing)
        codes += encoded
      } else {
        missing.append(character)
      }
    }
    transliterate(&missing)
  }

  private mutating func transliterate(_ run: inout String) {
    guard !run.isEmpty else { return }
    let latin = run.applyingTransform(StringTransform("Any-Latin; Latin-ASCII"), reverse: false)
    for character in latin ?? run {
      // Romanised Arabic and Hebrew have letters that only mark a glottal stop: `ʿaly`.
      if character.unicodeScalars.allSatisfy({ $0.properties.generalCategory == .modifierLetter }) {
        continue
      }
      codes += Self.codes(for: character.unicodeScalars) ?? [UInt8(ascii: "?")]
    }
    run = ""
  }

  /// The codes of one character as a reader sees it, or `nil` when WinAnsi lacks a part of it.
  private static func codes(for scalars: Character.UnicodeScalarView) -> [UInt8]? {
    var codes: [UInt8] = []
    for scalar in scalars {
      switch scalar.value {
      case 0x20...0x7E, 0xA0...0xFF: codes.append(UInt8(scalar.value))
      case 0..<0x20, 0x7F...0x9F, 0x2028, 0x2029: codes.append(UInt8(ascii: " "))
      default:
        if let code = beyondLatin1[scalar] {
          codes.append(code)
        } else if scalar.properties.generalCategory != .format {
          return nil
        }
      }
    }
    return codes
  }

  /// The part of Windows-1252 that is not Latin-1: 0x80 to 0x9F.
  private static let beyondLatin1: [Unicode.Scalar: UInt8] = [
    "€": 0x80, "‚": 0x82, "ƒ": 0x83, "„": 0x84, "…": 0x85, "†": 0x86, "‡": 0x87, "ˆ": 0x88,
    "‰": 0x89, "Š": 0x8A, "‹": 0x8B, "Œ": 0x8C, "Ž": 0x8E, "‘": 0x91, "’": 0x92, "“": 0x93,
    "”": 0x94, "•": 0x95, "–": 0x96, "—": 0x97, "˜": 0x98, "™": 0x99, "š": 0x9A, "›": 0x9B,
    "œ": 0x9C, "ž": 0x9E, "Ÿ": 0x9F,
  ]
}
