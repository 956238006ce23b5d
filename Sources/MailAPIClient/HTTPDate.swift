package import MailModel

/// The date forms of HTTP (RFC 9110 §5.6.7), read without locale or formatter.
package enum HTTPDate {
  private static let months = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
  ]

  /// Reads `Sun, 06 Nov 1994 08:49:37 GMT` and the two obsolete forms,
  /// `Sunday, 06-Nov-94 08:49:37 GMT` and `Sun Nov  6 08:49:37 1994`; `nil` for anything else.
  package static func parse(_ text: String) -> UTCTime? {
    let words = text.lowercased().split { " ,-".contains($0) }.map(String.init)
    switch words.count {
    case 6 where ["gmt", "utc"].contains(words[5]):
      return time(day: words[1], month: words[2], year: words[3], clock: words[4])
    case 5: return time(day: words[2], month: words[1], year: words[4], clock: words[3])
    default: return nil
    }
  }

  private static func time(day: String, month: String, year: String, clock: String) -> UTCTime? {
    let parts = clock.split(separator: ":", omittingEmptySubsequences: false)
    guard let day = Int(day), let month = months.firstIndex(of: month), let year = fullYear(year),
      parts.count == 3, let hour = Int(parts[0]), let minute = Int(parts[1]),
      let second = Int(parts[2]), (1...31).contains(day), (0...23).contains(hour),
      (0...59).contains(minute), (0...60).contains(second)
    else { return nil }
    let days = daysSinceEpoch(year: year, month: month + 1, day: day)
    return UTCTime(rawValue: Int64(((days * 24 + hour) * 60 + minute) * 60 + second) * 1000)
  }

  /// Two digits below 70 are in this century, the others in the last one.
  private static func fullYear(_ text: String) -> Int? {
    guard let year = Int(text), year >= 0, year <= 9999 else { return nil }
    if text.count > 2 { return year }
    return year < 70 ? year + 2000 : year + 1900
  }

  /// Days from 1970-01-01 in the Gregorian calendar, the year counted from March on.
  private static func daysSinceEpoch(year: Int, month: Int, day: Int) -> Int {
    let marchYear = month > 2 ? year : year - 1
    let monthFromMarch = (month + 9) % 12
    let leapDays = marchYear / 4 - marchYear / 100 + marchYear / 400
    return marchYear * 365 + leapDays + (monthFromMarch * 153 + 2) / 5 + day - 1 - 719_468
  }
}
