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
  private let only: Int64?
  private let progress: @Sendable (SubmissionResult) -> Void
  /// Told when the run begins to wait for letters to settle, for so long, and when it goes on.
  private let onSettling: @Sendable (_ letters: Int, Duration) -> Void
  private var settling: SubmissionCore.Settling?
  private var core: SubmissionCore
  private let mailbox = Mailbox<Message>()
  private var result = SubmissionResult()
  private var listed: [String: Mailing] = [:]
  private var slots = 0
  private var isFinished = false
  private var nextWake: RunTime?
  /// Outcomes cannot be stored any more: what the API makes goes into the emergency journal.
  private var ledgerFails = false
  /// The tokens of the outcomes that are being stored.
  private var tokens: [Int64: Token] = [:]

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

  private typealias Group = ThrowingDiscardingTaskGroup<any Error>

  private func take(_ messages: [Message], _ group: inout Group) async throws {
    try await recordOutcomes(messages, &group)
    for message in messages {
      switch message {
      case .posted: break
      case .looked(let look, let mailings):
        listed = mailings
        try await handle(.looked(look), &group)
      case .lookFailed(let failure, let detail):
        if result.detail == nil { result.detail = detail }
        try await handle(.lookFailed(failure), &group)
      case .slot: slots += 1
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

  /// Outcomes that came together become durable together, before anything is concluded.
  private func recordOutcomes(_ messages: [Message], _ group: inout Group) async throws {
    var records: [(outcome: AttemptOutcome, ending: SubmissionEvent.Ending)] = []
    for case .posted(let attempt, let letter, let outcome) in messages {
      records.append(reading(outcome, attempt, letter))
      tokens[attempt.mailing] = attempt.token
    }
    defer { tokens.removeAll() }
    guard !records.isEmpty else { return }
    guard let recorded = try await stored(records.map(\.outcome)) else {
      return try await rescue(records.map(\.outcome), &group)
    }
    for ((outcome, ending), stored) in zip(records, recorded) {
      var ending = ending
      if stored.state == .uncertain, outcome.event != .outcomeUnknown {
        ending = .idTaken
      }
      if case .made(_, let charged, _) = ending {
        result.made += 1
        result.charged += charged ?? .zero
      }
      try await handle(.ended(mailing: outcome.mailing, ending), &group)
    }
  }

  /// How often, and after which pauses, a disk that is full may find room again.
  private static let rescuePauses: [Duration] = [.milliseconds(100), .seconds(1), .seconds(3)]

  /// Stores outcomes, trying on for a while; `nil` when the ledger cannot take them.
  private func stored(
    _ outcomes: [AttemptOutcome]
  ) async throws -> [(ended: Int64, state: MailingState)]? {
    for pause in Self.rescuePauses where !ledgerFails {
      do {
        return try await ledger.record(outcomes)
      } catch {
        result.detail = "\(error)"
        try await sleep(pause)
      }
    }
    ledgerFails = true
    return nil
  }

  /// Keeps in the journal what the API made, and lets the run end.
  private func rescue(_ outcomes: [AttemptOutcome], _ group: inout Group) async throws {
    let pieces = outcomes.compactMap { outcome in
      outcome.piece.map { (mailing: outcome.mailing, piece: $0) }
    }
    do {
      try ledger.emergencyJournal.append(pieces)
    } catch {
      result.detail = [result.detail, "\(error)"].compactMap(\.self).joined(separator: "; ")
    }
    result.rescued += pieces.compactMap { mailing, piece in
      tokens[mailing].map { Rescued(mailing: mailing, apiID: piece.apiID, token: $0) }
    }
    try await handle(.stop(.ledgerFailed), &group)
    for outcome in outcomes {
      let ending = SubmissionEvent.Ending.unknown(attempts: core.rules.attempts, stops: false)
      try await handle(.ended(mailing: outcome.mailing, ending), &group)
    }
  }

  private func reading(
    _ outcome: CreateOutcome, _ attempt: Attempt, _ letter: QueuedLetter
  ) -> (AttemptOutcome, SubmissionEvent.Ending) {
    let reading = OutcomeReading(
      outcome, attempt: attempt, letter: letter, spending: core.rules.spending,
      sent: letterhead.wireForm(letter.recipient),
      retryAt: clock().later(by: backoff.wait(failures: core.unanswered + 1).milliseconds + 50))
    if let detail = reading.stopDetail, result.detail == nil { result.detail = detail }
    return (reading.outcome, reading.ending)
  }

  private func claim(_ group: inout Group) async throws {
    let granted = slots
    slots = 0
    let count = core.claimable(slots: granted, at: clock())
    var intents: [Intent] = []
    var letters: [Int64: QueuedLetter] = [:]
    var isEmpty = false
    var isCapped = false
    while intents.count < count, !isEmpty, !isCapped {
      guard let letter = try await nextLetter() else {
        isEmpty = true
        break
      }
      if try await isHeldForCrashing(letter) { continue }
      guard core.reserve(letter.quoted, for: letter.id) else {
        isCapped = true
        break
      }
      let frozen = try await ledger.frozenBody(letter.id)
      let body = try frozen ?? letterhead.body(letter).bytes()
      intents.append(
        Intent(
          mailing: letter.id, token: letter.token, body: body,
          reserved: core.rules.spending.reservation(forQuote: letter.quoted)))
      letters[letter.id] = letter
    }
    let attempts =
      intents.isEmpty ? [] : try await ledger.claim(intents, keyFingerprint: keyFingerprint)
    for _ in attempts.count..<granted { await service.gate.release() }
    for attempt in attempts {
      guard let letter = letters[attempt.mailing] else { continue }
      send(attempt, letter, &group)
    }
    result.sent += attempts.count
    let claimed = attempts.map { ClaimedLetter(mailing: $0.mailing, claimed: $0.claimed) }
    try await handle(.claimed(claimed, ofSlots: granted), &group)
    if isEmpty { try await handle(.queueEmpty, &group) }
    if isCapped { try await handle(.capReached, &group) }
  }

  private func nextLetter() async throws -> QueuedLetter? {
    while let mailing = core.takeReturned(1).first {
      // Another one put back stays in line for the next run.
      guard mailing == only ?? mailing else { continue }
      if let letter = try await ledger.queued(mailing) { return letter }
    }
    if let only { return try await ledger.queued(only) }
    if core.lessons == nil, let letter = try await ledger.letterToLearnFrom() { return letter }
    return try await ledger.nextQueued(1).first
  }

  /// How often a row may be alone in flight when certmail ends uncleanly before it is held.
  static let lonelyCrashesMax = 5

  private func isHeldForCrashing(_ letter: QueuedLetter) async throws -> Bool {
    guard letter.attempts > 0,
      try await ledger.lonelyCrashes(letter.id) >= Self.lonelyCrashesMax
    else { return false }
    try await ledger.hold(
      letter.id,
      RowRemarks(
        code: "crash_loop",
        message:
          "certmail ended uncleanly \(Self.lonelyCrashesMax) times while sending this row alone",
        hint: "look at the row and the log, then approve or cancel it"))
    return true
  }

  /// The only place from which a POST goes out: its intent is durable.
  private func send(_ attempt: Attempt, _ letter: QueuedLetter, _ group: inout Group) {
    let service = service
    let mailbox = mailbox
    group.addTask {
      let outcome = await service.create(body: attempt.body)
      mailbox.post(.posted(attempt, letter, outcome))
    }
  }

  private func handle(_ event: SubmissionEvent, _ group: inout Group) async throws {
    for effect in core.handle(event, at: clock()) {
      // Without a ledger nothing is begun; what is under way is waited for.
      if ledgerFails, effect != .finish { continue }
      try await perform(effect, &group)
    }
  }

  private func perform(_ effect: SubmissionEffect, _ group: inout Group) async throws {
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
      _ = try await ledger.holdAllQueued(FlagWords.restored)
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
    try await ledger.adopt(
      PieceRecord(found, answer: []), for: mailing, foundBy: by.rawValue, remark: remark)
    result.adopted += 1
    result.charged += found.cost?.total ?? .zero
  }

  private var listingReader: ListingReader {
    ListingReader(service: service, ledger: ledger, letterhead: letterhead, clock: clock)
  }
}
