package import MailModel

/// What the API's rate limit allows, from its three headers and from 429 answers; pure.
///
/// Without headers nothing is limited until a 429 comes.
package struct RateWindow: Hashable, Sendable {
  /// What a request is for: look-ups may use the reserve that mailings leave.
  package enum Purpose: Hashable, Sendable { case mailing, lookup }

  /// Requests that mailings and labels leave for look-ups; at most a tenth of the limit.
  private let reserve: Int
  /// How many processes share the limit evenly; this is one of them.
  private let parts: Int
  /// Requests of this window so far, when the limit is shared.
  private var sent = 0
  private var limit: Int?
  private var remaining: Int?
  private var resetAt: UTCTime?
  private var inFlight = 0
  private var throttledInARow = 0
  /// Nothing at all is sent before this moment.
  package private(set) var blockedUntil: UTCTime?

  /// - Parameter blockedUntil: what an earlier run was told to wait for.
  package init(reserve: Int, parts: Int = 1, blockedUntil: UTCTime? = nil) {
    self.reserve = reserve
    self.parts = parts
    self.blockedUntil = blockedUntil
  }

  /// Counts a request as under way when it may go now; else says until when to wait.
  package mutating func admit(_ purpose: Purpose, at now: UTCTime) -> UTCTime? {
    if let blockedUntil, now < blockedUntil { return blockedUntil }
    if let resetAt, now >= resetAt {
      // The window is new: its whole allowance, less what is still under way.
      self.resetAt = nil
      remaining = limit
      sent = 0
    }
    if let remaining, let limit, let resetAt {
      let kept = purpose == .mailing ? min(reserve, limit / 10) : 0
      if remaining - inFlight <= kept { return resetAt }
      if parts > 1, sent >= max(1, (limit - kept) / parts) { return resetAt }
    }
    inFlight += 1
    sent += 1
    return nil
  }

  /// Takes back what was admitted and did not go out.
  package mutating func release() {
    inFlight = max(0, inFlight - 1)
    sent = max(0, sent - 1)
  }

  /// Takes an answer, or the lack of one, into account.
  package mutating func observe(_ exchange: Exchange, at now: UTCTime, random: Double) {
    inFlight = max(0, inFlight - 1)
    guard let answer = exchange.answer else { return }
    note(answer, at: now)
    guard answer.status == 429 else {
      throttledInARow = 0
      return
    }
    throttledInARow += 1
    let advice = RetryAdvice.wait(
      headers: answer.headers, now: now, serverDate: answer.serverTime,
      throttledInARow: throttledInARow)
    // `Date` and `Reset` have whole seconds: one more makes sure that the instant has come.
    let rounding: Duration = advice.basis == .standard ? .zero : .milliseconds(1000)
    let until = now.advanced(by: RetryAdvice.jittered(advice.wait, random: random) + rounding)
    blockedUntil = max(blockedUntil ?? until, until)
    remaining = nil
    resetAt = nil
  }

  private mutating func note(_ answer: Answer, at now: UTCTime) {
    guard let limit = answer.headers.number("x-ratelimit-limit"), limit > 0,
      let left = answer.headers.number("x-ratelimit-remaining"), left >= 0
    else { return }
    let advice = RetryAdvice.wait(
      headers: ["x-ratelimit-reset": answer.headers["x-ratelimit-reset"] ?? ""], now: now,
      serverDate: answer.serverTime)
    guard advice.basis == .reset else { return }
    let reset = now.advanced(by: advice.wait + .milliseconds(1000))
    self.limit = Int(clamping: limit)
    // Answers can overtake each other: within one window the lower number is the later one.
    let isSameWindow = resetAt.map { abs($0.duration(to: reset).milliseconds) < 2500 } ?? false
    let count = Int(clamping: left)
    remaining = isSameWindow ? min(remaining ?? count, count) : count
    resetAt = isSameWindow ? resetAt : reset
  }
}
