import Foundation

extension StringProtocol {
  /// Its letters and digits in capitals, without accents: what is left of a name whatever a spreadsheet
  /// or an API did to it (`José Núñez`, composed or not, `JOSE NUÑEZ`, `Jose  Nunez.`).
  package var folded: String { foldedWords.words.replacing(" ", with: "") }

  /// As `folded`, with one blank between words; and whether anything but a letter or a digit stands
  /// before the first one.
  package var foldedWords: (words: String, startsAnew: Bool) {
    var words = ""
    var startsAnew = false
    var pendingBlank = false
    for scalar in decomposedStringWithCompatibilityMapping.unicodeScalars {
      let letters: String
      if let plain = PlainLetters.table[scalar] {
        letters = plain.uppercased()
      } else if scalar.isInWord {
        letters = scalar.properties.uppercaseMapping
      } else {
        if !scalar.isPartOfLetter { pendingBlank = true }
        continue
      }
      if pendingBlank {
        if words.isEmpty { startsAnew = true } else { words += " " }
        pendingBlank = false
      }
      words += letters
    }
    return (words, startsAnew)
  }
}

extension Unicode.Scalar {
  /// A letter or a digit, in any script.
  package var isInWord: Bool { properties.isAlphabetic || properties.numericType != nil }

  /// An accent, or an invisible character within a word.
  fileprivate var isPartOfLetter: Bool {
    switch properties.generalCategory {
    case .nonspacingMark, .spacingMark, .enclosingMark, .format: true
    default: false
    }
  }
}

/// Letters of names that are no base letter with an accent, as passports spell them (ICAO 9303).
package enum PlainLetters {
  package static let table: [Unicode.Scalar: String] = [
    "Ø": "O", "ø": "o", "Æ": "AE", "æ": "ae", "Œ": "OE", "œ": "oe", "ß": "ss", "ẞ": "SS", "Ł": "L",
    "ł": "l", "Đ": "D", "đ": "d", "Ð": "D", "ð": "d", "Þ": "TH", "þ": "th", "ı": "i", "Ħ": "H",
    "ħ": "h", "Ŋ": "N", "ŋ": "n", "Ŧ": "T", "ŧ": "t",
  ]
}
