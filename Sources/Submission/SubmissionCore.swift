package import MailModel

/// Decides what a submission does next: events in, effects out; no IO, no clock, no chance.
///
/// One piece of code is run by the driver against the real API, by an exhaustive model check and
/// by a seeded simulation. The owner makes every effect durable in the order in which it comes.
package struct SubmissionCore: Hashable, Sendable {
  /// What the job allows.
  package struct Rules: Hashable, Sendable {
    package var concurrency: Int
    /// How often a row may be tried in all, and how often in a row nobody may answer.
    package var attempts: Int
    /// Milliseconds after which an absent mailing may be concluded.
    package var settle: Int64
    /// `when_absent` is `resend` and the reference carries a token.
    package var resendsAbsent: Bool
    /// Letters to send at most (`--limit`).
    package var limit: Int?
    /// Whether the run waits until uncertain letters are settled (not with `--no-wait`).
    package var waits: Bool
    package var spending: SpendLimits
    /// How many processes send mailings of this account at once, as parts of one job.
    package var parts: Int

    package init(
      concurrency: Int, attempts: Int, settle: Int64, resendsAbsent: Bool, limit: Int? = nil,
      waits: Bool = true, spending: SpendLimits = SpendLimits(), parts: Int = 1
    ) {
      self.parts = parts
      self.concurrency = concurrency
      self.attempts = attempts
      self.settle = settle
      self.resendsAbsent = resendsAbsent
      self.limit = limit
      self.waits = waits
      self.spending = spending
    }
  }

  /// What the ledger knows at a start.
  package struct Start: Hashable, Sendable {
    package var lessons: Lessons?
    package var doubts: [Doubt]
    /// Reserved for the doubts, by mailing.
    package var reserved: [Int64: Cents]
    package var spent: Cents
    /// The ledger has forgotten attempts: what is in line is compared with the API, then held.
    package var isRestored: Bool
    /// It has ever forgotten attempts: a mailing without a token may be that of any of its rows.
    package var hasForgotten: Bool
    /// A mailing of this ledger from which nothing was learned yet: an earlier run ended over it.
    package var teacher: Teacher?
    /// Whether some mailing of this ledger is known to be made.
    package var hasMade: Bool
    /// The last of the ledger's sequence numbers; 0: nothing was ever sent.
    package var lastSequence: Int64
    /// The ids that the API listed before anything was sent; `nil`: nobody looked.
    package var firstListing: Set<String>?

    package init(
      lessons: Lessons?, doubts: [Doubt], reserved: [Int64: Cents], spent: Cents = .zero,
      isRestored: Bool = false, hasForgotten: Bool = false, teacher: Teacher? = nil,
      hasMade: Bool = true,
      lastSequence: Int64 = 0, firstListing: Set<String>? = nil
    ) {
      self.firstListing = firstListing
      self.lastSequence = lastSequence
      self.hasMade = hasMade
      self.teacher = teacher
      self.lessons = lessons
      self.doubts = doubts
      self.reserved = reserved
      self.spent = spent
      self.isRestored = isRestored
      self.hasForgotten = hasForgotten || isRestored
    }
  }

  /// A mailing to read back.
  package struct Teacher: Hashable, Sendable {
    package var mailing: Int64
    package var apiID: String

    package init(mailing: Int64, apiID: String) {
      self.mailing = mailing
      self.apiID = apiID
    }
  }

  package let rules: Rules
  package internal(set) var lessons: Lessons?
  package internal(set) var doubts: [Int64: Doubt]
  package internal(set) var inFlight: [Int64: Flight] = [:]
  package internal(set) var reserved: [Int64: Cents]
  package internal(set) var spent: Cents
  package internal(set) var stop: StopReason?
  /// Letters claimed in this run, to hold against `limit`.
  package internal(set) var claimedCount = 0

  var looksNoMore = false
  var phase = Phase.looking
  var teacher: Teacher?
  var slotsAsked = 0
  var queueIsEmpty = false
  /// Put back in line, to be claimed before new ones.
  package internal(set) var returned: [Int64] = []
  var pauseUntil: RunTime?
  package internal(set) var unanswered = 0
  var throttledInARow = 0
  var breaker = CircuitBreaker()
  var highestClaim: Int64 = 0
  var hasMade: Bool
  var lookIsUnderWay = false
  var lastLook: RunTime?
  var lastListing: Set<String> = []
  /// The ids that the API listed before the ledger's first letter; empty where nobody looked.
  var firstListing: Set<String>
  /// The listing that comes is that one.
  var isFirstListing: Bool
  var postsSinceLook = 0
  /// `postsSinceLook` when the listing under way was asked for.
  var postsBeforeLook = 0
  /// After how many letters since the last listing its length is looked up; doubles each time.
  var postsBeforeLength = 25
  /// The queue of a restored ledger is still to be held.
  var mustHold: Bool
  /// Nothing is adopted by recipient.
  var hasForgotten: Bool
  var failedLooks = 0
  /// The first mailing, while no listing has shown it.
  var unseenTeacher: UnseenTeacher?

  /// A letter that is being sent.
  package struct Flight: Hashable, Sendable {
    /// Its claim, in the ledger's order.
    var claimed: Int64
    /// Letters in flight with it or claimed after it: so many may stand before it in a list.
    var lettersAround: Int
    /// Whether some mailing is known by its id that was made before it was claimed.
    var hasPredecessor: Bool
  }

  struct UnseenTeacher: Hashable, Sendable {
    var apiID: String
    var madeAt: RunTime
  }

  enum Phase: Hashable, Sendable {
    /// The first listing of the run: nothing is sent before it is there.
    case looking
    /// Sending, one alone while there are no lessons.
    case sending
    /// The first mailing was made and is read back; nothing is sent meanwhile.
    case learning
    case finished
  }

  package init(rules: Rules, start: Start) {
    self.rules = rules
    lessons = start.lessons
    doubts = [:]
    for var doubt in start.doubts {
      if start.firstListing?.isEmpty == false { doubt.hasPredecessor = true }
      doubts[doubt.mailing] = doubt
    }
    reserved = start.reserved
    spent = start.spent
    hasMade = start.hasMade
    mustHold = start.isRestored
    hasForgotten = start.hasForgotten
    stop = start.lessons?.stops
    teacher = start.teacher
    highestClaim = start.lastSequence
    firstListing = start.firstListing ?? []
    isFirstListing = start.firstListing == nil && start.lastSequence == 0
  }

  /// Takes an event into account and says what to do.
  package mutating func handle(_ event: SubmissionEvent, at now: RunTime) -> [SubmissionEffect] {
    var effects: [SubmissionEffect] = []
    switch event {
    case .began: break
    case .looked(let look): take(look, at: now, &effects)
    case .lookFailed(let failure): lookFailed(failure, at: now)
    case .claimed(let letters, let slots): claimed(letters, ofSlots: slots)
    case .queueEmpty: queueIsEmpty = true
    case .capReached: stop(for: .spendPerRun)
    case .ended(let mailing, let ending): ended(mailing, ending, at: now, &effects)
    case .learned(let lessons, let teacher, let madeAt):
      learned(lessons, teacher: teacher, madeAt: madeAt)
    case .tick: break
    case .stop(let reason): stop(for: reason)
    }
    decide(at: now, &effects)
    return effects
  }

  /// How many letters may be claimed now, of `slots` that are free on the wire.
  package func claimable(slots: Int, at now: RunTime) -> Int {
    guard stop == nil, phase == .sending, pauseUntil.map({ now >= $0 }) ?? true else { return 0 }
    var room = min(slots, rules.concurrency - inFlight.count)
    if lessons == nil { room = min(room, 1 - inFlight.count) }
    if let limit = rules.limit { room = min(room, limit - claimedCount) }
    if !doubts.isEmpty { room = min(room, postsBetweenLooks - postsSinceLook) }
    return max(0, min(room, roomInView(at: now)))
  }

  /// Whether the cap lets a letter of this quote be claimed; if so its money is reserved.
  ///
  /// A charge may rise above its quote by `price_rise` without stopping the run, so that much is
  /// reserved with it.
  package mutating func reserve(_ quote: Cents, for mailing: Int64) -> Bool {
    let open = reserved.values.reduce(Cents.zero, +)
    guard rules.spending.allows(spent: spent, reserved: open, next: quote) else { return false }
    reserved[mailing] = rules.spending.reservation(forQuote: quote)
    return true
  }

  /// Letters of which it is not known whether they were made, and when that can be proved.
  package struct Settling: Hashable, Sendable {
    package var letters: Int
    package var until: RunTime
  }

  /// What the run waits for when it has nothing else to do.
  package func settling(at now: RunTime) -> Settling? {
    let open = doubts.values.filter { !$0.isBlocked }
    guard phase == .sending, inFlight.isEmpty, claimable(slots: 1, at: now) == 0 || !mayClaimMore,
      let last = open.map(\.since).max()
    else { return nil }
    let needed = Doubt.needed(settle: rules.settle, lag: lessons?.lag)
    return Settling(letters: open.count, until: last.later(by: needed))
  }

  /// Rows put back in line, to be claimed first.
  package mutating func takeReturned(_ count: Int) -> [Int64] {
    let taken = Array(returned.prefix(count))
    returned.removeFirst(taken.count)
    return taken
  }

  /// The list must not be outrun: at most half of what a listing surely holds goes out between two
  /// of them while anything is uncertain.
  ///
  /// The other parts of the job push letters out of it as well.
  var postsBetweenLooks: Int { max(1, listLength / 2 / rules.parts) }

  /// How many letters may go out before a letter that is under way, or uncertain and to be kept in
  /// view, could be out of the list: one that stays silent would never be proved absent then.
  private func roomInView(at now: RunTime) -> Int {
    guard lessons?.mayBeNewestFirst ?? true else { return .max }
    // Most letters in flight are answered: of a list that was not seen to end, the best is hoped.
    let hoped = lessons?.hopedListLength ?? Look.wholeBelow
    // Those that are claimed together see each other.
    var room = placesInView(hoped, hasPredecessor: knowsPredecessor) - inFlight.count + 1
    for flight in inFlight.values {
      let places = placesInView(hoped, hasPredecessor: flight.hasPredecessor)
      room = min(room, places - flight.lettersAround)
    }
    for doubt in doubts.values
    where doubt.needsView(at: now, settle: rules.settle, lag: lessons?.lag) {
      let places = placesInView(listLength, hasPredecessor: doubt.hasPredecessor)
      // Out of view long ago, it cannot be brought back by waiting.
      if doubt.lettersAround < 3 * places { room = min(room, places - doubt.lettersAround) }
    }
    return room
  }

  /// How many letters around one leave it in view; where nothing was made before it, only a list
  /// that is the whole reaches back before it.
  private func placesInView(_ listLength: Int, hasPredecessor: Bool) -> Int {
    max(1, (hasPredecessor ? listLength : Look.wholeBelow) * 3 / 4 / rules.parts)
  }

  /// Whether some mailing is known by its id that was made before whatever is claimed now.
  var knowsPredecessor: Bool { hasMade || !firstListing.isEmpty }

  private var listLength: Int { lessons?.listLength ?? Look.wholeBelow }

  mutating func stop(for reason: StopReason) {
    // Nobody waits for a lesson any more: the next run takes it first.
    if phase == .learning { phase = .sending }
    // Whatever is reported: one reason of several may forbid to go on looking.
    looksNoMore = looksNoMore || !reason.allowsLooking
    if stop.map({ reason.outranks($0) }) ?? true { stop = reason }
  }
}
