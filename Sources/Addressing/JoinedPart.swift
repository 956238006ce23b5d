import MailModel

/// A cell that is one of several which make up a field: `45`, `N`, `Oak St`.
package struct JoinedPart {
  /// What it adds to the field.
  package let text: ArraySlice<UInt8>
  /// Whether it is `#N/A` or the like, with which the whole field is none.
  package let isErrorValue: Bool

  /// `nil` for what programs export for "nothing". `Nan` is a first name, `nan` is none.
  package init?(_ cell: ArraySlice<UInt8>) {
    guard cell.count <= Self.wordMax else {
      (text, isErrorValue) = (cell, false)
      return
    }
    let word = String(decoding: cell, as: UTF8.self).trimmed
    if Self.nothing.contains(word) { return nil }
    isErrorValue = SpreadsheetDamage.isErrorValue(word)
    text = Self.withoutFraction(cell)
  }

  private static let wordMax = 16

  private static let nothing: Set<String> = [
    "nan", "NaN", "NULL", "null", "(null)", "(NULL)", "<NULL>", "<NA>", "\\N", "N/A", "n/a", "None",
    "none", "-", "--",
  ]

  /// `5.0` of a number's column is `5`.
  private static func withoutFraction(_ cell: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let digits = cell.dropLast(2)
    guard cell.elementsEqual(digits + Array(".0".utf8)), !digits.isEmpty,
      digits.allSatisfy(\.isASCIIDigit)
    else { return cell }
    return digits
  }
}
