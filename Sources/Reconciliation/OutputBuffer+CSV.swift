import MailModel

extension OutputBuffer {
  /// Appends the mark that tells Excel that a CSV is UTF-8.
  mutating func byteOrderMark() { raw("\u{FEFF}") }

  /// Ends a CSV record (RFC 4180).
  mutating func endRecord() { raw("\r\n") }

  /// Separates two CSV fields.
  @inline(__always)
  mutating func comma() { byte(UInt8(ascii: ",")) }

  /// Appends a CSV field that no spreadsheet takes for a formula (see `FormulaGuard`).
  @inline(__always)
  mutating func csv(_ text: String) {
    if text.isEmpty { return }
    var text = text
    text.withUTF8 { csv(buffer: $0) }
  }

  /// Appends a CSV field that no spreadsheet takes for a formula, from UTF-8.
  mutating func csv(buffer: UnsafeBufferPointer<UInt8>) {
    let isFormula = FormulaGuard.needsQuote(buffer: buffer)
    guard Self.needsQuotes(buffer) else {
      if isFormula { byte(UInt8(ascii: "'")) }
      raw(buffer: buffer)
      return
    }
    byte(UInt8(ascii: "\""))
    if isFormula { byte(UInt8(ascii: "'")) }
    var start = 0
    for index in buffer.indices where buffer[index] == UInt8(ascii: "\"") {
      raw(buffer: buffer, start..<index + 1)
      start = index  // the quotation mark is written again with what follows
    }
    raw(buffer: buffer, start..<buffer.count)
    byte(UInt8(ascii: "\""))
  }

  /// Whether a field must stand in quotation marks: RFC 4180, and where a reader with other
  /// separators or one that trims blanks would see another text.
  private static func needsQuotes(_ buffer: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let first = buffer.first, let last = buffer.last else { return false }
    if first == 0x20 || last == 0x20 { return true }
    for byte in buffer {
      switch byte {
      case UInt8(ascii: ","), UInt8(ascii: "\""), UInt8(ascii: ";"), 0x09, 0x0A, 0x0D: return true
      default: continue
      }
    }
    return false
  }
}
