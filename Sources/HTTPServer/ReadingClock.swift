/// How long a client may take over a request: the time limits of idling, head and body.
struct ReadingClock {
  typealias Instant = ContinuousClock.Instant

  enum Verdict: Equatable {
    /// In time; ask again at this instant at the latest.
    case inTime(until: Instant)
    /// Nothing was begun: close without a word.
    case idleTooLong
    /// Too slow: answer 408.
    case late(HTTPRefusal)
  }

  private let limits: HTTPLimits
  private var stage = HTTPRequestParser.Stage.idle
  private var since: Instant
  /// The first request of a connection, whose time runs from the connection itself.
  private var isFirst = true
  private var paceSince: Instant
  private var paceBytes = 0

  init(limits: HTTPLimits, now: Instant) {
    self.limits = limits
    since = now
    paceSince = now
  }

  /// An answer is out: the wait for the next request begins.
  mutating func restart(now: Instant) {
    isFirst = false
    stage = .idle
    since = now
  }

  /// Notes where the request stands and judges.
  mutating func check(
    _ stage: HTTPRequestParser.Stage, bodyBytes: Int, now: Instant
  ) -> Verdict {
    if stage != self.stage { enter(stage, bodyBytes, now) }
    switch stage {
    case .idle:
      let end = since + (isFirst ? limits.headTime : limits.idleTime)
      guard now >= end else { return .inTime(until: end) }
      return isFirst ? .late(Self.lateHead) : .idleTooLong
    case .head:
      let end = since + limits.headTime
      return now < end ? .inTime(until: end) : .late(Self.lateHead)
    case .body: return checkBody(bodyBytes, now)
    }
  }

  private mutating func enter(
    _ stage: HTTPRequestParser.Stage, _ bodyBytes: Int, _ now: Instant
  ) {
    if !(isFirst && stage == .head) { since = now }
    self.stage = stage
    paceSince = now
    paceBytes = bodyBytes
  }

  private mutating func checkBody(_ bodyBytes: Int, _ now: Instant) -> Verdict {
    let end = since + limits.bodyTime
    guard now < end else { return .late(Self.lateBody) }
    if now >= paceSince + limits.bodyPacePeriod {
      guard bodyBytes - paceBytes >= limits.bodyBytesPerPeriodMin else {
        return .late(Self.lateBody)
      }
      paceSince = now
      paceBytes = bodyBytes
    }
    return .inTime(until: min(end, paceSince + limits.bodyPacePeriod))
  }

  private static let lateHead = HTTPRefusal(
    408, "The request's head did not arrive in time; send it again at once.")
  private static let lateBody = HTTPRefusal(
    408, "The request's body arrived too slowly; send it again without pauses.")
}
