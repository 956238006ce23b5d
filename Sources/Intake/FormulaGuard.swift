/// The apostrophe that certmail puts before a cell in `needs-attention.csv` where a spreadsheet
/// would otherwise take it for a formula: before `=`, `+`, `-`, `@`, tab and carriage return.
///
/// It is taken off again when the list has a `certmail_row` column, and only then: in a list of
/// anybody else's an apostrophe belongs to the text.
package enum FormulaGuard {
  /// The part of `bytes[cell]` without the apostrophe.
  @inlinable package static func unguarded(_ cell: Range<Int>, in bytes: [UInt8]) -> Range<Int> {
    guard cell.count >= 2, bytes[cell.lowerBound] == UInt8(ascii: "'"),
      startsFormula(bytes[cell.lowerBound + 1])
    else { return cell }
    return cell.lowerBound + 1..<cell.upperBound
  }

  /// The cell's text without the apostrophe.
  package static func unguarded(_ text: String) -> String {
    var bytes = text.utf8.makeIterator()
    guard bytes.next() == UInt8(ascii: "'"), let second = bytes.next(), startsFormula(second) else {
      return text
    }
    return String(text.dropFirst())
  }

  /// Whether a spreadsheet takes a cell that starts with this byte for a formula.
  @inlinable package static func startsFormula(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"), 0x09, 0x0D:
      true
    default: false
    }
  }
}
