import Foundation
import MailModel

/// A moment as a calendar shows it: what Foundation's formatters do, at a thousandth of their cost.
///
/// Days to dates as in Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms",
/// `civil_from_days`: proleptic Gregorian, any year.
struct CivilTime: Hashable {
  var year: Int
  var month: Int
  var day: Int
  var hour: Int
  var minute: Int
  var second: Int

  /// The moment `offset` seconds east of UTC.
  init(_ time: UTCTime, offset: Int = 0) {
    let seconds = floorDivided(Int(time.rawValue), by: 1000) + offset
    let days = floorDivided(seconds, by: 86_400)
    let rest = seconds - days * 86_400
    (hour, minute, second) = (rest / 3600, rest / 60 % 60, rest % 60)

    let shifted = days + 719_468  // from 0000-03-01, so that a leap day ends its year
    let era = floorDivided(shifted, by: 146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }
}

/// Turns moments into days and times of the firm's zone.
///
/// Zones change their offset on quarter hours only, so one look-up serves a quarter of an hour.
struct LocalClock {
  private let zone: TimeZone
  private var quarter = Int.min
  private var offset = 0

  init(_ zone: TimeZone) { self.zone = zone }

  mutating func civil(_ time: UTCTime) -> CivilTime {
    let now = floorDivided(Int(time.rawValue), by: 900_000)
    if now != quarter {
      quarter = now
      offset = zone.secondsFromGMT(for: time.date)
    }
    return CivilTime(time, offset: offset)
  }

  /// The zone's short name at `time`: `PST`, `GMT-3`.
  func zoneName(_ time: UTCTime) -> String {
    zone.secondsFromGMT(for: time.date) == 0
      ? "UTC" : zone.abbreviation(for: time.date) ?? zone.identifier
  }
}

private func floorDivided(_ value: Int, by divisor: Int) -> Int {
  let quotient = value / divisor
  return value % divisor < 0 ? quotient - 1 : quotient
}

extension OutputBuffer {
  /// Appends RFC 3339 text in UTC with whole seconds: `2026-01-15T10:30:00Z`.
  mutating func time(_ time: UTCTime) {
    let civil = CivilTime(time)
    date(civil)
    byte(UInt8(ascii: "T"))
    clock(civil)
    byte(UInt8(ascii: ":"))
    twoDigits(civil.second)
    byte(UInt8(ascii: "Z"))
  }

  /// Appends a date: `2026-01-15`.
  mutating func date(_ civil: CivilTime) {
    digits(UInt64(max(0, civil.year)), atLeast: 4)
    byte(UInt8(ascii: "-"))
    twoDigits(civil.month)
    byte(UInt8(ascii: "-"))
    twoDigits(civil.day)
  }

  /// Appends hours and minutes: `10:30`.
  mutating func clock(_ civil: CivilTime) {
    twoDigits(civil.hour)
    byte(UInt8(ascii: ":"))
    twoDigits(civil.minute)
  }
}
