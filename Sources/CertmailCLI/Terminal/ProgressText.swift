import Foundation
import MailModel

/// What a snapshot looks like as a line for people and as an event for programs.
enum ProgressText {
  /// `submit 120/500 24%  3.2/s  $1,171.20  1m 58s left`, and where nothing moves
  /// `waiting until 14:30:05 (rate limit)`, in the time of `zone`.
  static func line(_ snapshot: ProgressSnapshot, zone: TimeZone) -> String {
    var parts = [snapshot.stage.rawValue + " " + count(snapshot)]
    if let tenths = snapshot.tenthsPerSecond { parts.append(rate(tenths)) }
    if let charged = snapshot.charged { parts.append(charged.dollars) }
    if let waiting = snapshot.waiting {
      parts.append("waiting until \(clock(waiting.until, zone)) (\(waiting.reason))")
    } else if let left = snapshot.left {
      parts.append("\(duration(left)) left")
    }
    return parts.joined(separator: "  ")
  }

  /// One JSON object: `{"event":"progress","stage":"submit","done":120,"total":500,…}`.
  static func event(_ snapshot: ProgressSnapshot, at time: UTCTime) -> String {
    let waiting: JSONText =
      snapshot.waiting.map {
        .object(["until": .time($0.until), "reason": .text($0.reason)])
      } ?? .null
    return JSONText.object([
      "event": "progress", "at": .time(time), "stage": .text(snapshot.stage.rawValue),
      "done": .count(snapshot.done), "total": snapshot.total.map { .count($0) } ?? .null,
      "charged": .amount(snapshot.charged),
      "seconds_left": snapshot.left.map { .integer($0.milliseconds / 1000) } ?? .null,
      "waiting": waiting,
    ]).line
  }

  /// The time of day in `zone`, to the second: `14:30:05`.
  static func clock(_ time: UTCTime, _ zone: TimeZone) -> String {
    let offset = Int64(zone.secondsFromGMT(for: time.date))
    // The remainder of a negative number is negative; a day added makes it a time of day.
    let second = ((time.rawValue / 1000 + offset) % 86_400 + 86_400) % 86_400
    return [second / 3600, second / 60 % 60, second % 60].map(twoDigits).joined(separator: ":")
  }

  /// The two largest units: `45s`, `1m 58s`, `2h 05m`, `3d 04h`.
  static func duration(_ duration: Duration) -> String {
    let seconds = max(0, duration.milliseconds / 1000)
    switch seconds {
    case ..<60: return "\(seconds)s"
    case ..<3600: return "\(seconds / 60)m \(twoDigits(seconds % 60))s"
    case ..<86_400: return "\(seconds / 3600)h \(twoDigits(seconds / 60 % 60))m"
    default: return "\(seconds / 86_400)d \(twoDigits(seconds / 3600 % 24))h"
    }
  }

  private static func count(_ snapshot: ProgressSnapshot) -> String {
    guard let total = snapshot.total, let percent = snapshot.percent else {
      return snapshot.done.grouped
    }
    return "\(snapshot.done.grouped)/\(total.grouped) \(percent)%"
  }

  private static func rate(_ tenths: Int64) -> String {
    tenths >= 1000 ? "\(Int(tenths / 10).grouped)/s" : "\(tenths / 10).\(tenths % 10)/s"
  }

  private static func twoDigits(_ number: Int64) -> String {
    number < 10 ? "0\(number)" : "\(number)"
  }
}
