/// Finds text that a spreadsheet would take for a formula.
///
/// Such a cell gets a `'` in front where a report is written; a repair list has one `'` taken off
/// again where this rule, applied to what follows the first `'`, says so. In a list of anybody else's
/// an apostrophe belongs to the text. Rule: after any blanks and invisible characters and any
/// number of `'`, the text starts with `=`, `+`, `-`, `@` or their full-width forms; or it starts
/// with a tab or a line break at all (OWASP, "CSV Injection"). Text that starts with `'` before
/// such a start is guarded too, so that taking one off gives back exactly what came in.
package enum FormulaGuard {
  /// Whether a cell with this UTF-8 text needs a `'` in front.
  package static func needsQuote(_ text: some Collection<UInt8>) -> Bool {
    let found = text.withContiguousStorageIfAvailable { needsQuote(buffer: $0) }
    return found ?? Array(text).withUnsafeBufferPointer { needsQuote(buffer: $0) }
  }

  /// The part of `bytes[cell]` without the `'` that `needsQuote` asked for.
  package static func unguarded(_ cell: Range<Int>, in bytes: [UInt8]) -> Range<Int> {
    guard cell.count >= 2, bytes[cell.lowerBound] == UInt8(ascii: "'") else { return cell }
    let rest = cell.lowerBound + 1..<cell.upperBound
    return needsQuote(bytes[rest]) ? rest : cell
  }

  /// The same for a contiguous buffer.
  package static func needsQuote(buffer: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let first = buffer.first else { return false }
    // Letters and digits, the common case, are decided at once.
    if first.isASCIIDigit || (first | 0x20) &- 0x61 < 26 { return false }
    if first == 0x09 || first == 0x0A || first == 0x0D { return true }
    var index = 0
    while index < buffer.count {
      let step = skipped(buffer, at: index)
      if step == 0 { break }
      index += step
    }
    return startsFormula(buffer, at: index)
  }

  /// How many bytes of a blank, an invisible character or a `'` stand at `index`; 0 for none.
  private static func skipped(_ buffer: UnsafeBufferPointer<UInt8>, at index: Int) -> Int {
    let byte = buffer[index]
    if byte <= 0x20 || byte == 0x7F || byte == UInt8(ascii: "'") { return 1 }
    if byte == 0xC2, index + 1 < buffer.count, buffer[index + 1] <= 0xA0 { return 2 }  // C1, NBSP
    guard byte >= 0xE2, index + 2 < buffer.count else { return 0 }
    switch (byte, buffer[index + 1], buffer[index + 2]) {
    case (0xE2, 0x80, 0x80...0x8F), (0xE2, 0x80, 0xA8...0xAF), (0xE2, 0x81, 0x9F...0xAF): return 3
    case (0xE3, 0x80, 0x80), (0xEF, 0xBB, 0xBF): return 3  // ideographic blank, byte order mark
    default: return 0
    }
  }

  private static func startsFormula(_ buffer: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
    guard index < buffer.count else { return false }
    switch buffer[index] {
    case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"): return true
    case 0xEF where index + 2 < buffer.count && buffer[index + 1] == 0xBC:
      switch buffer[index + 2] {
      case 0x9D, 0x8B, 0x8D, 0xA0: return true  // ＝ ＋ － ＠
      default: return false
      }
    default: return false
    }
  }
}
