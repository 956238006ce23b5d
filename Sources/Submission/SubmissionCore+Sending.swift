import MailModel

extension SubmissionCore {
  mutating func claimed(_ letters: [ClaimedLetter], ofSlots slots: Int) {
    slotsAsked -= slots
    for mailing in inFlight.keys { inFlight[mailing]?.lettersAround += letters.count }
    for mailing in doubts.keys { doubts[mailing]?.lettersAround += letters.count }
    let around = inFlight.count + letters.count - 1
    for letter in letters {
      inFlight[letter.mailing] = Flight(
        claimed: letter.claimed, lettersAround: around,
        hasPredecessor: knowsPredecessor)
      highestClaim = max(highestClaim, letter.claimed)
    }
    claimedCount += letters.count
    postsSinceLook += letters.count
  }

  mutating func ended(
    _ mailing: Int64, _ ending: SubmissionEvent.Ending, at now: RunTime,
    _ effects: inout [SubmissionEffect]
  ) {
    let flight =
      inFlight.removeValue(forKey: mailing)
      ?? Flight(claimed: 0, lettersAround: 0, hasPredecessor: false)
    switch ending {
    case .made(let apiID, let charged, let exceedsQuote):
      spent += charged ?? reserved[mailing] ?? .zero
      hasMade = true
      answered(mailing)
      if exceedsQuote { stop(for: .chargedAboveQuote) }
      if lessons == nil {
        phase = .learning
        effects.append(.learn(mailing: mailing, apiID: apiID, isFresh: true))
      } else if lessons?.lag == nil, unseenTeacher == nil {
        unseenTeacher = UnseenTeacher(apiID: apiID, madeAt: now)
      }
    case .refused:
      answered(mailing)
    case .throttled:
      putBack(mailing)
      throttledInARow += 1
      if throttledInARow > Self.throttledMax { stop(for: .rateLimited) }
    case .notSent(let retryAt):
      putBack(mailing)
      unanswered += 1
      pauseUntil = max(pauseUntil ?? retryAt, retryAt)
      if unanswered >= rules.attempts { stop(for: .apiDown) }
    case .accountRefused(let reason):
      putBack(mailing)
      stop(for: reason)
    case .unknown(let attempts, let stops):
      if stops { stop(for: .redirected) }
      doubt(mailing, flight, attempts, at: now)
    case .idTaken:
      doubt(mailing, flight, rules.attempts, at: now)
      doubts[mailing]?.isBlocked = true
    }
  }

  private mutating func doubt(
    _ mailing: Int64, _ flight: Flight, _ attempts: Int, at now: RunTime
  ) {
    breaker.note(uncertain: true)
    if breaker.isOpen { stop(for: .tooManyUncertain) }
    doubts[mailing] = Doubt(
      mailing: mailing, claimed: flight.claimed, afterFloor: highestClaim, since: now,
      attempts: attempts, lettersAround: flight.lettersAround,
      hasPredecessor: flight.hasPredecessor)
  }

  /// How many 429 in a row, without any other answer, end the run.
  static let throttledMax = 25

  private mutating func answered(_ mailing: Int64) {
    reserved[mailing] = nil
    unanswered = 0
    throttledInARow = 0
    breaker.note(uncertain: false)
  }

  private mutating func putBack(_ mailing: Int64) {
    reserved[mailing] = nil
    claimedCount -= 1
    returned.append(mailing)
  }

  mutating func learned(_ lessons: Lessons, teacher: String, madeAt: RunTime?) {
    self.lessons = lessons
    phase = .sending
    if let reason = lessons.stops { stop(for: reason) }
    if lessons.lag == nil, let madeAt {
      unseenTeacher = UnseenTeacher(apiID: teacher, madeAt: madeAt)
    }
  }

  /// What to do next, whatever has just happened.
  mutating func decide(at now: RunTime, _ effects: inout [SubmissionEffect]) {
    guard phase != .finished else { return }
    if lookIsDue(at: now) {
      lookIsUnderWay = true
      postsBeforeLook = postsSinceLook
      effects.append(.look)
    }
    let wanted = claimable(slots: rules.concurrency, at: now) - slotsAsked
    if mayClaimMore, wanted > 0 {
      slotsAsked += wanted
      effects.append(.askSlots(wanted))
    }
    if isOver(at: now) {
      phase = .finished
      effects.append(.finish)
      return
    }
    if let wake = nextWake(at: now) { effects.append(.wake(wake)) }
  }

  var mayClaimMore: Bool { !queueIsEmpty || !returned.isEmpty }

  private func isOver(at now: RunTime) -> Bool {
    guard inFlight.isEmpty, !lookIsUnderWay, phase != .learning else { return false }
    if stop != nil { return looksNoMore || !waitsForDoubts }
    guard phase == .sending else { return false }
    let limitIsReached = rules.limit.map { claimedCount >= $0 } ?? false
    guard !mayClaimMore || limitIsReached else { return false }
    return !waitsForDoubts
  }

  /// Whether some doubt can still be settled by looking, and the run is to wait for it.
  private var waitsForDoubts: Bool {
    let open = doubts.values.filter { !$0.isBlocked }
    guard !open.isEmpty else { return false }
    if rules.waits { return failedLooks < Self.failedLooksMax && open.contains(where: canSettle) }
    // Without waiting, one listing since the last doubt began is still made.
    return open.contains { doubt in lastLook.map { $0 < doubt.since } ?? true }
  }

  /// Whether waiting can still bring a proof: the chain of listings reaches back before the
  /// attempt, or one that is yet to come may. Neither is waited for without end.
  private func canSettle(_ doubt: Doubt) -> Bool {
    guard let lastLook else { return true }
    let reaches = doubt.holdsBefore && (doubt.holdsAfter || lessons?.lag != nil)
    let needed = Doubt.needed(settle: rules.settle, lag: lessons?.lag)
    return lastLook.since(doubt.since) < needed * (reaches ? 4 : 1) + Self.patience
  }

  /// Milliseconds between two looks at whether sending may go on.
  static let viewPause: Int64 = 100

  /// Milliseconds to go on looking beyond the time that a proof needs.
  static let patience: Int64 = 2000

  private func nextWake(at now: RunTime) -> RunTime? {
    var moments: [RunTime] = []
    if let pauseUntil, pauseUntil > now { moments.append(pauseUntil) }
    let views = doubts.values.filter {
      $0.needsView(at: now, settle: rules.settle, lag: lessons?.lag)
    }
    // When nobody's view is waited for any more, sending goes on.
    if !views.isEmpty { moments.append(now.later(by: Self.viewPause)) }
    if !lookIsUnderWay, let due = nextLook { moments.append(max(due, now.later(by: 1))) }
    return moments.min()
  }
}
