package import MailModel

/// The ledger's own counters for a batch, kept apart from its rows: what the rows must agree with.
package struct LedgerTotals: Hashable, Sendable {
  package var byState: StateCounts
  /// As `BatchTotals.quoted`.
  package var quoted: Cents
  package var charged: Cents

  package init(byState: StateCounts, quoted: Cents, charged: Cents) {
    self.byState = byState
    self.quoted = quoted
    self.charged = charged
  }
}

/// Whether a batch balances, and if not, why (DESIGN.md, `balanced`).
package struct Balance: Hashable, Sendable {
  /// What does not agree, each in plain words; empty when the batch balances.
  package var reasons: [String]

  /// Every row and every cent is accounted for.
  package var isBalanced: Bool { reasons.isEmpty }

  /// Compares what the rows add up to with what the importer counted and with the ledger's counters.
  ///
  /// - Parameters:
  ///   - inputRows: how many rows the importer counted.
  ///   - ledger: the ledger's counters; `nil` where there is no ledger yet (a quote of a new list).
  package init(_ totals: BatchTotals, inputRows: Int, ledger: LedgerTotals?) {
    reasons = []
    let found = totals.byState.total
    if found != inputRows {
      reasons.append(
        "the list has \(inputRows.counted("row")), but \(found.counted("row"))"
          + " \(found == 1 ? "has" : "have") an outcome"
      )
    }
    let expected = totals.charged - totals.difference + totals.open
    if totals.quoted != expected {
      reasons.append(
        "quoted \(totals.quoted.dollars) is not charged \(totals.charged.dollars) less differences"
          + " \(totals.difference.dollars) plus still open \(totals.open.dollars)"
          + " (\(expected.dollars))")
    }
    if let ledger { compare(totals, with: ledger) }
    for fault in RowFault.allCases {
      guard let found = totals.faults[fault] else { continue }
      reasons.append(fault.sentence(count: found.count, first: found.firstRow))
    }
  }

  private mutating func compare(_ totals: BatchTotals, with ledger: LedgerTotals) {
    for state in MailingState.allCases where totals.byState[state] != ledger.byState[state] {
      reasons.append(
        "the ledger counts \(ledger.byState[state].grouped) \(state.rawValue),"
          + " but \(totals.byState[state].counted("row")) \(totals.byState[state] == 1 ? "is" : "are")"
      )
    }
    if totals.quoted != ledger.quoted {
      reasons.append(
        "the ledger has quoted \(ledger.quoted.dollars), but the rows add up to"
          + " \(totals.quoted.dollars)")
    }
    if totals.charged != ledger.charged {
      reasons.append(
        "the ledger has charged \(ledger.charged.dollars), but the rows add up to"
          + " \(totals.charged.dollars)")
    }
  }
}
