/// The states in which ZIP codes lie.
package struct ZIPPrefixes: Sendable {
  /// One set a prefix, 000…999; empty where no ZIP code begins so.
  let sets: [StateSet]

  /// The table of the program.
  package static let usps = ZIPPrefixes(runs: ZIPPrefixTable.runs)

  /// Reads `005:NY 006-007:PR 063:CT,NY`.
  init(runs: String) {
    var sets = Array(repeating: StateSet(), count: 1000)
    for run in runs.split(whereSeparator: \.isWhitespace) {
      let parts = run.split(separator: ":")
      let bounds = parts[0].split(separator: "-").compactMap { Int($0) }
      let states = parts[1].split(separator: ",").compactMap { USState(code: String($0)) }
      precondition(bounds.count > 0 && !states.isEmpty, "ZIP prefix run \(run) is not readable")
      for prefix in bounds[0]...bounds[bounds.count - 1] { sets[prefix] = StateSet(states) }
    }
    self.sets = sets
  }

  /// The states of a prefix, 0…999; empty when no ZIP code begins with it.
  package func states(ofPrefix prefix: Int) -> StateSet { sets[prefix] }

  /// The states of a ZIP code: its prefix's, and the neighbour where the code crosses the line.
  package func states(of zip: ZIPCode) -> StateSet {
    var set = sets[zip.prefix]
    if let neighbour = Self.crossing[zip.base] { set.bits |= StateSet([neighbour]).bits }
    return set
  }

  /// The ZIP codes that the Census Bureau found to cross a state line (ZCTA relationship file, 2010:
  /// thirteen), with the state that their prefix does not name.
  private static let crossing: [String: USState] = [
    "02861": .massachusetts, "42223": .tennessee, "59221": .northDakota, "63673": .illinois,
    "71749": .louisiana, "73949": .texas, "81137": .newMexico, "84536": .arizona, "86044": .utah,
    "86515": .newMexico, "88063": .texas, "89439": .california, "97635": .california,
  ]
}
