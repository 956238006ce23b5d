/// An amount of US dollars as a whole number of cents; money never touches binary floating point.
///
/// Read from and printed as decimal text: `9.76`, `-0.05`, `2500.00`.
package struct Cents: RawRepresentable, Hashable, Comparable, Sendable {
  /// The amount in cents; may be negative (a difference).
  package var rawValue: Int64

  package init(rawValue: Int64) { self.rawValue = rawValue }

  package init(_ cents: Int64) { rawValue = cents }

  package static let zero = Cents(0)

  /// The largest amount that is read from text: one billion dollars, far above any run.
  package static let readableMax = Cents(100_000_000_000)

  /// Reads plain decimal text with at most two decimals: `9`, `9.7`, `9.76`, `-1.00`.
  ///
  /// Trailing zeros beyond the second decimal are accepted (`9.7600`), because JSON writers print
  /// them; any other third decimal, an exponent, a sign alone, a currency mark or an amount above
  /// `readableMax` is `nil`: an amount is never rounded.
  package init?(decimal text: some StringProtocol) {
    var digits = Substring(text)
    let negative = digits.hasPrefix("-")
    if negative { digits.removeFirst() }
    let parts = digits.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    guard let whole = parts.first, !whole.isEmpty, whole.count <= 12,
      whole.utf8.allSatisfy({ $0.isASCIIDigit }), let dollars = Int64(whole)
    else { return nil }
    var cents: Int64 = 0
    if parts.count == 2 {
      let fraction = Array(parts[1].utf8)
      guard !fraction.isEmpty, fraction.allSatisfy({ $0.isASCIIDigit }),
        fraction.dropFirst(2).allSatisfy({ $0 == UInt8(ascii: "0") })
      else { return nil }
      cents = Int64(fraction[0] - UInt8(ascii: "0")) * 10
      if fraction.count > 1 { cents += Int64(fraction[1] - UInt8(ascii: "0")) }
    }
    let total = dollars * 100 + cents
    guard total <= Self.readableMax.rawValue else { return nil }
    rawValue = negative ? -total : total
  }

  package static func < (left: Cents, right: Cents) -> Bool { left.rawValue < right.rawValue }
  package static func + (left: Cents, right: Cents) -> Cents {
    Cents(left.rawValue + right.rawValue)
  }
  package static func - (left: Cents, right: Cents) -> Cents {
    Cents(left.rawValue - right.rawValue)
  }
  package static func * (left: Cents, count: Int) -> Cents { Cents(left.rawValue * Int64(count)) }
  package static func += (left: inout Cents, right: Cents) { left = left + right }
  package static func -= (left: inout Cents, right: Cents) { left = left - right }
}

extension Cents: CustomStringConvertible {
  /// Decimal text with two decimals and no currency mark: `9.76`, `-0.05`.
  package var description: String {
    let magnitude = rawValue.magnitude
    let cents = magnitude % 100
    return "\(rawValue < 0 ? "-" : "")\(magnitude / 100).\(cents < 10 ? "0" : "")\(cents)"
  }

  /// The amount for people, with thousands separators: `$2,500.00`, `-$0.05`.
  package var dollars: String {
    var text = Substring(description)
    let negative = text.hasPrefix("-")
    if negative { text.removeFirst() }
    let point = text.index(text.endIndex, offsetBy: -3)
    return (negative ? "-$" : "$") + Int(text[..<point], radix: 10).grouped + text[point...]
  }
}

extension Int? {
  fileprivate var grouped: String { (self ?? 0).grouped }
}

extension Int {
  /// The number with commas between groups of three digits: `1,250,000`.
  package var grouped: String {
    let digits = Array(String(magnitude))
    var text = self < 0 ? "-" : ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return text
  }

  /// The number and what it counts: `1 row`, `1,250 rows`; `many` where an s does not do.
  package func counted(_ one: String, _ many: String? = nil) -> String {
    "\(grouped) \(self == 1 ? one : many ?? one + "s")"
  }
}

extension UInt8 {
  /// Whether the byte is one of `0`…`9` in ASCII.
  @inlinable package var isASCIIDigit: Bool { self &- 0x30 < 10 }
}
