/// A USPS Intelligent Mail package barcode number: 22 digits, the last a check digit.
package struct TrackingNumber: Hashable, Sendable {
  package let digits: String

  /// Certified mail's number: `94`, service type code 071, a nine-digit mailer id, the serial, the
  /// check digit.
  package init(serial: Int) {
    let text = String(serial % 10_000_000)
    let body = "94071" + "987654321" + String(repeating: "0", count: 7 - text.count) + text
    digits = body + String(Self.checkDigit(body))
  }

  /// Weights 3 and 1 in turn from the right, (10 − sum mod 10) mod 10.
  ///
  /// | digits | check |
  /// | --- | --- |
  /// | `940011189922345678901` | 7 |
  package static func checkDigit(_ digits: String) -> Int {
    let sum = digits.utf8.reversed().enumerated().reduce(0) { sum, digit in
      sum + (Int(digit.element) - 48) * (digit.offset.isMultiple(of: 2) ? 3 : 1)
    }
    return (10 - sum % 10) % 10
  }

  /// The digits in groups of four, as people read them.
  package static func grouped(_ digits: String) -> String {
    var text = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, index.isMultiple(of: 4) { text.append(" ") }
      text.append(digit)
    }
    return text
  }
}
