import MailModel

/// A deadline as people and spreadsheets write it, read into a day.
///
/// | given | read as |
/// | --- | --- |
/// | `2026-01-05`, `2026-01-05T00:00:00` | 2026-01-05 |
/// | `1/5/2026`, `01-05-2026`, `1/5/2026 0:00` | 2026-01-05, month first as in the US |
/// | `31.1.2026`, `1.31.2026` | 2026-01-31; `1.5.2026` could be either day, and is none |
/// | `Jan 5, 2026`, `5-Jan-2026`, `January 5th 2026` | 2026-01-05 |
/// | `1/5/26`, `5-Jan-26`, `46027`, `46027.0` | 2026-01-05, guessed |
struct MailByDate: Hashable {
  var date: CivilDate
  /// Whether a two-digit year or a spreadsheet's day number was filled in.
  var isGuessed: Bool

  /// `nil` when `text` (trimmed, blanks folded) is no date.
  init?(_ text: String) {
    if let date = CivilDate(iso: text) {
      (self.date, isGuessed) = (date, false)
    } else if let date = Self.serial(text) {
      (self.date, isGuessed) = (date, true)
    } else if let read = Self.written(text) {
      self = read
    } else {
      return nil
    }
  }

  private init?(year: String, month: Int?, day: String) {
    guard let month, let number = Self.number(year, digits: [2, 4]),
      let day = Self.number(day, digits: [1, 2]),
      let date = CivilDate(
        year: year.count == 2 ? 2000 + number : number, month: month, day: day)
    else { return nil }
    (self.date, isGuessed) = (date, year.count == 2)
  }

  private static func serial(_ text: String) -> CivilDate? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard let whole = parts.first, let serial = number(whole, digits: [5]), parts.count <= 2,
      parts.count == 1 || (!parts[1].isEmpty && parts[1].utf8.allSatisfy(\.isASCIIDigit))
    else { return nil }
    return CivilDate(spreadsheetSerial: serial)
  }

  private static func written(_ text: String) -> MailByDate? {
    let words = withoutTime(text).split { " ,/-.".contains($0) }.map(String.init)
    guard words.count == 3 else { return nil }
    let (first, second, third) = (words[0], words[1], words[2])
    if number(first, digits: [4]) != nil {
      return MailByDate(year: first, month: number(second, digits: [1, 2]), day: third)
    }
    if let month = month(named: first) {
      return MailByDate(year: third, month: month, day: withoutOrdinal(second))
    }
    if let month = month(named: second) {
      return MailByDate(year: third, month: month, day: withoutOrdinal(first))
    }
    if text.contains(".") {
      // With dots most of the world writes the day first, and some the month: one is certain.
      guard let one = number(first, digits: [1, 2]), let other = number(second, digits: [1, 2]),
        one > 12 || other > 12 || one == other
      else { return nil }
      return one > 12
        ? MailByDate(year: third, month: other, day: first)
        : MailByDate(year: third, month: one, day: second)
    }
    return MailByDate(year: third, month: number(first, digits: [1, 2]), day: second)
  }

  /// Takes ` 0:00`, ` 12:00:00 AM` or `T00:00:00Z` off a date.
  private static func withoutTime(_ text: String) -> String {
    guard let colon = text.firstIndex(of: ":"),
      let cut = text[..<colon].lastIndex(where: { $0 == " " || $0 == "T" })
    else { return text }
    return String(text[..<cut])
  }

  private static func withoutOrdinal(_ day: String) -> String {
    let lower = day.lowercased()
    return ["st", "nd", "rd", "th"].contains { lower.hasSuffix($0) } ? String(day.dropLast(2)) : day
  }

  private static func number(_ text: String, digits: Set<Int>) -> Int? {
    digits.contains(text.utf8.count) && text.utf8.allSatisfy(\.isASCIIDigit) ? Int(text) : nil
  }

  /// 1…12 for an English month's name or its first three or more letters.
  static func month(named text: String) -> Int? {
    let lower = text.lowercased()
    guard lower.utf8.count >= 3 else { return nil }
    return months.firstIndex { $0.hasPrefix(lower) }
      .map { $0 + 1 }
  }

  private static let months = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
  ]
}
