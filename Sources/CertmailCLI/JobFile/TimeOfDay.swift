package import Foundation
import MailModel

/// A local time of day, to the minute: `05:30`.
package struct TimeOfDay: Hashable, Sendable, CustomStringConvertible {
  /// 0…23.
  package var hour: Int
  /// 0…59.
  package var minute: Int

  /// Reads `HH:MM` on the 24-hour clock, always five characters.
  package init?(text: String) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard text.utf8.count == 5, parts.count == 2, parts[0].utf8.count == 2,
      text.utf8.allSatisfy({ $0.isASCIIDigit || $0 == UInt8(ascii: ":") }),
      let hour = Int(parts[0]), let minute = Int(parts[1]), hour < 24, minute < 60
    else { return nil }
    self.hour = hour
    self.minute = minute
  }

  package var description: String { "\(Self.twoDigits(hour)):\(Self.twoDigits(minute))" }

  /// The first moment after `moment` at which clocks in `zone` show this time; in the night when the
  /// clocks are put forward over it, the first moment after the gap.
  package func next(after moment: Date, in zone: TimeZone) -> Date? {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = zone
    return calendar.nextDate(
      after: moment, matching: DateComponents(hour: hour, minute: minute, second: 0),
      matchingPolicy: .nextTime)
  }

  private static func twoDigits(_ number: Int) -> String {
    number < 10 ? "0\(number)" : "\(number)"
  }
}
