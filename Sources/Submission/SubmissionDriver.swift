package import JobLedger
import MailAPI
package import MailAPIClient
package import MailModel

/// How a submission ended.
package struct SubmissionResult: Hashable, Sendable {
  package var stop: StopReason?
  /// What the API said with it, in its own words.
  package var detail: String?
  package var sent = 0
  package var made = 0
  package var adopted = 0
  /// Letters that are held because their ledger has forgotten attempts.
  package var held = 0
  package var charged = Cents.zero
  /// Mailings that the API made and the ledger could not store.
  package var rescued: [Rescued] = []

  package init() {}
}

/// A mailing that the API made and the ledger could not store.
package struct Rescued: Hashable, Sendable {
  package var mailing: Int64
  package var apiID: String
  /// The mark that it carries in its reference.
  package var token: Token
}

/// Runs the submission core against the ledger and the API: a thin loop around pure decisions.
package actor SubmissionDriver {
  enum Message: Sendable {
    case posted(Attempt, QueuedLetter, CreateOutcome)
    case looked(Look, [String: Mailing])
    case lookFailed(LookFailure, String)
    case slot
    case learned(Lessons, teacher: String, madeAt: RunTime?)
    case tick
    case stop(StopReason)
  }

  let ledger: JobLedger
  let service: MailService
  let letterhead: Letterhead
  let keyFingerprint: String
  let backoff: Backoff
  let clock: @Sendable () -> RunTime
  let sleep: @Sendable (Duration) async throws -> Void
  let only: Int64?
  private let progress: @Sendable (SubmissionResult) -> Void
  /// Told when the run begins to wait for letters to settle, for so long, and when it goes on.
  private let onSettling: @Sendable (_ letters: Int, Duration) -> Void
  private var settling: SubmissionCore.Settling?
  var core: SubmissionCore
  let mailbox = Mailbox<Message>()
  var result = SubmissionResult()
  private var listed: [String: Mailing] = [:]
  /// Permits for a POST that wait to be used.
  var slots = 0
  /// Taken from the line and not claimed yet.
  var chosen: [QueuedLetter] = []
  private var isFinished = false
  private var nextWake: RunTime?
  /// Outcomes cannot be stored any more: what the API makes goes into the emergency journal.
  var ledgerFails = false
  /// The tokens of the outcomes that are being stored.
  var tokens: [Int64: Token] = [:]

  /// - Parameter only: the one mailing to send, whatever else is in line, with a limit of 1; `nil`
  ///   sends all in turn.
  package init(
    core: SubmissionCore, ledger: JobLedger, service: MailService, letterhead: Letterhead,
    keyFingerprint: String, only: Int64? = nil, backoff: Backoff,
    clock: @escaping @Sendable () -> RunTime,
    sleep: @escaping @Sendable (Duration) async throws -> Void,
    progress: @escaping @Sendable (SubmissionResult) -> Void,
    onSettling: @escaping @Sendable (_ letters: Int, Duration) -> Void = { _, _ in }
  ) {
    self.core = core
    self.ledger = ledger
    self.service = service
    self.letterhead = letterhead
    self.keyFingerprint = keyFingerprint
    self.only = only
    self.backoff = backoff
    self.clock = clock
    self.sleep = sleep
    self.progress = progress
    self.onSettling = onSettling
  }

  /// Asks the submission to end: nothing new is sent, what is under way is recorded.
  package nonisolated func requestStop(_ reason: StopReason) { mailbox.post(.stop(reason)) }

  /// Sends what is in line until the core is done.
  package func run() async throws -> SubmissionResult {
    try await withThrowingDiscardingTaskGroup { group in
      try await handle(.began, &group)
      for await _ in mailbox.arrivals {
        try await take(mailbox.takeAll(), &group)
        progress(result)
        if isFinished { break }
        tellSettling()
      }
      group.cancelAll()
    }
    result.stop = core.stop
    return result
  }

  private func tellSettling() {
    let now = clock()
    let settling = core.settling(at: now)
    guard settling != self.settling else { return }
    self.settling = settling
    let left = settling.map { max(0, $0.until.since(now)) } ?? 0
    onSettling(settling?.letters ?? 0, .milliseconds(left))
  }

  typealias Group = ThrowingDiscardingTaskGroup<any Error>

  private func take(_ messages: [Message], _ group: inout Group) async throws {
    for case .slot in messages { slots += 1 }
    try await recordOutcomes(messages, &group)
    for message in messages {
      switch message {
      case .posted, .slot: break
      case .looked(let look, let mailings):
        listed = mailings
        try await handle(.looked(look), &group)
      case .lookFailed(let failure, let detail):
        if result.detail == nil { result.detail = detail }
        try await handle(.lookFailed(failure), &group)
      case .learned(let lessons, let teacher, let madeAt):
        try await LessonStore.keep(lessons, in: ledger)
        try await handle(.learned(lessons, teacher: teacher, madeAt: madeAt), &group)
      case .tick:
        nextWake = nil
        try await handle(.tick, &group)
      case .stop(let reason): try await handle(.stop(reason), &group)
      }
    }
    if slots > 0 { try await claim(&group) }
  }

  func handle(_ event: SubmissionEvent, _ group: inout Group) async throws {
    for effect in core.handle(event, at: clock()) { try await perform(effect, &group) }
  }

  func perform(_ effect: SubmissionEffect, _ group: inout Group) async throws {
    // Without a ledger nothing is begun; what is under way is waited for.
    if ledgerFails, effect != .finish { return }
    switch effect {
    case .look:
      let reader = listingReader
      let mailbox = mailbox
      group.addTask { mailbox.post(await reader.look()) }
    case .askSlots(let count):
      let gate = service.gate
      let mailbox = mailbox
      for _ in 0..<count {
        group.addTask {
          // Cancelled when the run is over: nobody waits for the slot any more.
          if (try? await gate.admit(.mailing)) != nil { mailbox.post(.slot) }
        }
      }
    case .learn(let mailing, let apiID, let isFresh):
      let teacher = FirstLesson(
        reader: listingReader, ledger: ledger, letterhead: letterhead, clock: clock, sleep: sleep)
      let mailbox = mailbox
      let madeAt = isFresh ? clock() : nil
      group.addTask {
        mailbox.post(await teacher.learn(mailing: mailing, apiID: apiID, madeAt: madeAt))
      }
    case .keep(let lessons): try await LessonStore.keep(lessons, in: ledger)
    case .adopt(let mailing, let apiID, let by):
      try await adopt(mailing, apiID, by)
    case .flag(let mailing, let flag):
      try await ledger.flag(mailing, FlagWords.remark(flag))
    case .concludeAbsent(let mailing, let resend):
      try await ledger.concludeAbsent(mailing, resend: resend)
    case .holdRestored:
      result.held += try await ledger.holdAllQueued(FlagWords.restored)
      try await ledger.keep("restored", "no")
    case .keepFirstListing(let ids): try await LessonStore.keep(firstListing: ids, in: ledger)
    case .wake(let moment):
      guard nextWake.map({ moment < $0 }) ?? true else { return }
      nextWake = moment
      let pause = Duration.milliseconds(max(1, moment.since(clock())))
      let (sleep, mailbox) = (sleep, mailbox)
      group.addTask {
        // Cancelled when the run is over.
        if (try? await sleep(pause)) != nil { mailbox.post(.tick) }
      }
    case .finish:
      isFinished = true
    }
  }

  private func adopt(_ mailing: Int64, _ apiID: String, _ by: SubmissionEffect.FoundBy) async throws
  {
    guard let found = listed[apiID] else { return }
    let remark =
      by == .recipient
      ? RowRemarks(
        code: "found_by_recipient",
        message: "found by recipient, class, sender and time, since no mark came back")
      : nil
    guard try await ledger.ownerOfPiece(apiID) == nil else {
      // Another row was answered with it since the listing was read.
      return try await ledger.flag(mailing, FlagWords.remark(.foundDiffering))
    }
    try await ledger.adopt(
      PieceRecord(found, answer: []), for: mailing, foundBy: by.rawValue, remark: remark)
    result.adopted += 1
    result.charged += found.cost?.total ?? .zero
  }

  private var listingReader: ListingReader {
    ListingReader(service: service, ledger: ledger, letterhead: letterhead, clock: clock)
  }
}
