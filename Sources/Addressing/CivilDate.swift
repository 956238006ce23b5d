/// A day of the Gregorian calendar, without time or zone.
package struct CivilDate: Hashable, Comparable, Sendable {
  /// One of `years`.
  package let year: Int
  /// 1…12
  package let month: Int
  /// 1…31
  package let day: Int

  /// The years that a deadline may name; anything else is a slip of the keyboard.
  package static let years = 1900...2199

  /// `nil` when there is no such day, or its year is not in `years`.
  package init?(year: Int, month: Int, day: Int) {
    guard Self.years.contains(year), (1...12).contains(month),
      day >= 1, day <= Self.length(ofMonth: month, in: year)
    else { return nil }
    self.year = year
    self.month = month
    self.day = day
  }

  /// Reads exactly `yyyy-MM-dd`.
  package init?(iso text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count == 10 else { return nil }
    self.init(isoDigits: { bytes[$0] })
  }

  /// Reads `yyyy-MM-dd` from the ten bytes that `byte` gives for 0…9.
  init?(isoDigits byte: (Int) -> UInt8) {
    guard byte(4) == UInt8(ascii: "-"), byte(7) == UInt8(ascii: "-") else { return nil }
    func number(_ range: Range<Int>) -> Int? {
      var value = 0
      for at in range {
        let digit = byte(at) &- UInt8(ascii: "0")
        guard digit < 10 else { return nil }
        value = value * 10 + Int(digit)
      }
      return value
    }
    guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10)
    else { return nil }
    self.init(year: year, month: month, day: day)
  }

  /// The day that a spreadsheet of the 1900 date system stores as `serial`: 45000 is 2023-03-15.
  ///
  /// `nil` outside of `spreadsheetSerials`, where a number is more likely no date at all.
  package init?(spreadsheetSerial serial: Int) {
    guard Self.spreadsheetSerials.contains(serial) else { return nil }
    self.init(daysSinceEpoch: serial - 25_569)
  }

  /// 2009-07-06 … 2064-04-08.
  package static let spreadsheetSerials = 40_000...60_000

  /// The day `days` after 1970-01-01, by the era arithmetic of H. Hinnant's `civil_from_days`.
  private init?(daysSinceEpoch days: Int) {
    let shifted = days + 719_468
    let era = shifted / 146_097
    let dayOfEra = shifted % 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    self.init(
      year: era * 400 + yearOfEra + (month <= 2 ? 1 : 0), month: month,
      day: dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
  }

  /// `2026-01-05`
  package var iso: String { "\(year)-\(Self.twoDigits(month))-\(Self.twoDigits(day))" }

  package static func < (left: CivilDate, right: CivilDate) -> Bool {
    (left.year, left.month, left.day) < (right.year, right.month, right.day)
  }

  private static func twoDigits(_ number: Int) -> String {
    number < 10 ? "0\(number)" : "\(number)"
  }

  private static func length(ofMonth month: Int, in year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}
