import MailModel
import Testing

@Suite struct FormulaGuardTests {
  @Test(arguments: [
    "=1+1", "+1 555 0100", "-5.00", "@SUM(A1)", "\t=1", "\tplain", "\rplain", "\nplain", " =1",
    "   -1", "\u{A0}=1", "\u{3000}＝1", "＝1", "＋1", "－1", "＠x", "\u{FEFF}=1", "\u{200B}=1",
    "\u{202E}=1", "'=1", "''=1", "' -1", "\u{85}=1", "\u{2060}@x", "-",
  ])
  func `text that a spreadsheet may take for a formula is guarded`(text: String) {
    #expect(FormulaGuard.needsQuote(text.utf8))
  }

  @Test(arguments: [
    "", "plain", "94105", "07302", "O'Hara", "'plain", "''", "a=1", "1-2", "(1)", "é=1", "日本",
    "５", "％", " ", "#N/A", "\"=1", "\u{C2}", "\u{EF}\u{BC}",
  ])
  func `other text is left alone`(text: String) {
    #expect(!FormulaGuard.needsQuote(text.utf8))
  }

  @Test(arguments: [
    "=1", "'=1", "''=1", "plain", "'plain", "", "'", "''", " -1", "\tx", "\rx", "O'Neil", "＝1",
    "' =1",
  ])
  func `what a report writes is read back as it came in, and nothing else loses an apostrophe`(
    text: String
  ) {
    let written = FormulaGuard.needsQuote(text.utf8) ? "'" + text : text
    let bytes = Array("ab\(written)cd".utf8)
    let cell = FormulaGuard.unguarded(2..<bytes.count - 2, in: bytes)
    #expect(String(decoding: bytes[cell], as: UTF8.self) == text)
  }
}
