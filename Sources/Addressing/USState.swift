/// A state, district, territory, freely associated state or military "state" of the USPS: 62 codes
/// (Publication 28, appendix B).
///
/// The raw value is the position in alphabetical order of the names.
package enum USState: UInt8, CaseIterable, Hashable, Sendable {
  case alabama, alaska, americanSamoa, arizona, arkansas, armedForcesAmericas, armedForcesEurope
  case armedForcesPacific, california, colorado, connecticut, delaware, districtOfColumbia
  case micronesia, florida, georgia, guam, hawaii, idaho, illinois, indiana, iowa, kansas, kentucky
  case louisiana, maine, marshallIslands, maryland, massachusetts, michigan, minnesota, mississippi
  case missouri, montana, nebraska, nevada, newHampshire, newJersey, newMexico, newYork
  case northCarolina, northDakota, northernMarianas, ohio, oklahoma, oregon, palau, pennsylvania
  case puertoRico, rhodeIsland, southCarolina, southDakota, tennessee, texas, utah, vermont
  case virginIslands, virginia, washington, westVirginia, wisconsin, wyoming

  /// The two-letter code: `CA`.
  package var code: String { StateNames.all[Int(rawValue)].code }

  /// The full name: `California`.
  package var name: String { StateNames.all[Int(rawValue)].name }

  /// The state of an exact two-letter code in capitals.
  package init?(code: String) {
    guard let state = StateNames.byCode[code] else { return nil }
    self = state
  }

  /// AA, AE, AP: overseas military and diplomatic mail.
  package var isMilitary: Bool {
    switch self {
    case .armedForcesAmericas, .armedForcesEurope, .armedForcesPacific: true
    default: false
    }
  }
}

/// A set of states as one bit each.
package struct StateSet: Hashable, Sendable {
  var bits: UInt64 = 0

  init() {}

  init(_ states: [USState]) {
    for state in states { bits |= 1 << UInt64(state.rawValue) }
  }

  /// Whether the state is a member.
  package func contains(_ state: USState) -> Bool { bits >> UInt64(state.rawValue) & 1 == 1 }

  /// Whether there is no member.
  package var isEmpty: Bool { bits == 0 }

  /// The members, in alphabetical order.
  package var states: [USState] { USState.allCases.filter(contains) }

  /// `AZ`, `FM, GU or MP`
  var codes: String {
    let codes = states.map(\.code)
    return codes.count < 2
      ? codes.joined()
      : codes.dropLast().joined(separator: ", ") + " or " + codes[codes.count - 1]
  }
}
