import Foundation
import JobLedger
import MailModel
import Reconciliation

/// `status`: counts by state, money, what needs a person, when the rate limit resets.
struct StatusCommand {
  let arguments: JobArguments
  let console: Console

  init(_ arguments: JobArguments, _ console: Console) {
    self.arguments = arguments
    self.console = console
  }

  func run() async throws -> ExitStatus {
    let session = try JobSession(arguments, console, writes: false)
    let tally = try await session.ledger.tally()
    let charged = try await session.ledger.charged()
    let pause = try await session.ledger.pause(after: session.now())
    if console.display.isJSON {
      try console.data(object(session.job.name, tally, charged, pause))
      return .done
    }
    try console.data(table(tally))
    if let pause {
      let time = ProgressText.clock(pause, .current)
      console.message("the API limits the rate until \(time); a run before that waits for it")
    }
    var line = SummaryLine(
      job: session.job.name, byState: StateCounts(tally.mapValues(\.rows)), charged: charged)
    line.isSandbox = session.job.isSandbox
    let flagged = try await session.ledger.flagged().values.reduce(0, +)
    line.flagged = flagged
    line.missedDeadlines = try await session.missedDeadlines()
    try console.data(line.description)
    if let next = next(tally, flagged: flagged) { console.message("next: \(next)") }
    return .done
  }

  private func object(
    _ job: String, _ tally: [MailingState: StateTally], _ charged: Cents, _ pause: UTCTime?
  ) -> JSONText {
    let quoted = tally.filter(\.key.isQuoted).values.reduce(Cents.zero) { $0 + $1.quoted }
    let attention = tally.filter(\.key.needsPerson).values.reduce(0) { $0 + $1.rows }
    return [
      "job": .text(job), "rows": .count(tally.values.reduce(0) { $0 + $1.rows }),
      "by_state": .states(tally), "need_person": .count(attention), "quoted": .amount(quoted),
      "charged": .amount(charged), "rate_limit_reset": .time(pause),
    ]
  }

  private func table(_ tally: [MailingState: StateTally]) -> TextTable {
    let rows = MailingState.allCases.compactMap { state in
      tally[state].map {
        [
          state.rawValue, $0.rows.grouped, state.isQuoted ? $0.quoted.dollars : "",
          state.needsPerson ? "needs a person" : "",
        ]
      }
    }
    return TextTable(
      [.init("state"), .init("rows", .right), .init("quoted", .right), .init("")], rows: rows)
  }

  /// What to type next: first what a person must decide, then what only waits for a run.
  private func next(_ tally: [MailingState: StateTally], flagged: Int) -> String? {
    let path = arguments.word
    let needing = MailingState.allCases.filter { $0.needsPerson && tally[$0] != nil }
    if !needing.isEmpty {
      return "certmail list \(path)" + needing.map { " --state \($0.rawValue)" }.joined()
    }
    let open: [MailingState] = [.queued, .submitting, .mailed]
    if open.contains(where: { tally[$0] != nil }) { return "certmail run \(path)" }
    return flagged > 0 ? "certmail list \(path)" : nil
  }
}
