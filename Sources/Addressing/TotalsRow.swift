import MailModel

/// The last line of many spreadsheets: `Total`, `Grand total: 124`, `Count of letters`.
enum TotalsRow {
  /// Whether a row with nothing in its street, city and state, and no ZIP code, begins with a total.
  ///
  /// The sum itself may stand below the ZIP codes, which are the last column of many lists.
  /// `Total Wine LLC` is a recipient who lacks an address, so only words of sums may follow.
  static func matches(_ row: RowReview) -> Bool {
    let address: [RowField] = [.street1, .street2, .city, .state]
    guard address.allSatisfy({ row[$0].isEmpty }), row[.zip].utf8.count < zipDigits
    else { return false }
    let first = RowField.allCases.first { !row[$0].isEmpty }
    return [first, .reference, .name].contains { $0.map { isTotal(row[$0]) } ?? false }
  }

  private static let zipDigits = 5

  private static func isTotal(_ text: String) -> Bool {
    if isFooter(text) { return true }
    let words = text.lowercased().split { !$0.isLetter }.map(String.init)
    guard let first = words.first, words.allSatisfy(sumWords.contains) else { return false }
    return keywords.contains(first) || words.contains("total") || words.contains("totals")
  }

  /// `(2 rows affected)`, `3 records`, `-------`: what a program prints below its rows.
  private static func isFooter(_ text: String) -> Bool {
    if text.utf8.count > 2, text.utf8.allSatisfy({ $0 == UInt8(ascii: "-") }) { return true }
    let words = text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
    guard let count = words.first, count.utf8.allSatisfy(\.isASCIIDigit), words.count > 1
    else { return false }
    return words.dropFirst().allSatisfy(footerWords.contains)
  }

  private static let footerWords: Set<String> = [
    "row", "rows", "record", "records", "affected", "returned", "selected", "total",
  ]

  private static let keywords: Set<String> = [
    "total", "totals", "grandtotal", "subtotal", "subtotals", "sum", "count",
  ]

  private static let sumWords: Set<String> = keywords.union([
    "grand", "sub", "of", "for", "all", "number", "no", "amount", "records", "record", "rows",
    "row", "letters", "letter", "mailings", "mailing", "items", "pieces", "recipients", "count",
    "cases",
  ])
}
