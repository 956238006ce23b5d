import Intake
import Testing

@Suite struct FormulaGuardTests {
  @Test(arguments: [
    ("'=1+1", "=1+1"), ("'+1", "+1"), ("'-x", "-x"), ("'@x", "@x"), ("'\tx", "\tx"),
    ("'\rx", "\rx"),
    ("'x", "'x"), ("'", "'"), ("''=1", "''=1"), ("=1", "=1"), ("", ""), ("O'Neil", "O'Neil"),
  ])
  func `the apostrophe before a formula is taken off, and no other`(text: String, plain: String) {
    #expect(FormulaGuard.unguarded(text) == plain)
    let bytes = Array("ab\(text)cd".utf8)
    let cell = FormulaGuard.unguarded(2..<bytes.count - 2, in: bytes)
    #expect(String(decoding: bytes[cell], as: UTF8.self) == plain)
  }
}
