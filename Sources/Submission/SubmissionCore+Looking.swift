import MailAPIClient
import MailModel

extension SubmissionCore {
  /// Milliseconds between listings while the first mailing has not shown; each pause is half as
  /// long again as the time so far, so that the lag is known to within that factor.
  private static let teacherPauseMin: Int64 = 250

  static let failedLooksMax = 3

  /// When the next listing is due; `nil`: none is needed.
  var nextLook: RunTime? {
    if looksNoMore { return nil }
    switch phase {
    case .finished, .learning: return nil
    case .looking: return lastLook == nil ? .start : nil
    case .sending: break
    }
    guard failedLooks < Self.failedLooksMax else { return nil }
    var moments = doubts.values.filter { !$0.isBlocked && keepsLooking($0) }.map {
      $0.nextLook(settle: rules.settle, lag: lessons?.lag, previous: lastLook)
    }
    if !doubts.isEmpty, postsSinceLook * 2 >= postsBetweenLooks { moments.append(.start) }
    if isLengthWanted { moments.append(.start) }
    if let unseenTeacher, let lastLook, mayLearnLag {
      let soFar = max(lastLook.since(unseenTeacher.madeAt), Self.teacherPauseMin)
      moments.append(lastLook.later(by: soFar / 2))
    }
    return moments.min()
  }

  /// Whether enough letters went out to see how long the list gets: an API may give less than it
  /// is asked for, and may give more than it did.
  private var isLengthWanted: Bool {
    guard let lessons, lessons.longestListing < MailService.listingMax, lessons.mayBeNewestFirst
    else { return false }
    return postsSinceLook >= postsBeforeLength
  }

  /// The lag is worth knowing while letters go out or a doubt hangs on it.
  private var mayLearnLag: Bool { !doubts.isEmpty || !inFlight.isEmpty }

  /// Without waiting, what is still to be sent waits for looks that let it go out.
  private func keepsLooking(_ doubt: Doubt) -> Bool {
    rules.waits || mayClaimMore || lastLook.map { $0 <= doubt.since } ?? true
      || !inFlight.isEmpty
  }

  func lookIsDue(at now: RunTime) -> Bool {
    guard !lookIsUnderWay, let nextLook else { return false }
    return nextLook <= now
  }

  mutating func lookFailed(_ failure: LookFailure, at now: RunTime) {
    lookIsUnderWay = false
    lastLook = now
    if case .unavailable = failure, phase == .sending, doubts.isEmpty, unseenTeacher == nil {
      // Nothing hangs on it.
      postsSinceLook = 0
      return
    }
    failedLooks += 1
    switch failure {
    case .keyRefused: stop(for: .keyRefused)
    case .mailingUnseen: stop(for: .mailingUnseen)
    case .unavailable:
      if phase == .looking || phase == .learning || failedLooks >= Self.failedLooksMax {
        stop(for: .apiDown)
      }
    }
  }

  mutating func take(_ look: Look, at now: RunTime, _ effects: inout [SubmissionEffect]) {
    lookIsUnderWay = false
    failedLooks = 0
    if isLengthWanted { postsBeforeLength *= 2 }
    postsSinceLook -= postsBeforeLook
    learn(from: look, &effects)
    let look = look.withoutLookAlikes(in: firstListing)
    let ids = Set(look.entries.map(\.apiID))
    let overlaps = !lastListing.isDisjoint(with: ids)
    if isFirstListing {
      firstListing = ids
      isFirstListing = false
      effects.append(.keepFirstListing(ids))
    }
    // A list without any of the ledger's own mailings may be another account's, or an old copy.
    let reachesStart = look.showsKnown && !firstListing.isDisjoint(with: ids)
    match(look, &effects)
    let undecided = look.undecided
    for mailing in doubts.keys.sorted() {
      doubts[mailing]?.follow(look, overlaps: overlaps)
      if undecided.contains(mailing) { continue }
      doubts[mailing]?.consider(
        look, lessons: lessons ?? Lessons(echoByID: .missing), settle: rules.settle,
        reachesStart: reachesStart)
    }
    concludeAbsences(look, &effects)
    lastListing = ids
    lastLook = look.requestedAt
    if phase == .looking { beginSending(&effects) }
  }

  /// A mailing that an earlier run made and could not learn from comes before any new one.
  private mutating func beginSending(_ effects: inout [SubmissionEffect]) {
    phase = .sending
    guard lessons == nil, stop == nil, let teacher else { return }
    phase = .learning
    effects.append(.learn(mailing: teacher.mailing, apiID: teacher.apiID, isFresh: false))
  }

