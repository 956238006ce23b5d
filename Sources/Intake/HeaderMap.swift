package import MailModel

/// Which of a list's own columns gives which field of a row.
package struct HeaderMap: Hashable, Sendable {
  /// The columns that give a field, joined by a blank in this order; indexed by `RowField.index`.
  package private(set) var columns: [[Int]]
  /// The list's own columns, which come back in the reports: all but those that certmail itself
  /// wrote into `needs-attention.csv`.
  package private(set) var ownColumns: [Int] = []
  /// The own columns that give no field.
  package private(set) var unclaimed: [Int] = []
  /// All columns' names as they came.
  package let names: [String]

  /// The columns that `needs-attention.csv` has behind the list's own, before `certmail_row`.
  package static let repairColumns = ["row", "code", "message", "hint"]

  /// Recognises `names`; `explicit` is the job's `input.columns` and goes before what is recognised.
  ///
  /// Throws all faults at once. For JSON, whose columns appear one by one, `isComplete` is false
  /// until the first batch has been read: what is missing is no fault before.
  package init(
    names: [String], explicit: [RowField: [String]] = [:], isComplete: Bool = true, file: String
  ) throws(IntakeError) {
    self.names = names
    columns = Array(repeating: [], count: RowField.count)
    let ours = Self.ourColumns(names)
    ownColumns = names.indices.filter { !ours.contains($0) }
    var faults: [HeaderFault] = []
    assignExplicit(explicit, isComplete: isComplete, faults: &faults)
    assignRecognised(except: ours, faults: &faults)
    if isComplete { faults += missing(besides: Set(faults.map(\.field))) }
    guard faults.isEmpty else {
      let looksLikeData =
        isComplete && columns.allSatisfy(\.isEmpty) && explicit.isEmpty
        && names.contains { $0.utf8.contains { $0 &- 0x30 < 10 } }
      throw IntakeError(
        looksLikeData ? .headerMissing : .headersUnusable(faults, found: names), file: file)
    }
    let claimed = Set(columns.joined())
    unclaimed = ownColumns.filter { !claimed.contains($0) }
  }

  /// The columns that give `field`; empty when the list does not have it.
  @inlinable package subscript(_ field: RowField) -> [Int] { columns[field.index] }

  /// Whether the list is a corrected `needs-attention.csv`: its rows repair rows of other batches,
  /// and `FormulaGuard` applies to its cells.
  package var isRepair: Bool { !self[.certmailRow].isEmpty }

  /// Columns without a field that are named like a part of an address.
  package var missedAddress: [String] {
    unclaimed.map { names[$0] }.filter(HeaderName.looksLikeAddress)
  }

  /// What was recognised, for people: `name: "First" + "Last", zip: "ZIP"`.
  package var summary: String {
    RowField.allCases.filter { !self[$0].isEmpty }.map { field in
      field.rawValue + ": "
        + self[field].map { "\"\(names[$0])\"" }.joined(separator: " + ")
    }.joined(separator: ", ")
  }

  // MARK: Columns of ours

  /// The positions of certmail's own columns; each stands last where the list has one of its name.
  private static func ourColumns(_ names: [String]) -> Set<Int> {
    guard let row = names.lastIndex(where: { HeaderName($0).letters == "certmailrow" }) else {
      return []
    }
    return Set([row] + repairColumns.compactMap { names.lastIndex(of: $0) })
  }

  // MARK: Explicit columns

  private mutating func assignExplicit(
    _ explicit: [RowField: [String]], isComplete: Bool, faults: inout [HeaderFault]
  ) {
    for field in RowField.allCases {
      for name in explicit[field] ?? [] {
        let found = positions(named: name)
        if found.count == 1 {
          columns[field.index].append(found[0])
        } else if found.count > 1 {
          faults.append(.repeatedColumn(field, named: name))
        } else if isComplete {
          faults.append(.unknownColumn(field, named: name))
        }
      }
    }
  }

  /// Columns of exactly this name, or else those that differ in what does not count.
  private func positions(named name: String) -> [Int] {
    let exact = ownColumns.filter { names[$0] == name }
    guard exact.isEmpty else { return exact }
    let reduced = HeaderName(name)
    return ownColumns.filter { HeaderName(names[$0]) == reduced }
  }

  // MARK: Recognised columns

  private mutating func assignRecognised(except ours: Set<Int>, faults: inout [HeaderFault]) {
    let taken = Set(columns.joined())
    var found: [RowField: [(position: Int, meaning: HeaderMeaning)]] = [:]
    for (position, name) in names.enumerated() where !taken.contains(position) {
      guard let meaning = HeaderName(name).meaning else { continue }
      guard meaning.field == .certmailRow || !ours.contains(position) else { continue }
      found[meaning.field, default: []].append((position, meaning))
    }
    for field in RowField.allCases where columns[field.index].isEmpty {
      var choices = found[field] ?? []
      let first = choices.filter { !$0.meaning.isSecondChoice }
      if !first.isEmpty { choices = first }
      // A suffix or an initial alone makes no name beside one that is whole, a number no street.
      choices = Self.withoutSideParts(choices, of: field)
      if field == .street1 { choices = placingDirections(choices) }
      if Self.areCompatible(choices.map(\.meaning)) {
        columns[field.index] =
          choices.sorted { ($0.meaning.part ?? 0) < ($1.meaning.part ?? 0) }.map(\.position)
      } else {
        faults.append(.ambiguous(field, columns: choices.map { names[$0.position] }))
      }
    }
    shareCityLine()
  }

  /// One column for city, state and ZIP is each of them; the check of a row takes it apart.
  private mutating func shareCityLine() {
    guard self[.city].count == 1 else { return }
    let name = HeaderName(names[self[.city][0]]).letters
    for field in HeaderSynonyms.cityLines[name] ?? [] where self[field].isEmpty {
      columns[field.index] = self[.city]
    }
  }

  /// The parts without which a field is nothing: a name's first or last, a street's own.
  private static let mainParts: [RowField: Set<Int?>] = [
    .name: [nil, 1, 3], .street1: [streetPart],
  ]

  private static func withoutSideParts(
    _ choices: [(position: Int, meaning: HeaderMeaning)], of field: RowField
  ) -> [(position: Int, meaning: HeaderMeaning)] {
    guard let mainParts = mainParts[field] else { return choices }
    let main = choices.filter { mainParts.contains($0.meaning.part) }
    return main.allSatisfy { $0.meaning.part == nil } ? main : choices
  }

  /// `Elm St, NW`: a direction's column behind the street's goes behind its name.
  private func placingDirections(
    _ choices: [(position: Int, meaning: HeaderMeaning)]
  ) -> [(position: Int, meaning: HeaderMeaning)] {
    guard let street = choices.first(where: { $0.meaning.part == Self.streetPart })?.position
    else { return choices }
    return choices.map { choice in
      let isFree = HeaderSynonyms.directions.contains(HeaderName(names[choice.position]).letters)
      var choice = choice
      if isFree, choice.position > street { choice.meaning.part = Self.directionBehindPart }
      return choice
    }
  }

  private static let streetPart = 3
  private static let directionBehindPart = 5

  /// One whole column, or parts of which none comes twice.
  private static func areCompatible(_ meanings: [HeaderMeaning]) -> Bool {
    guard meanings.count > 1 else { return true }
    let parts = meanings.compactMap(\.part)
    return parts.count == meanings.count && Set(parts).count == parts.count
  }

  // MARK: Needed columns

  /// What a list cannot do without, one of each group.
  private static let needed: [[RowField]] = [
    [.name, .company], [.street1], [.city], [.state], [.zip],
  ]

  /// `faulty` fields are there, though not usable as they are.
  private func missing(besides faulty: Set<RowField?>) -> [HeaderFault] {
    Self.needed.filter { group in
      group.allSatisfy { self[$0].isEmpty && !faulty.contains($0) }
    }
    .map(HeaderFault.missing)
  }
}
