package import Foundation

/// A moment as whole milliseconds since 1970-01-01T00:00:00Z: the only form in which times are
/// stored, so that they sort and compare in SQL.
package struct UTCTime: RawRepresentable, Hashable, Comparable, Sendable {
  /// Milliseconds since the Unix epoch.
  package var rawValue: Int64

  package init(rawValue: Int64) { self.rawValue = rawValue }

  package init(_ date: Date) { rawValue = Int64((date.timeIntervalSince1970 * 1000).rounded()) }

  /// Reads RFC 3339 text with `Z` or an offset, with or without a fraction of a second.
  package init?(iso8601 text: String) {
    let style = Date.ISO8601FormatStyle(includingFractionalSeconds: text.contains("."))
    guard let date = try? style.parse(text) else { return nil }  // unreadable text is the nil
    self.init(date)
  }

  package var date: Date { Date(timeIntervalSince1970: Double(rawValue) / 1000) }

  /// RFC 3339 text in UTC with whole seconds: `2026-01-15T10:30:00Z`.
  package var iso8601: String { date.formatted(Date.ISO8601FormatStyle()) }

  /// The moment `duration` later.
  package func advanced(by duration: Duration) -> UTCTime {
    UTCTime(rawValue: rawValue + duration.milliseconds)
  }

  /// The time from this moment to `later`; negative when `later` is earlier.
  package func duration(to later: UTCTime) -> Duration {
    .milliseconds(later.rawValue - rawValue)
  }

  package static func < (left: UTCTime, right: UTCTime) -> Bool { left.rawValue < right.rawValue }
}

extension Duration {
  /// The duration in whole milliseconds, cut towards zero.
  package var milliseconds: Int64 {
    components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
  }
}