  private mutating func learn(from look: Look, _ effects: inout [SubmissionEffect]) {
    guard var lessons else { return }
    let before = lessons
    lessons.longestListing = max(lessons.longestListing, look.entries.count)
    lessons.order = lessons.order.joined(look.order(after: firstListing))
    if look.isCut { lessons.listIsCut = true }
    if let teacher = unseenTeacher, look.entries.contains(where: { $0.apiID == teacher.apiID }) {
      lessons.lag = max(1, look.receivedAt.since(teacher.madeAt))
      unseenTeacher = nil
    }
    guard lessons != before else { return }
    self.lessons = lessons
    effects.append(.keep(lessons))
  }

  /// Adopts what the listing shows, by token, else by recipient where no token comes back.
  private mutating func match(_ look: Look, _ effects: inout [SubmissionEffect]) {
    var found: [Int64: [Look.Entry]] = [:]
    for entry in look.entries {
      guard case .open(let mailing, let state, _) = entry.owner else { continue }
      switch state {
      case .doubtful: found[mailing, default: []].append(entry)
      case .neverSent:
        (mustHold, hasForgotten) = (true, true)
        found[mailing, default: []].append(entry)
      case .submitting, .other: break
      }
    }
    for mailing in found.keys.sorted() { settle(mailing, found[mailing] ?? [], &effects) }
    matchByRecipient(look, &effects)
    if mustHold { effects.append(.holdRestored) }
    mustHold = false
  }

  private mutating func settle(
    _ mailing: Int64, _ entries: [Look.Entry], _ effects: inout [SubmissionEffect]
  ) {
    guard entries.count == 1, let entry = entries.first else {
      flag(mailing, .foundTwice, &effects)
      return
    }
    guard case .open(_, _, let agrees) = entry.owner, agrees else {
      flag(mailing, .foundDiffering, &effects)
      return
    }
    found(mailing)
    effects.append(.adopt(mailing: mailing, apiID: entry.apiID, .token))
  }

  private mutating func matchByRecipient(_ look: Look, _ effects: inout [SubmissionEffect]) {
    var alike: [Int64: [String]] = [:]
    var unsure: Set<Int64> = []
    for entry in look.entries {
      guard case .lookAlike(let mailings, let likeness) = entry.owner, likeness != .undecided
      else { continue }
      for mailing in mailings where doubts[mailing] != nil {
        alike[mailing, default: []].append(entry.apiID)
        if mailings.count > 1 || likeness == .blocking { unsure.insert(mailing) }
      }
    }
    for mailing in Set(alike.keys).subtracting(look.undecided).sorted() {
      let ids = alike[mailing] ?? []
      let isOpen = doubts[mailing]?.isBlocked == false && !hasForgotten
      if ids.count == 1, let id = ids.first, isOpen, !unsure.contains(mailing) {
        found(mailing)
        effects.append(.adopt(mailing: mailing, apiID: id, .recipient))
      } else {
        flag(mailing, .foundAmbiguous, &effects)
      }
    }
  }

  private mutating func found(_ mailing: Int64) {
    doubts[mailing] = nil
    hasMade = true
    // What it cost is known now; until the ledger says, its reservation counts as spent.
    spent += reserved.removeValue(forKey: mailing) ?? .zero
  }

  private mutating func flag(
    _ mailing: Int64, _ flag: SubmissionEffect.Flag, _ effects: inout [SubmissionEffect]
  ) {
    if doubts[mailing]?.isBlocked == true { return }
    doubts[mailing]?.isBlocked = true
    effects.append(.flag(mailing: mailing, flag))
  }

  private mutating func concludeAbsences(_ look: Look, _ effects: inout [SubmissionEffect]) {
    guard let lessons else { return }
    for mailing in doubts.keys.sorted() {
      guard let doubt = doubts[mailing],
        doubt.isProvedAbsent(by: look, lessons: lessons, settle: rules.settle)
      else { continue }
      let resend =
        rules.resendsAbsent && lessons.tokenProves && doubt.attempts < rules.attempts
      // A run that stops sends nothing again: a later one concludes, and sends.
      if resend, stop != nil { continue }
      doubts[mailing] = nil
      reserved[mailing] = nil
      effects.append(.concludeAbsent(mailing: mailing, resend: resend))
      if resend { returned.append(mailing) }
    }
  }
}
