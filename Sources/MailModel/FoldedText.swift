import Foundation

extension StringProtocol {
  /// Its letters and digits in capitals, without accents: what is left of a name whatever a spreadsheet
  /// or an API did to it (`José Núñez`, composed or not, `JOSE NUÑEZ`, `Jose  Nunez.`).
  package var folded: String {
    var folded = ""
    for scalar in decomposedStringWithCompatibilityMapping.unicodeScalars {
      if let letters = PlainLetters.table[scalar] {
        folded += letters.uppercased()
      } else if scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
        folded += scalar.properties.uppercaseMapping
      }
    }
    return folded
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
