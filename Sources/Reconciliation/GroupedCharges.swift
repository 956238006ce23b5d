package import MailModel

/// Charges of one group: a matter or a mail class.
package struct ChargeSum: Hashable, Sendable {
  /// How many charged mailings.
  package var mailings = 0
  package var postage = Cents.zero
  package var serviceFee = Cents.zero
  /// What was charged; the parts may be less where the API did not tell them.
  package var total = Cents.zero

  package init() {}

  /// Adds one charged mailing.
  package mutating func add(_ entry: borrowing ReportEntry, charged: Cents) {
    mailings += 1
    total += charged
    if let postage = entry.postage { self.postage += postage }
    if let serviceFee = entry.serviceFee { self.serviceFee += serviceFee }
  }

  mutating func add(_ other: ChargeSum) {
    mailings += other.mailings
    postage += other.postage
    serviceFee += other.serviceFee
    total += other.total
  }
}

/// Charges summed by a text: by matter, by mail class.
///
/// Names beyond `groupsMax` share one sum, so that a list whose every row is another matter cannot
/// fill the memory; the sums stay complete.
package struct GroupedCharges: Hashable, Sendable {
  /// How many names are kept apart by default: far above the matters of a firm, 10 MB at most.
  package static let groupsMaxDefault = 50_000

  /// How many names are kept apart.
  package let groupsMax: Int
  /// The sum of each name.
  package private(set) var sums: [String: ChargeSum] = [:]
  /// The sum of the names that came after the limit was reached.
  package private(set) var rest = ChargeSum()

  package init(groupsMax: Int = Self.groupsMaxDefault) { self.groupsMax = groupsMax }

  /// All groups, the largest charge first, equal ones by name; `rest` is not among them.
  package var byCharge: [(name: String, sum: ChargeSum)] {
    sums.map { (name: $0.key, sum: $0.value) }
      .sorted { ($1.sum.total, $0.name) < ($0.sum.total, $1.name) }
  }

  /// All groups by name; `rest` is not among them.
  package var byName: [(name: String, sum: ChargeSum)] {
    sums.map { (name: $0.key, sum: $0.value) }.sorted { $0.name < $1.name }
  }

  /// Adds one charged mailing to the sum of `name`.
  package mutating func add(_ entry: borrowing ReportEntry, charged: Cents, to name: String) {
    if let index = sums.index(forKey: name) {
      sums.values[index].add(entry, charged: charged)
    } else if sums.count < groupsMax {
      sums[name, default: ChargeSum()].add(entry, charged: charged)
    } else {
      rest.add(entry, charged: charged)
    }
  }
}
