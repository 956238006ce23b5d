package import MailModel

/// Lets requests out as the rate limit allows; every request of a run passes here.
package actor RateGate {
  private var window: RateWindow
  private let now: @Sendable () -> UTCTime
  private let sleep: @Sendable (Duration) async throws -> Void
  private let random: @Sendable () -> Double
  private let onWait: @Sendable (UTCTime?) -> Void
  private let onBlock: @Sendable (UTCTime) -> Void
  private var waitingUntil: UTCTime?
  private var budget = RetryBudget()
  /// How many requests went out.
  package var requestCount: Int { budget.requestCount }

  /// - Parameters:
  ///   - parts: how many processes share the limit evenly.
  ///   - blockedUntil: what an earlier run was told to wait for.
  ///   - onWait: is told until when requests wait, and `nil` when they go out again.
  ///   - onBlock: is told, when a 429 comes, until when nothing may go out.
  package init(
    reserve: Int, parts: Int = 1, blockedUntil: UTCTime? = nil,
    now: @escaping @Sendable () -> UTCTime,
    sleep: @escaping @Sendable (Duration) async throws -> Void,
    random: @escaping @Sendable () -> Double,
    onWait: @escaping @Sendable (UTCTime?) -> Void = { _ in },
    onBlock: @escaping @Sendable (UTCTime) -> Void = { _ in }
  ) {
    self.onBlock = onBlock
    self.onWait = onWait
    window = RateWindow(reserve: reserve, parts: parts, blockedUntil: blockedUntil)
    self.now = now
    self.sleep = sleep
    self.random = random
  }

  /// The longest nap: a clock that jumps is noticed after it.
  private static let napMax: Duration = .seconds(5)

  /// Returns when a request may go out; throws when the caller is cancelled.
  package func admit(_ purpose: RateWindow.Purpose) async throws {
    while let until = window.admit(purpose, at: now()) {
      try Task.checkCancellation()
      tell(until)
      let rest = now().duration(to: until)
      try await sleep(max(.milliseconds(5), min(rest, Self.napMax)))
    }
    tell(nil)
    budget.count(requests: 1)
  }

  /// Whether the run may try one more call again.
  package func takeRetry() -> Bool { budget.takeRetry() }

  /// Lets out as many of `most` requests as may go without waiting, and says how many.
  package func admitAtOnce(_ purpose: RateWindow.Purpose, most: Int) -> Int {
    var admitted = 0
    while admitted < most, window.admit(purpose, at: now()) == nil { admitted += 1 }
    if admitted > 0 { tell(nil) }
    budget.count(requests: admitted)
    return admitted
  }

  private func tell(_ until: UTCTime?) {
    guard until != waitingUntil else { return }
    waitingUntil = until
    onWait(until)
  }

  /// Takes a permit back when a 429 has come since it was given.
  package func withdraws() -> Bool {
    guard let until = window.blockedUntil, now() < until else { return false }
    release()
    return true
  }

  /// Gives back a permit that was not used.
  package func release() { window.release() }

  /// Takes an answer into account.
  package func observe(_ exchange: Exchange) {
    let before = window.blockedUntil
    window.observe(exchange, at: now(), random: random())
    if let until = window.blockedUntil, until != before { onBlock(until) }
  }
}
