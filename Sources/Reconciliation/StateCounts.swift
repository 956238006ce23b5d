package import MailModel

/// How many rows are in each state.
package struct StateCounts: Hashable, Sendable {
  private var counts: InlineArray<12, Int> = InlineArray(repeating: 0)

  package init() {}

  package init(_ counts: [MailingState: Int]) {
    for (state, count) in counts { self[state] = count }
  }

  package subscript(state: MailingState) -> Int {
    get { counts[state.position] }
    set { counts[state.position] = newValue }
  }

  /// The sum over all states.
  package var total: Int { MailingState.allCases.reduce(0) { $0 + self[$1] } }

  /// The states that some row is in, in the order of `MailingState.allCases`.
  package var present: [MailingState] { MailingState.allCases.filter { self[$0] > 0 } }

  package static func == (left: StateCounts, right: StateCounts) -> Bool {
    MailingState.allCases.allSatisfy { left[$0] == right[$0] }
  }

  package func hash(into hasher: inout Hasher) {
    for state in MailingState.allCases { hasher.combine(self[state]) }
  }

  package static func + (left: StateCounts, right: StateCounts) -> StateCounts {
    var sum = left
    for state in MailingState.allCases { sum[state] += right[state] }
    return sum
  }
}

extension MailingState {
  /// The state's place in `allCases`, for tables indexed by state.
  var position: Int {
    switch self {
    case .invalid: 0
    case .duplicate: 1
    case .ignored: 2
    case .held: 3
    case .queued: 4
    case .submitting: 5
    case .uncertain: 6
    case .absent: 7
    case .refused: 8
    case .mailed: 9
    case .done: 10
    case .cancelled: 11
    }
  }
}
