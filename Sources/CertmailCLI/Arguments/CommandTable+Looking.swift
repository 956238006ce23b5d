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
    details: [
      "Those first that were looked at longest ago, within the rate limit; each answer is kept at "
        + "once, so Ctrl-C is safe. Every event stays in the ledger in USPS's own words, and the "
        + "reports show the day on which USPS accepted the piece beside that of its label.",
      "Flagged, with exit status 3: labels that USPS has not accepted (listed in "
        + "refund-claims.csv in the output folder), pieces without a new event for 14 days, lost "
        + "ones (30 days), and those that came back since the last look.",
    ],
    options: [.batch, .acceptDays],
    examples: [
      "track nightly.json", "track nightly.json --accept-days 5", "track nightly.json --json",
    ],
    statuses: [
      .done, .failed, .usage, .attention, .keyRefused, .stoppedEarly, .ledgerHeld, .interrupted,
    ])

  private static let reconcile = CommandSpec(
    name: .reconcile, summary: "compare ledger, API and label folder, and say every difference",
    examples: ["reconcile nightly.json", "reconcile nightly.json --json"],
    statuses: [
      .done, .failed, .usage, .attention, .keyRefused, .uncertain, .stoppedEarly, .ledgerHeld,
      .interrupted,
    ])
}
