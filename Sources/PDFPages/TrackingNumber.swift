/// A USPS tracking number: an Intelligent Mail package barcode of 22 digits (Publication 199).
///
/// `94`, service type code (3 digits), mailer id (6 digits, or 9 starting with 9), serial, check digit.
package struct TrackingNumber: Hashable, Sendable {
  /// How many digits there are.
  package static let digitCount = 22
  /// The largest serial that `make` takes: seven digits are left for it.
  package static let serialMax = 9_999_999

  /// All 22 digits, no blanks.
  package let digits: String

  /// Takes 22 ASCII digits, blanks between them allowed; `nil` for anything else.
  ///
  /// A wrong check digit is taken: the API's own documentation shows one.
  package init?(_ text: String) {
    let bytes = text.utf8.filter { $0 != UInt8(ascii: " ") }
    guard bytes.count == Self.digitCount, bytes.allSatisfy({ 0x30...0x39 ~= $0 }) else {
      return nil
    }
    digits = String(decoding: bytes, as: UTF8.self)
  }

  /// A Certified Mail number (service type 071) of the invented mailer 999000321.
  ///
  /// `nil` outside of 0 to `serialMax`; each serial makes another number.
  package static func make(serial: Int) -> TrackingNumber? {
    guard 0...serialMax ~= serial else { return nil }
    let number = String(serial)
    let padded = String(repeating: "0", count: 7 - number.count) + number
    let body = "94" + "071" + "999000321" + padded
    return TrackingNumber(body + String(checkDigit(body)))
  }

  /// Whether the last digit follows from the others.
  package var isCheckDigitRight: Bool {
    digits.last == Character(String(Self.checkDigit(digits.dropLast())))
  }

  /// For people: `9407 1999 0003 2100 0000 01`, the digits by four.
  package var grouped: String {
    var text = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, index.isMultiple(of: 4) { text.append(" ") }
      text.append(digit)
    }
    return text
  }

  /// Weights 3 and 1 from the right, the complement to the next ten (GS1 7.9).
  static func checkDigit(_ body: some StringProtocol) -> Int {
    var sum = 0
    for (index, byte) in body.utf8.reversed().enumerated() {
      sum += Int(byte - UInt8(ascii: "0")) * (index.isMultiple(of: 2) ? 3 : 1)
    }
    return (10 - sum % 10) % 10
  }
}
