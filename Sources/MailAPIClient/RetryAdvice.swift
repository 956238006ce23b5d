package import MailModel

/// How long an answer asks us to wait, and by what right (EXACTLY-ONCE.md, "Waiting").
package struct RetryAdvice: Hashable, Sendable {
  /// Where the wait comes from.
  package enum Basis: String, Sendable {
    /// `Retry-After`, seconds or a date (RFC 9110 §10.2.3).
    case retryAfter
    /// `X-RateLimit-Reset`.
    case reset
    /// Nothing usable was said: 60 s, doubling to 15 min.
    case standard
  }

  /// The first wait when the API names none, and the longest that its doubling reaches.
  package static let standardWait: Duration = .seconds(60)
  package static let standardWaitMax: Duration = .seconds(900)
  /// The longest wait that is believed; an answer that asks for more gets this.
  package static let waitMax: Duration = .seconds(86_400)
  /// Reset values below this are seconds from now, the others Unix seconds.
  package static let unixSecondsMin: Int64 = 1_000_000_000

  package var wait: Duration
  package var basis: Basis

  package init(wait: Duration, basis: Basis) {
    self.wait = wait
    self.basis = basis
  }

  /// The wait that `headers` ask for, counted from `now`.
  ///
  /// | headers | wait |
  /// | --- | --- |
  /// | `Retry-After: 120` | 120 s |
  /// | `Retry-After: Sun, 06 Nov 1994 08:49:37 GMT` | until then in server time, at least 0 s |
  /// | `X-RateLimit-Reset: 90` | 90 s |
  /// | `X-RateLimit-Reset: 1642521600` | until then in server time, at least 0 s |
  /// | neither, negative or unreadable | 60 s, 120 s, … 900 s by `throttledInARow` |
  ///
  /// - Parameters:
  ///   - serverDate: the answer's `Date`; `nil` takes `now` for the server's time.
  ///   - throttledInARow: 429s in a row, this one included.
  package static func wait(
    headers: HeaderFields, now: UTCTime, serverDate: UTCTime?, throttledInARow: Int = 1
  ) -> RetryAdvice {
    let serverNow = serverDate ?? now
    if let wait = retryAfter(headers, serverNow) {
      return RetryAdvice(wait: wait, basis: .retryAfter)
    }
    if let wait = reset(headers, serverNow) { return RetryAdvice(wait: wait, basis: .reset) }
    return RetryAdvice(wait: standard(throttledInARow), basis: .standard)
  }

  /// `wait` with up to a tenth more, at most 10 s, so that clients do not come back together.
  ///
  /// - Parameter random: at least 0 and below 1.
  package static func jittered(_ wait: Duration, random: Double) -> Duration {
    let spread = min(Double(wait.milliseconds) / 10, 10_000)
    return wait + .milliseconds(Int64(spread * min(max(random, 0), 1)))
  }

  private static func retryAfter(_ headers: HeaderFields, _ serverNow: UTCTime) -> Duration? {
    if let seconds = headers.number("retry-after") { return believed(seconds) }
    guard let text = headers["retry-after"], let date = HTTPDate.parse(text) else { return nil }
    return min(max(serverNow.duration(to: date), .zero), waitMax)
  }

  private static func reset(_ headers: HeaderFields, _ serverNow: UTCTime) -> Duration? {
    guard let value = headers.number("x-ratelimit-reset") else { return nil }
    if value < unixSecondsMin { return believed(value) }
    guard value < .max / 1000 else { return waitMax }
    let wait = serverNow.duration(to: UTCTime(rawValue: value * 1000))
    return min(max(wait, .zero), waitMax)
  }

  /// A number of seconds that makes sense; `nil` for a negative one.
  private static func believed(_ seconds: Int64) -> Duration? {
    seconds < 0 ? nil : min(.seconds(seconds), waitMax)
  }

  private static func standard(_ throttledInARow: Int) -> Duration {
    let doublings = min(max(throttledInARow - 1, 0), 10)
    return min(standardWait * (1 << doublings), standardWaitMax)
  }
}
