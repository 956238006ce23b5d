import MailModel

/// Durations as a job file writes them: a whole number and one of `ms`, `s`, `m`, `h`, `d`.
package enum DurationText {
  /// The longest number of digits that is read; seven days are nine digits of milliseconds.
  static let digitsMax = 9

  private static let units: [(name: String, milliseconds: Int64)] = [
    ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000), ("ms", 1),
  ]

  /// `90s`, `15m`, `2h`, `1d`, `500ms`; anything else is `nil`.
  package static func duration(_ text: String) -> Duration? {
    let digits = text.utf8.prefix { $0.isASCIIDigit }
    guard !digits.isEmpty, digits.count <= digitsMax,
      let count = Int64(String(Substring(digits))),
      let unit = units.first(where: { $0.name == text.dropFirst(digits.count) })
    else { return nil }
    return .milliseconds(count * unit.milliseconds)
  }

  /// The shortest text that means exactly `duration`: `15m`, `90s`, `0s`; parts of a millisecond are
  /// cut.
  package static func text(_ duration: Duration) -> String {
    let milliseconds = duration.milliseconds
    guard milliseconds != 0 else { return "0s" }
    for unit in units where milliseconds % unit.milliseconds == 0 {
      return "\(milliseconds / unit.milliseconds)\(unit.name)"
    }
    return "\(milliseconds)ms"
  }
}
