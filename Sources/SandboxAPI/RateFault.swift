import Foundation
import MailModel

/// Another rate limit than the usual one, and other ways to tell it (`rate` in a fault script).
struct RateFault: Sendable, Decodable {
  /// What `X-RateLimit-Reset` holds; the page shows Unix seconds.
  enum HeaderForm: String, CaseIterable, Sendable, Decodable {
    /// Unix time in seconds.
    case unix
    /// Seconds from now.
    case relative
    /// None of the three headers is sent.
    case none
  }

  /// What `Retry-After` holds (RFC 9110 §10.2.3).
  enum RetryAfterForm: String, CaseIterable, Sendable, Decodable {
    case seconds, date
    /// The header is not sent.
    case none

    func headers(seconds: Int, now: UTCTime) -> [(name: String, value: String)] {
      switch self {
      case .seconds: [("Retry-After", "\(seconds)")]
      case .date: [("Retry-After", Self.date(now.advanced(by: .seconds(seconds))))]
      case .none: []
      }
    }

    /// `Sun, 06 Nov 1994 08:49:37 GMT`.
    private static func date(_ time: UTCTime) -> String {
      let style = Date.VerbatimFormatStyle(
        format: """
          \(weekday: .abbreviated), \(day: .twoDigits) \(month: .abbreviated) \
          \(year: .padded(4)) \(hour: .twoDigits(clock: .twentyFourHour, hourCycle: .zeroBased)):\
          \(minute: .twoDigits):\(second: .twoDigits) GMT
          """,
        locale: Locale(identifier: "en_US_POSIX"), timeZone: .gmt,
        calendar: Calendar(identifier: .gregorian))
      return time.date.formatted(style)
    }
  }

  var limit: Int?
  var windowSeconds: Int?
  var headers: HeaderForm
  var retryAfter: RetryAfterForm

  private enum CodingKeys: String, CodingKey, CaseIterable {
    case limit
    case windowSeconds = "window_seconds"
    case headers
    case retryAfter = "retry_after"
    case comment
  }

  init(from decoder: any Decoder) throws {
    let body = try decoder.strictContainer(keyedBy: CodingKeys.self)
    limit = try body.number(.limit, in: 0...Int(Int32.max))
    windowSeconds = try body.number(.windowSeconds, in: 1...FaultRule.secondsMax)
    headers = try body.decodeIfPresent(HeaderForm.self, forKey: .headers) ?? .unix
    retryAfter = try body.decodeIfPresent(RetryAfterForm.self, forKey: .retryAfter) ?? .seconds
  }
}
