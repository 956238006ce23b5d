import MailModel

/// What a spreadsheet makes of a cell when it opens a file and saves it again.
enum SpreadsheetCell {
  /// `before` when `text` is no more than what a spreadsheet makes of it, else `text`: a number
  /// without its leading zeros, one that was rounded, a date that was none, or a text whose letters an
  /// encoding did not have.
  static func restored(_ text: String, _ before: String?) -> String {
    guard let before, text != before, !text.isEmpty, !before.isEmpty else { return text }
    let isItsOwn =
      hasLostZeros(text, before) || isRounded(text, before) || isDate(text, before)
      || hasLostLetters(text, before)
    return isItsOwn ? before : text
  }

  /// `0012` became `12`.
  private static func hasLostZeros(_ text: String, _ before: String) -> Bool {
    before.utf8.count > text.utf8.count && before.hasSuffix(text)
      && before.utf8.allSatisfy(\.isASCIIDigit)
      && before.utf8.dropLast(text.utf8.count).allSatisfy { $0 == UInt8(ascii: "0") }
  }

  /// `Nguyễn` became `Nguy?n`.
  private static func hasLostLetters(_ text: String, _ before: String) -> Bool {
    let (left, right) = (Array(text), Array(before))
    return left.count == right.count
      && zip(left, right).allSatisfy { $0 == $1 || $0 == "?" && !$1.isASCII }
  }

  /// `123456789012` became `1.23457E+11`, `3E5` became `3.00E+05`.
  private static func isRounded(_ text: String, _ before: String) -> Bool {
    guard text.contains("E+"), let rounded = Double(text), let exact = Double(before),
      before.utf8.allSatisfy({ $0.isASCIIDigit || $0 | 0x20 == UInt8(ascii: "e") })
    else { return false }
    return abs(rounded - exact) <= exact / 100
  }

  /// `1/2` became `2-Jan`, `2026-1` became `Jan-26`.
  private static func isDate(_ text: String, _ before: String) -> Bool {
    let numbers = before.split { "-/".contains($0) }.compactMap { Int($0) }
    guard before.utf8.allSatisfy({ $0.isASCIIDigit || "-/".utf8.contains($0) }),
      numbers.count == 2
    else { return false }
    let parts = text.split(separator: "-")
    guard parts.count == 2 else { return false }
    for (name, number) in [(parts[0], parts[1]), (parts[1], parts[0])] {
      guard let month = months.firstIndex(of: name.lowercased()), let number = Int(number)
      else { continue }
      for (one, other) in [(numbers[0], numbers[1]), (numbers[1], numbers[0])]
      where one == month + 1 && (other == number || other % 100 == number) {
        return true
      }
    }
    return false
  }

  private static let months = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
  ]
}
