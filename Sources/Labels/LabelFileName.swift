/// The name of a label's file: `0014-2025-CV-01234-9407199900032100000011.pdf`.
///
/// Made of ASCII letters, digits, `.`, `_` and `-` only, so that it is one name on every system, never a
/// path, and never hidden; the number in front keeps the list's order in any listing.
package struct LabelFileName: Hashable, Sendable {
  /// The least number of digits for the position.
  package static let positionDigitsMin = 4
  /// How much of a reference is kept.
  package static let referenceMax = 40
  /// The longest USPS number has 34 digits.
  package static let trackingMax = 34

  /// The name with its `.pdf`.
  package let text: String

  /// - Parameters:
  ///   - position: place in the list, from 1.
  ///   - count: how many rows the list has; gives the position its digits.
  ///   - reference: the firm's own text; empty becomes `row`.
  ///   - trackingNumber: only its digits are used; without any the part is left out.
  package init(position: Int, of count: Int, reference: String, trackingNumber: String) {
    let digits = max(Self.positionDigitsMin, String(count).count)
    let number = String(max(0, position))
    let padded = String(repeating: "0", count: max(0, digits - number.count)) + number
    let tracking = trackingNumber.filter { $0.isASCII && $0.isNumber }.prefix(Self.trackingMax)
    let parts = [padded, Self.reduced(reference)] + (tracking.isEmpty ? [] : [String(tracking)])
    text = parts.joined(separator: "-") + ".pdf"
  }

  /// A text as a part of a file name: other characters than ours become `_`, dots in front and
  /// blanks around go, at most `referenceMax` characters stay; `row` when nothing does.
  package static func reduced(_ reference: String) -> String {
    let trimmed = reference.drop { $0.isWhitespace || $0 == "." }.prefix(referenceMax)
    var safe = String(trimmed.map { isSafe($0) ? $0 : "_" })
    if trimmed.allSatisfy(\.isWhitespace) { safe = "" }
    return safe.isEmpty ? "row" : safe
  }

  private static func isSafe(_ character: Character) -> Bool {
    guard let ascii = character.asciiValue else { return false }
    return switch ascii {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    case UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"): true
    default: false
    }
  }
}
