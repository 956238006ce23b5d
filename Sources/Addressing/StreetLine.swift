import MailModel

/// What one line of a street address lacks (USPS Publication 28, §213 and appendices C1, C2).
struct StreetLine: Hashable {
  private let line: String
  /// The words in capitals without punctuation at their ends.
  private let words: [String]

  init(_ line: String) {
    self.line = line
    words = line.uppercased().split(separator: " ").map(Self.bare)
  }

  /// Whether the line ends in a unit designator that needs a number: `123 Main St Apt`.
  ///
  /// What may follow a name (`Legal Dept`, `Smith Building`, `5th Fl`) counts only alone or right
  /// behind the street's suffix.
  var lacksUnitNumber: Bool {
    guard let last = words.last else { return false }
    if Self.alwaysNumbered.contains(last) { return true }
    guard Self.sometimesNumbered.contains(last) else { return false }
    return words.count == 1 || Self.suffixes.contains(words[words.count - 2])
  }

  /// Whether the line is no more than a unit, with no street to be in: `STE 400`, `Apt 4 B`, `#12`,
  /// `4C`, `REAR`. A military `UNIT 2050 BOX 4190` is a street.
  var isUnitOnly: Bool {
    guard let first = words.first, !lacksBoxNumber, !needsNoNumber else { return false }
    if words.count == 1 { return true }
    return words.count <= 3 && Self.designators.contains(first)
      && !words.contains { Self.suffixes.contains($0) }
  }

  /// Whether the line is a unit and nothing else, by a word that has no other meaning: `STE 400`,
  /// `APT 4 B`, `# 12`, but not `PIER 39`.
  var isSurelyUnitOnly: Bool {
    if line.hasPrefix("#") { return hasNumber && words.count <= 2 }
    guard words.count > 1, let first = words.first, Self.alwaysNumbered.contains(first)
    else { return false }
    return isUnitOnly
  }

  /// Whether the line ends in `PO Box` or `Box`.
  var lacksBoxNumber: Bool { words.last == "BOX" || words.last == "POBOX" }

  /// Whether the line says where on the street: a digit, a number in words, a box, a fraction.
  var hasNumber: Bool {
    line.unicodeScalars.contains { $0.properties.numericType != nil }
      || words.contains { Self.numberWords.contains($0) }
  }

  /// Whether the line is a complete address without a number: general delivery, a lettered box.
  var needsNoNumber: Bool {
    let joined = words.joined(separator: " ")
    return joined.contains("GENERAL DELIVERY") || joined.contains("BOX")
      || joined.contains("DRAWER") || joined.contains("LISTA DE CORREOS")
  }

  /// Whether the text reads like the first line of an address: `123 Main St`, `PO Box 12`.
  var looksLikeAddress: Bool {
    let joined = words.joined(separator: " ")
    if ["PO BOX ", "P O BOX ", "POBOX "].contains(where: { joined.hasPrefix($0) }) { return true }
    guard words.count >= 3, let first = words.first, first.utf8.allSatisfy(\.isASCIIDigit)
    else { return false }
    return words.dropFirst(2).contains { Self.suffixes.contains($0) }
  }

  private static func bare(_ word: Substring) -> String {
    if word.utf8.allSatisfy({ $0 &- 0x41 < 26 || $0.isASCIIDigit }) { return String(word) }
    let head = word.drop { punctuation.contains($0) }
    let core = head.reversed().drop { punctuation.contains($0) }.reversed()
    let bare = String(core).filter { $0 != "." }
    return bare.isEmpty && word.contains("#") ? "#" : bare
  }

  private static let punctuation: Set<Character> = [".", ",", ":", ";", "#", "(", ")", "-"]

  static let alwaysNumbered: Set<String> = [
    "#", "APT", "APARTMENT", "HNGR", "SPC", "STE", "SUITE", "TRLR", "UNIT",
  ]

  static let sometimesNumbered: Set<String> = [
    "BLDG", "BUILDING", "DEPT", "DEPARTMENT", "FL", "FLOOR", "HANGAR", "KEY", "LOT", "PIER", "RM",
    "ROOM", "SLIP", "SPACE", "STOP", "TRAILER",
  ]

  static let neverNumbered: Set<String> = [
    "BSMT", "BASEMENT", "FRNT", "FRONT", "LBBY", "LOBBY", "LOWR", "LOWER", "OFC", "OFFICE", "PH",
    "PENTHOUSE", "REAR", "SIDE", "UPPR", "UPPER",
  ]

  private static let designators = alwaysNumbered.union(sometimesNumbered).union(neverNumbered)

  static let suffixes: Set<String> = [
    "ST", "STREET", "AVE", "AVENUE", "AV", "RD", "ROAD", "DR", "DRIVE", "LN", "LANE", "BLVD",
    "BOULEVARD", "CT", "COURT", "PL", "PLACE", "WAY", "TER", "TERRACE", "CIR", "CIRCLE", "PKWY",
    "PARKWAY", "HWY", "HIGHWAY", "SQ", "SQUARE", "TRL", "TRAIL", "TPKE", "TURNPIKE", "LOOP",
  ]

  private static let numberWords: Set<String> = [
    "ONE", "TWO", "THREE", "FOUR", "FIVE", "SIX", "SEVEN", "EIGHT", "NINE", "TEN", "ELEVEN",
    "TWELVE",
  ]
}
