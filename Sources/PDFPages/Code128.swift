/// A Code 128 symbol (ISO/IEC 15417): start, data, check symbol and stop.
package struct Code128: Hashable, Sendable {
  /// What is encoded: an ASCII character, or the function character FNC1 that GS1 uses.
  enum Element: Hashable, Sendable {
    case fnc1
    /// 0 to 127.
    case ascii(UInt8)
  }

  /// A character outside of ASCII, which Code 128 cannot hold.
  package struct NotEncodable: Error, Hashable, Sendable {
    package let character: Character
  }

  /// The clear space that a scanner needs on each side, in modules.
  package static let quietZoneModules = 10

  /// The symbol values, 0 to 106, from start to stop.
  package let values: [UInt8]

  /// Encodes `elements` in the fewest symbols, changing between the code sets where it pays.
  init(_ elements: [Element]) {
    let data = Code128Path(elements).values
    values = data + [Self.checkSymbol(data), Self.stop]
  }

  /// Encodes ASCII text; other characters are refused, as FNC4 is not used here.
  package init(_ text: String) throws(NotEncodable) { self.init(try Self.elements(text)) }

  /// The check symbol: the start value plus each value times its position, modulo 103 (4.3.4).
  static func checkSymbol(_ values: [UInt8]) -> UInt8 {
    var sum = values.first.map(Int.init) ?? 0
    for (index, value) in values.enumerated() { sum += index * Int(value) }
    return UInt8(sum % 103)
  }

  /// The characters of `text` as elements.
  static func elements(_ text: String) throws(NotEncodable) -> [Element] {
    var elements: [Element] = []
    for character in text {
      // Swift sees a carriage return and line feed as one character; Code 128 as two.
      let scalars = character.unicodeScalars
      guard scalars.allSatisfy(\.isASCII) else { throw NotEncodable(character: character) }
      elements += scalars.map { .ascii(UInt8($0.value)) }
    }
    return elements
  }

  /// Widths in modules, bar first, then space and bar in turn.
  package var widths: [UInt8] { values.flatMap { Self.patterns[Int($0)] } }

  /// The width of all bars and spaces in modules, without quiet zones.
  package var moduleCount: Int { widths.reduce(0) { $0 + Int($1) } }
}

extension Code128 {
  static let stop: UInt8 = 106

  /// Bars and spaces of each value (ISO/IEC 15417 table 1); the stop has one bar more.
  static let patterns: [[UInt8]] =
    """
    212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212
    112232 122132 122231 113222 123122 123221 223211 221132 221231 213212 223112 312131
    311222 321122 321221 312212 322112 322211 212123 212321 232121 111323 131123 131321
    112313 132113 132311 211313 231113 231311 112133 112331 132131 113123 113321 133121
    313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111
    314111 221411 431111 111224 111422 121124 121421 141122 141221 112214 112412 122114
    122411 142112 142211 241211 221114 413111 241112 134111 111242 121142 121241 114212
    124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113
    114311 411113 411311 113141 114131 311141 411131 211412 211214 211232 2331112
    """.split(whereSeparator: \.isWhitespace).map { $0.utf8.map { $0 - UInt8(ascii: "0") } }
}
