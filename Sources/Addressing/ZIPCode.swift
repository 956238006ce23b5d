import MailModel

/// A ZIP code of five digits, or of nine as `12345-6789`.
package struct ZIPCode: Hashable, Sendable {
  /// Five ASCII digits.
  package let base: String
  /// Four ASCII digits, never `0000`.
  package let plus4: String?

  /// `nil` unless `base` is five and `plus4` four digits; a `plus4` of `0000` is dropped.
  init?(base: some StringProtocol, plus4: (some StringProtocol)? = String?.none) {
    guard base.utf8.count == 5, base.utf8.allSatisfy(\.isASCIIDigit) else { return nil }
    self.base = String(base)
    guard let plus4 else {
      self.plus4 = nil
      return
    }
    guard plus4.utf8.count == 4, plus4.utf8.allSatisfy(\.isASCIIDigit) else { return nil }
    self.plus4 = plus4 == "0000" ? nil : String(plus4)
  }

  /// `12345` or `12345-6789`
  package var text: String { plus4.map { "\(base)-\($0)" } ?? base }

  /// The first three digits as a number, 0…999.
  package var prefix: Int { Int(base.prefix(3)) ?? 0 }
}
