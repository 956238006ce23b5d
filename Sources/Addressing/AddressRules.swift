/// What a job tells the check about its rows.
package struct AddressRules: Hashable, Sendable {
  /// The keys of the job's `senders`, in alphabetical order.
  package var senders: [String]
  /// The day of the run, local: a `mail_by` on it or before it warns.
  package var today: CivilDate

  /// Rules for the keys of the job's `senders` in any order, and the day of the run.
  package init(senders: [String] = [], today: CivilDate) {
    self.senders = senders.sorted()
    self.today = today
  }
}
