import Foundation
import JobLedger
import Labels
import MailAPI
import MailAPIClient
import MailModel
import Submission

/// `reconcile`: compares ledger, API and label folder, and says every difference. Changes nothing.
struct ReconcileCommand {
  let arguments: JobArguments
  let console: Console

  init(_ arguments: JobArguments, _ console: Console) {
    self.arguments = arguments
    self.console = console
  }

  func run() async throws -> ExitStatus {
    let session = try JobSession(arguments, console, writes: true)
    return try await session.run(as: "reconcile") { try await reconcile(session) }
  }

  private func reconcile(_ session: JobSession) async throws -> ExitStatus {
    let signals = StopSignals()
    signals.stop(by: session.job.limits, now: session.now())
    let comparison: Reconciling
    do {
      comparison = try await APIConnection.with(session, signals: signals) { connection in
        var comparison = Reconciling(session: session, service: connection.service)
        try await comparison.compare()
        return comparison
      }
    } catch ServiceError.cancelled {
      let reason = signals.reason ?? .interrupted
      console.problem(Self.words(reason))
      return StopWords.status(reason)
    }
    let tally = try await session.ledger.tally()
    let doubtful = [MailingState.uncertain, .absent].filter { tally[$0] != nil }
    let status = ExitStatus.worst(
      of: (comparison.differences.isEmpty ? [] : [.attention])
        + (doubtful.isEmpty ? [] : [.uncertain]))
    try tell(comparison)
    if status != .done, !console.display.isJSON {
      let states = doubtful.map { " --state \($0.rawValue)" }.joined()
      console.message(
        "next: certmail \(doubtful.isEmpty ? "run" : "list") \(arguments.word)\(states)")
    }
    return status
  }

  /// Why nothing was compared to the end.
  static func words(_ reason: StopReason) -> String {
    (reason == .interrupted ? "interrupted" : "the time window is over") + "; nothing was changed"
  }

  private func tell(_ comparison: Reconciling) throws {
    let differences = comparison.differences
    if console.display.isJSON {
      try console.data(
        [
          "mailings": .count(comparison.mailings), "labels": .count(comparison.labels),
          "listed": .count(comparison.listed), "others": .count(comparison.others),
          "differences": .array(differences.map(\.json)),
        ] as JSONText)
      return
    }
    for difference in differences { try console.data(difference.text) }
    try console.data(
      "compared \(comparison.mailings.counted("mailing")) and \(comparison.labels.counted("label")): "
        + (differences.isEmpty ? "no difference" : "\(differences.count.counted("difference"))"))
  }
}

/// One thing in which ledger, API and label folder differ.
struct Difference: Hashable, Sendable {
  /// `HASH6:ROW`; empty for a mailing that no row has.
  var row: String
  /// `missing_at_api`, `charge_differs`, `label_missing` and the like.
  var code: String
  var message: String

  var text: String { (row.isEmpty ? "" : "row \(row): ") + message }
  var json: JSONText { ["row": .text(row), "code": .text(code), "message": .text(message)] }
}
