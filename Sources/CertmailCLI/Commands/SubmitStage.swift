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

  func run() async throws -> SubmissionResult {
    let ledger = session.ledger
    let tally = try await ledger.tally()
    let queued = tally[.queued]?.rows ?? 0
    let doubtful = try await ledger.doubtful()
    guard queued > 0 || !doubtful.isEmpty else { return SubmissionResult() }
    let mark = LedgerMark(ledgerPath: session.job.ledger)
    let isRestored = try await mark.detectsRestore(of: ledger)
    if isRestored {
      session.console.warning(
        "this ledger was restored or made anew: what the API has is compared before anything is sent"
      )
    }
    let driver = SubmissionDriver(
      core: SubmissionCore(rules: rules, start: try await start(doubtful, isRestored)),
      ledger: ledger, service: connection.service, letterhead: session.job.letterhead,
      keyFingerprint: connection.keyFingerprint,
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
    try await mark.write(of: ledger)
    return result
  }

  private var rules: SubmissionCore.Rules {
    let job = session.job
    return SubmissionCore.Rules(
      concurrency: job.limits.concurrentRequests, attempts: job.limits.attempts,
      settle: job.uncertain.settle.milliseconds,
      resendsAbsent: job.uncertain.whenAbsent == .resend && job.reference.style != .plain,
      limit: limit, waits: waits, spendPerRun: job.limits.spendPerRun,
      priceRise: job.limits.priceRise)
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
    return SubmissionCore.Start(
      lessons: try await LessonStore.load(from: session.ledger), doubts: doubts,
      reserved: Dictionary(uniqueKeysWithValues: doubtful.map { ($0.id, $0.reserved) }),
      isRestored: isRestored)
  }

  private func runClock() -> @Sendable () -> RunTime {
    let began = ContinuousClock.now
    return { RunTime(rawValue: (ContinuousClock.now - began).milliseconds) }
  }
}

/// A small file beside the ledger that a restore of the ledger does not bring back: the ledger's
/// identity and the highest attempt that it ever made.
struct LedgerMark: Sendable {
  let path: String

  init(ledgerPath: String) { path = ledgerPath + ".mark" }

  /// Whether the ledger knows less than the mark: it was restored from a backup, or made anew.
  func detectsRestore(of ledger: JobLedger) async throws -> Bool {
    if try await ledger.fact("restored") == "yes" { return true }
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return false }
    let parts = text.split(separator: " ")
    guard parts.count == 2, let attempt = Int64(parts[1]) else { return false }
    let isOther = parts[0] != ledger.uuid
    let knows = try await ledger.highestAttempt()
    guard isOther && attempt > 0 || knows < attempt else { return false }
    try await ledger.keep("restored", "yes")
    try await ledger.raiseAttempts(to: isOther ? knows : attempt)
    try await write(of: ledger)
    return true
  }

  /// Written after commits: it may lag behind the ledger, never lead it.
  func write(of ledger: JobLedger) async throws {
    let attempt = try await ledger.highestAttempt()
    try Data("\(ledger.uuid) \(attempt)".utf8).write(
      to: URL(fileURLWithPath: path), options: .atomic)
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
  }
}
