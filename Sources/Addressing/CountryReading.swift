import Foundation
import MailModel

/// What a list's country column says of a row.
enum CountryReading: Hashable {
  case missing
  /// The US, with its territories and the addresses of its forces abroad.
  case domestic
  case foreign
  case unknown

  /// - Parameters:
  ///   - text: trimmed, blanks folded.
  ///   - state: the row's own: `CA` is California beside it, and Canada elsewhere.
  init(_ text: String, state: USState?) {
    let own = StateReading(text).state
    if text.isEmpty || SpreadsheetDamage.isPlaceholder(text) {
      self = .missing
    } else if state?.isMilitary == true || Self.namesOfUS.contains(text.folded)
      || own.map({ $0 == state || Self.territories.contains($0.code) }) == true
    {
      self = .domestic
    } else {
      let isForeign = ForeignPlace.isCountry(text) || Self.regions.contains(text.folded)
      self = isForeign ? .foreign : .unknown
    }
  }

  /// As `folded` makes them, so that `U.S.` is one.
  private static let namesOfUS: Set<String> = [
    "US", "USA", "UNITEDSTATES", "UNITEDSTATESOFAMERICA", "THEUNITEDSTATES",
    "THEUNITEDSTATESOFAMERICA",
  ]

  /// Places with an ISO 3166 code of their own to which mail is domestic.
  private static let territories: Set<String> = ["AS", "FM", "GU", "MH", "MP", "PR", "PW", "VI"]

  /// The codes of two letters and the English names of ISO 3166, folded.
  private static let regions: Set<String> = {
    let english = Locale(identifier: "en_US")
    let codes = Locale.Region.isoRegions.map(\.identifier).filter { $0.utf8.count == 2 }
    let names = codes.compactMap { english.localizedString(forRegionCode: $0)?.folded }
    return Set(codes + names)
  }()
}
