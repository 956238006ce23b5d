import Foundation
import JobLedger
import MailModel
import Reconciliation

/// How a run ends: what became of every row, what it cost, what to type next.
struct RunSummary {
  let session: JobSession
  let statuses: Set<ExitStatus>
  let touched: Set<Int64>
  /// The lists of corrections that wait to be imported.
  var typed: [String] = []

  func tell(
    _ reports: [ReportStage.Written]
  ) async throws -> ExitStatus {
    let ledger = session.ledger
    var here = StateCounts()
    for (batch, outcome) in reports where touched.contains(batch.id) {
      here = here + outcome.totals.byState
    }
    let tally = try await ledger.tally()
    let status = try await status(here, tally, reports)
    let line = try await summaryLine(reports, tally)
    for (batch, outcome) in reports {
      session.console.message("report: \(ShownPath.text(session.folder(batch) + "/report.html"))")
      for reason in outcome.balance.reasons { session.console.problem("NOT balanced: \(reason)") }
    }
    let next = try await nextCommand(status, reports, tally)
    session.console.message("next: \(next)")
    let text =
      session.console.display.isJSON
      ? try await object(status, line, tally, reports, next).line : line
    do throws(SinkError) {
      try session.console.data(text)
    } catch {
      // Nobody reads any more; the exit status still says what became of the letters.
      guard error.isClosedPipe else { throw error }
    }
    return status
  }

  private func status(
    _ here: StateCounts, _ tally: [MailingState: StateTally], _ reports: [ReportStage.Written]
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
    let unbalanced = reports.filter { !$0.outcome.balance.isBalanced }.map(\.batch.id)
    if unbalanced.contains(where: touched.contains) { all.insert(.attention) }
    if try await session.ledger.flagged().keys.contains(where: touched.contains) {
      all.insert(.attention)
    }
    return ExitStatus.worst(of: all)
  }

  private func summaryLine(
    _ reports: [ReportStage.Written],
    _ tally: [MailingState: StateTally]
  ) async throws -> String {
    var line = SummaryLine(
      job: session.job.name, byState: StateCounts(tally.mapValues(\.rows)),
      charged: try await session.ledger.charged())
    line.chargedInRun = try await session.ledger.chargedInRun()
    line.isSandbox = session.job.isSandbox
    line.flagged = try await session.ledger.flagged().values.reduce(0, +)
    line.missedDeadlines = try await session.missedDeadlines()
    line.hasFailed = ExitStatus.worst(of: statuses) != .done
    line.isBalanced = reports.allSatisfy(\.outcome.balance.isBalanced)
    return line.description
  }

  /// What to type next: first what a person must correct or decide, then what only waits for a run.
  private func nextCommand(
    _ status: ExitStatus, _ reports: [ReportStage.Written],
    _ tally: [MailingState: StateTally]
  ) async throws -> String {
    let job = session.arguments.word
    let lists = reports.filter { $0.outcome.attentionRows > 0 }.map {
      ShownPath.word(session.attentionFile($0.batch))
    }
    let other = try await otherCommand(status, tally)
    guard !lists.isEmpty || !typed.isEmpty else { return other ?? "certmail status \(job)" }
    let correction =
      (lists.isEmpty
        ? ""
        : "correct \(lists.formatted(.list(type: .and).locale(Locale(identifier: "en_US")))), then: ")
      + "certmail import \(job) \((typed.map { ShownPath.word($0) } + lists).joined(separator: " "))"
    let steps = status == .approvalMissing ? [other, correction] : [correction, other]
    return steps.compactMap(\.self).joined(separator: "; ")
  }

  /// What to type next beside the corrections.
  private func otherCommand(
    _ status: ExitStatus, _ tally: [MailingState: StateTally]
  ) async throws -> String? {
    let job = session.arguments.word
    switch status {
    case .uncertain:
      let state: MailingState = tally[.uncertain] == nil ? .absent : .uncertain
      return "certmail list \(job) --state \(state.rawValue)"
    case .stoppedEarly, .interrupted: return "certmail run \(job)"
    default: break
    }
    if tally[.held] != nil { return "certmail approve \(job)" }
    if tally[.queued] != nil { return "certmail run \(job)" }
    return try await session.ledger.labelFailures() > 0 ? "certmail labels \(job)" : nil
  }

  /// The summary as one line of JSON, for a program.
  func data(_ status: ExitStatus, _ reports: [ReportStage.Written]) async throws -> Data {
    let tally = try await session.ledger.tally()
    let members = try await object(
      status, try await summaryLine(reports, tally), tally, reports,
      try await nextCommand(status, reports, tally))
    return Data((members.line + "\n").utf8)
  }

  private func object(
    _ status: ExitStatus, _ line: String, _ tally: [MailingState: StateTally],
    _ reports: [ReportStage.Written], _ next: String
  ) async throws -> JSONText {
    [
      "event": "summary", "job": .text(session.job.name), "exit": .integer(Int64(status.rawValue)),
      "summary": .text(line), "by_state": .states(tally),
      "charged": .amount(try await session.ledger.charged()),
      "charged_in_run": .amount(try await session.ledger.chargedInRun()),
      "missed_mail_by": .count(try await session.missedDeadlines()),
      "reports": .array(reports.map(ReportStage(session: session).json)), "next": .text(next),
    ]
  }
}
