/// How the program ends; the raw value is the status that the shell sees (DESIGN.md, "Exit status").
package enum ExitStatus: Int32, CaseIterable, Hashable, Sendable {
  case done = 0
  /// Could not work: I/O, internal.
  case failed = 1
  /// Wrong usage, or a job file that is missing, unreadable or wrong.
  case usage = 2
  /// Done, and rows of a batch that this run touched need attention, or its report does not balance.
  case attention = 3
  /// The API refused the key.
  case keyRefused = 4
  /// An input file is unusable; nothing of it was imported, the others were.
  case inputUnusable = 5
  /// Outcomes are uncertain or absent.
  case uncertain = 6
  /// Stopped early; the rest waits for the next run.
  case stoppedEarly = 7
  /// Approval is missing.
  case approvalMissing = 8
  /// Another process holds the ledger.
  case ledgerHeld = 11
  /// Interrupted by a signal.
  case interrupted = 130

  /// Where several hold, the first of these is the one to report; `done` only when nothing else is.
  static let precedence: [ExitStatus] = [
    .usage, .failed, .ledgerHeld, .interrupted, .keyRefused, .uncertain, .approvalMissing,
    .stoppedEarly, .inputUnusable, .attention, .done,
  ]

  /// The status to report where all of `statuses` hold: 2, 1, 11, 130, 4, 6, 8, 7, 5, 3, and 0 for
  /// none.
  package static func worst(of statuses: some Sequence<ExitStatus>) -> ExitStatus {
    let held = Set(statuses)
    return precedence.first { held.contains($0) } ?? .done
  }

  /// What the status means, for help and for the man page.
  package var meaning: String {
    switch self {
    case .done: "all done"
    case .failed: "could not work (I/O, internal)"
    case .usage: "wrong usage, or a job file that is missing, unreadable or wrong"
    case .attention: "done, and rows need attention or a report does not balance"
    case .keyRefused: "the API refused the key"
    case .inputUnusable: "an input file is unusable; nothing of it was imported"
    case .uncertain: "outcomes are uncertain or absent"
    case .stoppedEarly: "stopped early (cap, time, rate limit, API, funds): run again later"
    case .approvalMissing: "approval is missing"
    case .ledgerHeld: "another process holds the ledger"
    case .interrupted: "interrupted; safe to run again"
    }
  }
}
