package import JobLedger
package import MailModel

extension JSONText {
  /// How many rows are in each state, in the order of the states; those without any are left out.
  package static func states(_ tally: [MailingState: StateTally]) -> JSONText {
    .object(
      MailingState.allCases.compactMap { state in
        tally[state].map { Member(key: state.rawValue, value: .count($0.rows)) }
      })
  }
}
