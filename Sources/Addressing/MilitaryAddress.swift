import MailModel

/// The conventions of overseas military and diplomatic mail (USPS Publication 28, §225).
enum MilitaryAddress {
  /// APO, FPO, DPO.
  static let cities: Set<String> = ["APO", "FPO", "DPO"]

  /// The state of a military ZIP prefix: AA 340, AE 090–099, AP 962–966; `nil` for all others.
  static func state(ofPrefix prefix: Int) -> USState? {
    switch prefix {
    case 340: .armedForcesAmericas
    case 90...99: .armedForcesEurope
    case 962...966: .armedForcesPacific
    default: nil
    }
  }

  /// Whether one of the lines has UNIT, CMR, PSC or UMR with a BOX, or names a ship.
  static func hasUsualLine(_ lines: [String]) -> Bool {
    lines.contains { line in
      let words = line.uppercased().split { !$0.isLetter }
      return words.contains("BOX") && words.contains { units.contains(String($0)) }
        || words.contains { ships.contains(String($0)) }
    }
  }

  private static let units: Set<String> = ["UNIT", "CMR", "PSC", "UMR"]
  private static let ships: Set<String> = ["USS", "USNS", "USCGC"]
}
