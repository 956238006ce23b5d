import MailModel

/// What a letter is known by when its details changed: the reference and the name, however a
/// spreadsheet or a person spelled them the second time.
enum LetterName {
  /// The same for every spelling of both; a match is always confirmed with `isSame`.
  static func hash(_ reference: some Collection<UInt8>, _ name: some Collection<UInt8>) -> UInt64 {
    var hash = FNV()
    for byte in core(reference) { hash.mix(raised(byte)) }
    hash.mix(0)
    return hash.value &+ words(name)
  }

  /// Whether two names are one person's, by their words.
  static func isSame(name one: String, _ other: String) -> Bool {
    words(one.utf8) == words(other.utf8)
  }

  /// Whether two references are one, but for what a spreadsheet does to numbers, and case.
  static func isSame(reference one: String, _ other: String) -> Bool {
    core(one.utf8).lazy.map(raised).elementsEqual(core(other.utf8).lazy.map(raised))
  }

  /// A reference without what a spreadsheet adds to it or takes from it: `'00012`, `12` and `12.0`
  /// are one.
  private static func core<Bytes: Collection<UInt8>>(_ reference: Bytes) -> Bytes.SubSequence {
    var core = reference[...]
    if core.first == UInt8(ascii: "'") { core = core.dropFirst() }
    var digits = core
    if core.count > 2, core.suffix(2).elementsEqual(".0".utf8) { digits = core.dropLast(2) }
    guard digits.allSatisfy(\.isASCIIDigit) else { return core }
    return digits.drop { $0 == UInt8(ascii: "0") }
  }

  private static func raised(_ byte: UInt8) -> UInt8 {
    byte &- 0x61 < 26 ? byte - 32 : byte
  }

  /// The words of a name in any order, in capitals and without titles: `Doe, Jane` is `Ms. Jane Doe`.
  ///
  /// Their hashes are added up, so that nothing is sorted or copied; names that are plain ASCII
  /// become no String.
  private static func words(_ name: some Collection<UInt8>) -> UInt64 {
    guard name.contains(where: { $0 >= 0x80 }) else { return sum(name) }
    let text = String(decoding: name, as: UTF8.self)
    return sum(text.filter { $0 != "’" && $0 != "'" && $0 != "." }.foldedWords.words.utf8)
  }

  private static func sum(_ words: some Collection<UInt8>) -> UInt64 {
    var sum: UInt64 = 0
    var word = FNV()
    func end() {
      if !word.isEmpty, !titles.contains(word.value) { sum &+= word.value }
      word = FNV()
    }
    for byte in words {
      switch byte {
      // `O'Neil` is `ONeil`, and `J.R.` is `JR`.
      case UInt8(ascii: "'"), UInt8(ascii: "."): continue
      case 0x30..<0x3A, 0x41..<0x5B, 0x61..<0x7B, 0x80...: word.mix(raised(byte))
      default: end()
      }
    }
    end()
    return sum
  }

  private static let titles = Set(
    ["MR", "MRS", "MS", "MISS", "MX", "DR", "ESQ"].map { word in
      var hash = FNV()
      for byte in word.utf8 { hash.mix(byte) }
      return hash.value
    })
}

/// FNV-1a, 64 bits.
private struct FNV {
  private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325
  private(set) var isEmpty = true

  mutating func mix(_ byte: UInt8) {
    value = (value ^ UInt64(byte)) &* 0x100_0000_01B3
    isEmpty = false
  }
}
