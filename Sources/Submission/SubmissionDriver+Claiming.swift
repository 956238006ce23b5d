import JobLedger
import MailAPI
import MailAPIClient
import MailModel

extension SubmissionDriver {
  /// Letters that are to go out, and why there are no more of them.
  private struct Choice {
    var intents: [Intent] = []
    var letters: [QueuedLetter] = []
    var isEmpty = false
    var isCapped = false
  }

  /// Claims letters for the permits at hand, and sends them.
  func claim(_ group: inout Group) async throws {
    let granted = slots
    slots = 0
    var next = core
    var choice = Choice()
    var attempts: [Attempt] = []
    do {
      try await choose(&choice, ofSlots: granted, &next)
      core = next
      if !choice.intents.isEmpty {
        attempts = try await ledger.claim(choice.intents, keyFingerprint: keyFingerprint)
      }
    } catch {
      // Nothing more goes out; how those end that are under way is still stored.
      result.detail = "\(error)"
      try await handle(.stop(.ledgerFailed), &group)
    }
    try await send(attempts, of: choice, ofSlots: granted, &group)
  }

  /// Stores letters that were made and claims the next ones in the same commit: where the API
  /// answers at once, that is half of all syncs.
  ///
  /// What follows is worked out on a copy of the core, which counts from the commit on; where that
  /// fails, nothing has happened.
  /// - Returns: whether it was done; if not, outcomes and letters go their own ways.
  func recordAndClaim(_ made: [Ended], _ group: inout Group) async throws -> Bool {
    guard !ledgerFails else { return false }
    var next = core
    var effects: [SubmissionEffect] = []
    for ended in made {
      effects += next.handle(.ended(mailing: ended.outcome.mailing, ended.ending), at: clock())
    }
    let gate = service.gate
    let admitted = await gate.admitAtOnce(.mailing, most: effects.reduce(0) { $0 + $1.slotsAsked })
    let permits = slots + admitted
    guard let (choice, attempts) = await recorded(made, ofSlots: permits, &next) else {
      for _ in 0..<admitted { await gate.release() }
      return false
    }
    core = next
    made.forEach(count)
    slots = 0
    try await perform(effects, admitted: admitted, &group)
    try await send(attempts, of: choice, ofSlots: permits, &group)
    return true
  }

  /// `nil` when nothing is to be claimed, or it cannot be stored: what was chosen is in line again.
  private func recorded(
    _ made: [Ended], ofSlots permits: Int, _ next: inout SubmissionCore
  ) async -> (Choice, [Attempt])? {
    var choice = Choice()
    do {
      try await choose(&choice, ofSlots: permits, &next)
      if !choice.intents.isEmpty {
        let attempts = try await ledger.record(
          made.map(\.outcome), claiming: choice.intents, keyFingerprint: keyFingerprint)
        return (choice, attempts)
      }
    } catch {
      // Whatever it is, it is met again, and told, once the outcomes are stored alone.
    }
    // What was put back in line is in line there.
    chosen = choice.letters.filter { !core.returned.contains($0.id) } + chosen
    return nil
  }

  /// Performs effects of which so many POSTs were admitted already.
  private func perform(
    _ effects: [SubmissionEffect], admitted: Int, _ group: inout Group
  ) async throws {
    var admitted = admitted
    for effect in effects {
      let done = min(admitted, effect.slotsAsked)
      admitted -= done
      if done == 0 {
        try await perform(effect, &group)
      } else if done < effect.slotsAsked {
        try await perform(.askSlots(effect.slotsAsked - done), &group)
      }
    }
  }

  private func send(
    _ attempts: [Attempt], of choice: Choice, ofSlots granted: Int, _ group: inout Group
  ) async throws {
    for _ in attempts.count..<granted { await service.gate.release() }
    for attempt in attempts {
      guard let letter = choice.letters.first(where: { $0.id == attempt.mailing }) else { continue }
      send(attempt, letter, &group)
    }
    result.sent += attempts.count
    let claimed = attempts.map { ClaimedLetter(mailing: $0.mailing, claimed: $0.claimed) }
    try await handle(.claimed(claimed, ofSlots: granted), &group)
    if choice.isEmpty { try await handle(.queueEmpty, &group) }
    if choice.isCapped { try await handle(.capReached, &group) }
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

  // MARK: The line

  private func choose(
    _ choice: inout Choice, ofSlots slots: Int, _ core: inout SubmissionCore
  ) async throws {
    let count = core.claimable(slots: slots, at: clock())
    while choice.intents.count < count {
      guard let letter = try await nextLetter(&core) else {
        choice.isEmpty = true
        break
      }
      choice.letters.append(letter)
      if try await isHeldForCrashing(letter) {
        choice.letters.removeLast()
        continue
      }
      guard core.reserve(letter.quoted, for: letter.id) else {
        choice.isCapped = true
        chosen.append(choice.letters.removeLast())
        break
      }
      let frozen = try await ledger.frozenBody(letter.id)
      choice.intents.append(
        Intent(
          mailing: letter.id, token: letter.token,
          body: try frozen ?? letterhead.body(letter).bytes(),
          reserved: core.rules.spending.reservation(forQuote: letter.quoted)))
    }
  }

  private func nextLetter(_ core: inout SubmissionCore) async throws -> QueuedLetter? {
    while !chosen.isEmpty {
      if let letter = try await ledger.queued(chosen.removeFirst().id) { return letter }
    }
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
}

extension SubmissionEffect {
  fileprivate var slotsAsked: Int {
    if case .askSlots(let count) = self { count } else { 0 }
  }
}
