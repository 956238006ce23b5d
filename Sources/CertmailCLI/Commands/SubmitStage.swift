import Foundation
import JobLedger
import MailAPIClient
import MailModel
import Submission

/// Sends what is in line and settles what is uncertain.
struct SubmitStage: Sendable {
  let session: JobSession
  let connection: APIConnection
  let signals: StopSignals
  let limit: Int?
  let waits: Bool
  /// The one mailing to send, whatever else is in line.
  var only: Int64?

  func run() async throws -> SubmissionResult {
    let ledger = session.ledger
    let tally = try await ledger.tally()
    let queued = tally[.queued]?.rows ?? 0
    let doubtful = try await ledger.doubtful()
    guard queued > 0 || !doubtful.isEmpty else { return SubmissionResult() }
    let isRestored = try await ledger.detectsRestore()
    if isRestored {
      session.console.warning(
        "this ledger was restored or made anew: what the API has is compared before anything is sent"
      )
    }
    try ledger.emergencyJournal.prepare()
    let driver = SubmissionDriver(
      core: SubmissionCore(rules: rules, start: try await start(doubtful, isRestored)),
      ledger: ledger, service: connection.service, letterhead: session.job.letterhead,
      keyFingerprint: connection.keyFingerprint, only: only,
      backoff: Backoff(random: { Double.random(in: 0..<1) }), clock: runClock(),
      sleep: { try await Task.sleep(for: $0) },
      progress: { [progress = session.progress] result in
        progress.show(done: result.made, charged: result.charged)
      })
    session.progress.begin(.submit, of: limit.map { min($0, queued) } ?? queued)
    defer { session.progress.end() }
    signals.onStop { driver.requestStop($0) }
    defer { signals.forgetHandler() }
    let result = try await driver.run()
    for piece in result.rescued {
      session.console.problem(
        "the API made mailing \(piece.apiID) (~\(piece.token)) and the ledger cannot store it; "
          + "it is kept in \(ShownPath.text(ledger.emergencyJournal.path))")
    }
    guard result.stop != .ledgerFailed else { return result }
    ledger.emergencyJournal.remove()
    try await ledger.writeMark()
    return result
  }

  private var rules: SubmissionCore.Rules {
    let job = session.job
    return SubmissionCore.Rules(
      concurrency: job.limits.concurrentRequests, attempts: job.limits.attempts,
      settle: job.uncertain.settle.milliseconds,
      resendsAbsent: job.uncertain.whenAbsent == .resend && job.reference.style != .plain,
      limit: limit, waits: waits, spending: job.spendLimits,
      parts: job.part?.count ?? 1)
  }

  private func start(
    _ doubtful: [DoubtfulLetter], _ isRestored: Bool
  ) async throws -> SubmissionCore.Start {
    let highest = await session.ledger.highestSequence()
    let doubts = doubtful.map {
      Doubt(
        mailing: $0.id, claimed: $0.claimed, afterFloor: highest, since: .start,
        attempts: $0.attempts,
        // Each letter since then took a number for its claim and one for its end.
        lettersSince: Int(clamping: (highest - $0.ended) / 2))
    }
    let teacher = try await session.ledger.teacher().map {
      SubmissionCore.Teacher(mailing: $0.mailing, apiID: $0.apiID)
    }
    return SubmissionCore.Start(
      lessons: try await LessonStore.load(from: session.ledger), doubts: doubts,
      reserved: Dictionary(uniqueKeysWithValues: doubtful.map { ($0.id, $0.reserved) }),
      isRestored: isRestored, teacher: teacher)
  }

  private func runClock() -> @Sendable () -> RunTime {
    let began = ContinuousClock.now
    return { RunTime(rawValue: (ContinuousClock.now - began).milliseconds) }
  }
}
