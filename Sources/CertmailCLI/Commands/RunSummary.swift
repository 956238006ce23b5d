import Foundation
import JobLedger
import MailModel
import Reconciliation

/// How a run ends: what became of every row, what it cost, what to type next.
struct RunSummary {
  let session: JobSession
  let statuses: Set<ExitStatus>
  let touched: Set<Int64>

  func tell(
    _ reports: [(batch: BatchRecord, outcome: BatchReports.Outcome)]
  ) async throws -> ExitStatus {
    let ledger = session.ledger
    var here = StateCounts()
    for (batch, outcome) in reports where touched.contains(batch.id) {
      here = here + outcome.totals.byState
    }
    let tally = try await ledger.tally()
    let status = try await status(here, tally)
    let line = try await summaryLine(reports, tally)
    for (batch, outcome) in reports {
      session.console.say("report: \(session.folder(batch))/report.html")
      for reason in outcome.balance.reasons { session.console.warn("NOT balanced: \(reason)") }
    }
    let next = nextCommand(status, reports)
    session.console.say("next: \(next)")
    if session.console.display.isJSON {
      try session.console.json(try await object(status, line, tally, next))
    } else {
      session.console.data(line)
    }
    return status
  }

  private func status(
    _ here: StateCounts, _ tally: [MailingState: StateTally]
  ) async throws -> ExitStatus {
    var all = statuses
    if tally[.uncertain] != nil || tally[.absent] != nil || tally[.submitting] != nil {
      all.insert(.uncertain)
    }
    if session.job.limits.approval == .required, tally[.held] != nil {
      all.insert(.approvalMissing)
    }
    let attention = here[.invalid] + here[.refused] + here[.held]
    if attention > 0 { all.insert(.attention) }
    if !touched.isEmpty, try await session.ledger.labelFailures() > 0 { all.insert(.attention) }
    return ExitStatus.worst(of: all)
  }

  private func summaryLine(
    _ reports: [(batch: BatchRecord, outcome: BatchReports.Outcome)],
    _ tally: [MailingState: StateTally]
  ) async throws -> String {
    var line = SummaryLine(
      job: session.job.name, byState: StateCounts(tally.mapValues(\.rows)),
      charged: try await session.ledger.charged())
    line.isSandbox = session.job.isSandbox
    line.isBalanced = reports.allSatisfy(\.outcome.balance.isBalanced)
    return line.description
  }

  private func nextCommand(
    _ status: ExitStatus, _ reports: [(batch: BatchRecord, outcome: BatchReports.Outcome)]
  ) -> String {
    let job = session.arguments.path
    if let batch = reports.first(where: { $0.outcome.attentionRows > 0 })?.batch {
      return "correct \(session.folder(batch))/needs-attention.csv, then: certmail import \(job) "
        + "\(session.folder(batch))/needs-attention.csv"
    }
    switch status {
    case .approvalMissing: return "certmail approve \(job)"
    case .uncertain: return "certmail list \(job) --state uncertain"
    case .stoppedEarly, .interrupted: return "certmail run \(job)"
    default: return "certmail status \(job)"
    }
  }

  /// The summary as one line of JSON, for a program.
  func data(_ status: ExitStatus) async throws -> Data {
    let tally = try await session.ledger.tally()
    let members = try await object(
      status, try await summaryLine([], tally), tally, nextCommand(status, []))
    return try JSONSerialization.data(
      withJSONObject: members, options: [.sortedKeys, .withoutEscapingSlashes]) + [10]
  }

  private func object(
    _ status: ExitStatus, _ line: String, _ tally: [MailingState: StateTally], _ next: String
  ) async throws -> [String: Any] {
    var states: [String: Int] = [:]
    for (state, count) in tally { states[state.rawValue] = count.rows }
    return [
      "event": "summary", "job": session.job.name, "exit": Int(status.rawValue), "summary": line,
      "by_state": states, "charged": try await session.ledger.charged().description,
      "charged_in_run": try await session.ledger.chargedInRun().description, "next": next,
    ]
  }
}
