import MailModel

/// How long to wait before a request is tried again: exponential, with full jitter.
package struct Backoff: Sendable {
  /// The bound of the wait after one failure, and the largest bound.
  package static let first: Duration = .milliseconds(500)
  package static let longest: Duration = .seconds(60)

  /// At least 0 and below 1.
  package var random: @Sendable () -> Double

  package init(random: @escaping @Sendable () -> Double) { self.random = random }

  /// The bound of the wait: 1 failure: 0.5 s, 2: 1 s, 5: 8 s, 8 or more: 60 s.
  package static func bound(failures: Int) -> Duration {
    let doublings = min(max(failures - 1, 0), 16)
    return min(first * (1 << doublings), longest)
  }

  /// A random part of `bound(failures:)`, from nothing to all of it.
  package func wait(failures: Int) -> Duration {
    let share = min(max(random(), 0), 1)
    return .milliseconds(Int64(Double(Self.bound(failures: failures).milliseconds) * share))
  }
}

/// How many retries a run may spend: a hundred, or a fifth of its requests when that is more.
///
/// When the API is down, retries then add at most a fifth to what it has to bear.
struct RetryBudget: Hashable, Sendable {
  static let floor = 100
  static let percent = 20

  private(set) var requestCount = 0
  private var retryCount = 0

  /// Counts requests, retries among them.
  mutating func count(requests: Int) { requestCount += requests }

  /// Takes a retry out of the budget; `false` when there is none left.
  mutating func takeRetry() -> Bool {
    guard retryCount < max(Self.floor, requestCount * Self.percent / 100) else { return false }
    retryCount += 1
    return true
  }
}
