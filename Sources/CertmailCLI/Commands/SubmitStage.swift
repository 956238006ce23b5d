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
    let doubtful = try await ledger.doubtful()
    let isIdle = try await ledger.tally()[.queued] == nil && doubtful.isEmpty
    try await ToldStage(session: session, service: connection.service, signals: signals).run()
    // Also where all that was in line was taken back: the API is compared while its lists are here.
    guard !isIdle else { return SubmissionResult() }
    let queued = try await ledger.tally()[.queued]?.rows ?? 0
    let isRestored = try await ledger.detectsRestore()
    if isRestored {
      session.console.warning(
        "this ledger was restored or made anew: what the API has is compared before anything is sent"
      )
    }
    try ledger.emergencyJournal.prepare()
    let driver = SubmissionDriver(
      core: SubmissionCore(rules: try await rules(), start: try await start(doubtful, isRestored)),
      ledger: ledger, service: connection.service, letterhead: session.job.letterhead,
      keyFingerprint: connection.keyFingerprint, only: only,
      backoff: Backoff(random: { Double.random(in: 0..<1) }), clock: runClock(),
      sleep: { try await Task.sleep(for: $0) },
      progress: { [progress = session.progress] result in
        progress.show(done: result.made, charged: result.charged)
      },
      onSettling: { [session] letters, left in
        let until = session.now().advanced(by: left)
        session.progress.wait(
          letters == 0
            ? nil
            : .init(until: until, reason: "\(letters.grouped) uncertain; Ctrl-C is safe"),
          for: .settling)
      })
    session.progress.begin(.submit, of: limit.map { min($0, queued) } ?? queued)
    defer { session.progress.end() }
    signals.onStop { driver.requestStop($0) }
    defer { signals.forgetHandler() }
    var result = try await driver.run()
    for piece in result.rescued {
      session.console.problem(
        "the API made mailing \(piece.apiID) (~\(piece.token.text)) and the ledger cannot store it; "
          + "it is kept in \(ShownPath.text(ledger.emergencyJournal.path))")
    }
    if result.held > 0 {
      session.console.problem(
        "this ledger was restored or made anew: \(result.held.counted("row", "rows")) that may have "
          + "been mailed before \(result.held == 1 ? "is" : "are") held")
    }
    guard result.stop != .ledgerFailed else { return result }
    ledger.emergencyJournal.remove()
    try await ledger.writeMark()
    try await tellLessons(&result)
    return result
  }

  /// What the first letter taught, as far as somebody should act on it.
  private func tellLessons(_ result: inout SubmissionResult) async throws {
    guard let lessons = try await LessonStore.load(from: session.ledger) else { return }
    if result.stop == lessons.stops, let cure = lessons.cure {
      result.detail = "set \(cure) in the job"
    }
    if result.made > 0, let cure = lessons.companyCure(session.job.letterhead) {
      session.console.warning("the API does not show a recipient's company; \(cure)")
    }
  }

  private func rules() async throws -> SubmissionCore.Rules {
    let job = session.job
    var spending = job.spendLimits
    spending.overcharge = try await session.ledger.overcharge()
    return SubmissionCore.Rules(
      concurrency: job.limits.concurrentRequests, attempts: job.limits.attempts,
      settle: job.uncertain.settle.milliseconds,
      resendsAbsent: job.uncertain.whenAbsent == .resend && job.reference.style != .plain,
      limit: limit, waits: waits, spending: spending,
      parts: job.part?.count ?? 1)
  }

  private func start(
    _ doubtful: [DoubtfulLetter], _ isRestored: Bool
  ) async throws -> SubmissionCore.Start {
    let highest = await session.ledger.highestSequence()
    let places = try await session.ledger.attemptPlaces()
    let doubts = doubtful.map { letter in
      guard let place = places[letter.id] else {
        preconditionFailure("an uncertain letter has an attempt, and this process alone writes")
      }
      var doubt = Doubt(
        mailing: letter.id, claimed: letter.claimed, afterFloor: letter.ended, since: .start,
        attempts: letter.attempts, lettersAround: place.lettersAround,
        hasPredecessor: place.hasPredecessor)
      // What was seen once and might be it does not go away because a list does not show it now.
      doubt.isBlocked =
        letter.code == JobLedger.idTakenCode || SubmissionEffect.Flag(rawValue: letter.code) != nil
      return doubt
    }
    let lessons = try await LessonStore.load(from: session.ledger)
    let isOutdated = LessonStore.isOutdated(lessons, for: session.job.letterhead)
    let teacher = isOutdated ? nil : try await session.ledger.teacher()
    return SubmissionCore.Start(
      lessons: isOutdated ? nil : lessons, doubts: doubts,
      reserved: Dictionary(uniqueKeysWithValues: doubtful.map { ($0.id, $0.reserved) }),
      isRestored: isRestored, hasForgotten: try await session.ledger.hasForgotten(),
      teacher: teacher.map { SubmissionCore.Teacher(mailing: $0.mailing, apiID: $0.apiID) },
      hasMade: try await session.ledger.knownMailings(atMost: 1) > 0, lastSequence: highest,
      firstListing: try await LessonStore.firstListing(from: session.ledger))
  }

  private func runClock() -> @Sendable () -> RunTime {
    let began = ContinuousClock.now
    return { RunTime(rawValue: (ContinuousClock.now - began).milliseconds) }
  }
}
