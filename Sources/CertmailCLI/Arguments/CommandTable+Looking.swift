extension CommandTable {
  /// The commands that change nothing of a mailing.
  static func looking(_ name: CommandName) -> CommandSpec {
    switch name {
    case .status: status
    case .list: list
    case .track: track
    default: reconcile
    }
  }

  private static let status = CommandSpec(
    name: .status, summary: "counts by state, money, what needs a person, the rate limit",
    examples: ["status nightly.json", "status nightly.json --json"],
    statuses: [.done, .failed, .usage])

  private static let list = CommandSpec(
    name: .list, summary: "rows as a table, as CSV or as JSON",
    options: [.state, .batch, .csv],
    examples: [
      "list nightly.json --state refused", "list nightly.json --state invalid --state held --csv",
    ],
    statuses: [.done, .failed, .usage])

  private static let track = CommandSpec(
    name: .track, summary: "fetch tracking for mailings that are not yet final",
    examples: ["track nightly.json"],
    statuses: asking + [.ledgerHeld])

  private static let reconcile = CommandSpec(
    name: .reconcile, summary: "compare ledger, API and label folder, and say every difference",
    examples: ["reconcile nightly.json", "reconcile nightly.json --json"],
    statuses: [
      .done, .failed, .usage, .attention, .keyRefused, .uncertain, .stoppedEarly, .ledgerHeld,
      .interrupted,
    ])
}
