import HTTPServer
import MailAPI
import MailModel
import Synchronization

/// How many requests a window still takes, and the three headers that say so.
///
/// A window begins with its first request. Safe from any thread: the server asks for the headers of
/// its own refusals.
final class RequestAllowance: Sendable {
  private let limit: Int
  private let windowSeconds: Int64
  private let form: RateFault.HeaderForm
  private let retryAfter: RateFault.RetryAfterForm
  private let now: @Sendable () -> UTCTime
  private let window = Mutex<(start: Int64, used: Int)>((0, 0))

  /// The provider documents none; a minute shows a limit soon enough.
  static let windowSeconds = 60

  init(configuration: SandboxConfiguration) {
    let fault = configuration.faults?.rate
    limit = fault?.limit ?? configuration.rateLimit
    windowSeconds = Int64(fault?.windowSeconds ?? Self.windowSeconds)
    form = fault?.headers ?? .unix
    retryAfter = fault?.retryAfter ?? .seconds
    now = configuration.now
  }

  private var seconds: Int64 { now().rawValue / 1000 }

  /// Counts a request; the answer in its place when the window is used up.
  func take() -> HTTPResponse? {
    let seconds = seconds
    let (start, used) = window.withLock { window in
      if seconds - window.start >= windowSeconds || seconds < window.start { window = (seconds, 0) }
      window.used += 1
      return window
    }
    guard used > limit else { return nil }
    var response = SandboxRefusal(.rateLimited, "too many requests; wait for the next window")
      .response
    response.headers += retryAfter.headers(
      seconds: Int(start + windowSeconds - seconds), now: now())
    return response
  }

  /// The three headers, as the page shows them unless a fault says otherwise.
  /// - Parameter resetIn: seconds to the reset that a fault names.
  func headers(
    form: RateFault.HeaderForm? = nil, resetIn: Int? = nil
  ) -> [(name: String, value: String)] {
    let seconds = seconds
    let (start, used) = window.withLock { $0 }
    let end = resetIn.map { seconds + Int64($0) } ?? max(seconds, start + windowSeconds)
    let reset: Int64
    switch form ?? self.form {
    case .none: return []
    case .unix: reset = end
    case .relative: reset = end - seconds
    }
    return [
      ("X-RateLimit-Limit", "\(limit)"), ("X-RateLimit-Remaining", "\(max(0, limit - used))"),
      ("X-RateLimit-Reset", "\(reset)"),
    ]
  }
}
