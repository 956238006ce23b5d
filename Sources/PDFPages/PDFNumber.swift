/// Numbers as PDF content writes them: at most three decimals, no exponent, a point.
enum PDFNumber {
  /// The largest coordinate written, in points; ISO 32000-1 annex C limits a page to 14,400.
  static let limit = 32_767.0

  /// Appends `value` and a blank. Not-a-number is written as 0, what is too large as the limit.
  static func append(_ value: Double, to bytes: inout [UInt8]) {
    let bounded = value.isNaN ? 0 : min(max(value, -limit), limit)
    var thousandths = Int((bounded * 1000).rounded())
    if thousandths < 0 {
      bytes.append(UInt8(ascii: "-"))
      thousandths = -thousandths
    }
    appendWhole(thousandths / 1000, to: &bytes)
    appendFraction(thousandths % 1000, to: &bytes)
    bytes.append(UInt8(ascii: " "))
  }

  /// `value` without the blank.
  static func text(_ value: Double) -> String {
    var bytes: [UInt8] = []
    append(value, to: &bytes)
    return String(decoding: bytes.dropLast(), as: UTF8.self)
  }

  private static func appendWhole(_ value: Int, to bytes: inout [UInt8]) {
    var place = 1
    while place <= value / 10 { place *= 10 }
    while place > 0 {
      bytes.append(UInt8(ascii: "0") + UInt8(value / place % 10))
      place /= 10
    }
  }

  private static func appendFraction(_ thousandths: Int, to bytes: inout [UInt8]) {
    guard thousandths > 0 else { return }
    bytes.append(UInt8(ascii: "."))
    var rest = thousandths
    var place = 100
    while rest > 0 {
      bytes.append(UInt8(ascii: "0") + UInt8(rest / place))
      rest %= place
      place /= 10
    }
  }
}
