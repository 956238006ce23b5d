/// An uncertain mailing, and the proof gathered so far that the API never made it.
///
/// Absence needs coverage, by ids rather than clocks, and it needs time (EXACTLY-ONCE.md).
package struct Doubt: Hashable, Sendable {
  package var mailing: Int64
  /// Its attempt's claim, in the ledger's order.
  package var claimed: Int64
  /// A mailing claimed after this was sent after the doubtful attempt had ended.
  package var afterFloor: Int64
  /// Since when, at the latest, no byte of it can have left: its last possible send.
  package var since: RunTime
  /// Attempts so far, this one included.
  package var attempts: Int
  /// The server's clock at the first listing since then.
  package var serverSince: Int64?
  /// Whether no listing has come since then that could show it.
  package var isUnseen = true
  /// Whether the chain of overlapping listings reaches back before the attempt.
  package var holdsBefore = false
  /// Whether it holds a mailing made after the attempt.
  package var holdsAfter = false
  /// When covering listings were made, spread over the time that is needed.
  package var coverings: [RunTime] = []
  /// Letters in flight with its attempt or claimed after it: they push its place out of view.
  package var lettersAround = 0
  /// Whether a mailing was known to be made before its attempt.
  package var hasPredecessor: Bool
  /// Found more than once, or something that might be it was seen: for a person.
  package var isBlocked = false

  package init(
    mailing: Int64, claimed: Int64, afterFloor: Int64, since: RunTime, attempts: Int,
    lettersAround: Int = 0, hasPredecessor: Bool = true
  ) {
    self.hasPredecessor = hasPredecessor
    self.lettersAround = lettersAround
    self.mailing = mailing
    self.claimed = claimed
    self.afterFloor = afterFloor
    self.since = since
    self.attempts = attempts
  }

  /// How many covering listings prove absence.
  package static let coveringsNeeded = 3

  /// How many times the measured lag must have passed.
  package static let lagFactor: Int64 = 10

  /// How long to wait, in milliseconds: the longer of `settle` and ten times the lag.
  package static func needed(settle: Int64, lag: Int64?) -> Int64 {
    max(settle, lagFactor * (lag ?? 0))
  }

  /// Notes a gap between the listings: what came in between nobody saw.
  /// - Parameter overlaps: whether `look` shares an entry with the listing before it.
  package mutating func follow(_ look: Look, overlaps: Bool) {
    if !overlaps, !look.isWhole { breakChain() }
  }

  /// Takes a listing into account.
  /// - Parameter reachesStart: whether `look` shares an entry with the first listing of all.
  package mutating func consider(
    _ look: Look, lessons: Lessons, settle: Int64, reachesStart: Bool
  ) {
    // A listing that was asked for while the attempt was under way says nothing about it, and one
    // asked for before a new mailing can show may miss it.
    guard look.isFullyRead, look.requestedAt.since(since) >= Self.lagFactor * (lessons.lag ?? 0)
    else { return }
    isUnseen = false
    guard look.isWhole || lessons.order == .newestFirst else { return }
    if let server = look.serverTime, serverSince == nil { serverSince = server }
    for entry in look.entries {
      guard case .made(let claimed, let ended) = entry.owner else { continue }
      if ended < self.claimed { holdsBefore = true }
      if claimed > afterFloor { holdsAfter = true }
    }
    if look.isWhole || reachesStart { holdsBefore = true }
    guard holdsBefore, holdsAfter || lessons.lag != nil else { return }
    cover(look.requestedAt, needed: Self.needed(settle: settle, lag: lessons.lag))
  }

  /// Whether its place in the list must stay in view: a listing of the next run, after a kill,
  /// must still reach back before the attempt.
  package func needsView(at now: RunTime, settle: Int64, lag: Int64?) -> Bool {
    let isProvable = isUnseen || holdsBefore || !hasPredecessor
    let patience = isProvable ? Self.viewPatience : Self.lostPatience
    return !isBlocked && now.since(since) < Self.needed(settle: settle, lag: lag) + patience
  }

  /// Milliseconds beyond the time of a proof for which sending is held back where more listings
  /// bring one: a rate limit or a failing API holds them up as well.
  private static let viewPatience: Int64 = 60_000

  /// The same where its place is out of view.
  private static let lostPatience: Int64 = 2000

  /// Counts a covering listing when it is far enough from the one before.
  private mutating func cover(_ at: RunTime, needed: Int64) {
    let spacing = needed / Int64(Self.coveringsNeeded + 1)
    if let last = coverings.last, at.since(last) < max(spacing, 1) { return }
    coverings.append(at)
  }

  private mutating func breakChain() {
    holdsBefore = false
    holdsAfter = false
    coverings.removeAll()
  }

  /// Whether the proof is complete with `look` as its last listing.
  package func isProvedAbsent(by look: Look, lessons: Lessons, settle: Int64) -> Bool {
    guard !isBlocked, coverings.count >= Self.coveringsNeeded,
      let last = coverings.last, last == look.requestedAt
    else { return false }
    return waited(look) >= Self.needed(settle: settle, lag: lessons.lag)
  }

  /// The lesser of run time and server time since the last possible send.
  private func waited(_ look: Look) -> Int64 {
    let run = look.requestedAt.since(since)
    guard let server = look.serverTime, let serverSince else { return run }
    // `Date` has whole seconds: up to one may be missing from the difference.
    return min(run, server - serverSince + 1000)
  }

  /// When the next listing is worth making.
  package func nextLook(settle: Int64, lag: Int64?, previous: RunTime?) -> RunTime {
    let needed = Self.needed(settle: settle, lag: lag)
    // One soon, since most mailings were accepted and show at once.
    let soon = since.later(by: max(Self.lagFactor * (lag ?? 0), Self.firstLook))
    guard let previous, previous >= since else { return soon }
    let cameTooEarly = previous.since(since) < Self.lagFactor * (lag ?? 0)
    if isUnseen, cameTooEarly { return max(soon, previous.later(by: Self.shortestPause)) }
    let third = needed / Int64(Self.coveringsNeeded)
    let step = max(min(third, Self.longestPause), Self.shortestPause)
    return max(soon, previous.later(by: step))
  }

  /// Milliseconds before the first listing, between listings at least, and at most.
  private static let firstLook: Int64 = 200
  private static let shortestPause: Int64 = 250
  private static let longestPause: Int64 = 60_000
}
