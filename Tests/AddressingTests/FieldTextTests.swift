import Testing

@testable import Addressing

@Suite struct FieldTextTests {
  @Test(arguments: [
    ("a b", "a b"), ("  a \t b  ", "a b"), ("a\u{A0}\u{2003}b", "a b"), ("\n a \r\n", "a"),
    ("a\u{200B}b", "ab"), ("\u{FEFF}a", "a"), ("a\u{200D}\u{AD}b", "ab"), ("", ""), (" ", ""),
    ("\u{200B} \u{200B}", ""), ("a \u{200B} b", "a b"), ("é\u{301}", "é\u{301}"),
  ])
  func `blanks are folded, invisible characters go`(given: String, expected: String) {
    let text = FieldText(given).text
    #expect(Array(text.utf8) == Array(expected.utf8))
    #expect(FieldText(text) == FieldText(expected))
  }

  @Test func `only a line break between two parts is told`() {
    #expect(FieldText("a\r\nb").joinsLines)
    #expect(FieldText("a \u{2028} b").joinsLines)
    #expect(!FieldText("a\n").joinsLines)
    #expect(!FieldText("a\tb").joinsLines)
  }

  @Test func `a file's name keeps its blanks`() {
    #expect(FieldText(" a  b.pdf ", keepsBlanks: true).text == "a  b.pdf")
    #expect(FieldText("a\nb.pdf", keepsBlanks: true).text == "a b.pdf")
  }

  @Test(
    arguments: [
      0x00, 0x07, 0x1B, 0x7F, 0x80, 0x9F, 0x061C, 0x200E, 0x202A, 0x202E, 0x2066, 0x2069, 0xE000,
      0xF8FF, 0xFFFD, 0xFFFF, 0xFDD0, 0xFFF9, 0x10FFFD,
    ] as [UInt32])
  func `controls, private and lost characters are refused`(value: UInt32) throws {
    let scalar = try #require(Unicode.Scalar(value))
    #expect(FieldText("a\(scalar)b").refused == scalar)
  }

  @Test(arguments: [
    "’", "“", "–", "—", "é", "ñ", "ß", "Ł", "ễ", "½", "№", "™", "€", "°", "ﬁ", "\u{301}",
  ])
  func `Latin print is on every label`(text: String) {
    let field = FieldText("a" + text)
    #expect(field.refused == nil)
    #expect(field.notLatin == nil)
  }

  @Test(arguments: ["Ж", "中", "م", "א", "あ", "한", "Ω", "😀", "→"])
  func `other letters and pictures are told, not refused`(text: String) {
    let field = FieldText(text)
    #expect(field.refused == nil)
    #expect(field.notLatin != nil)
  }

  @Test func `a text in a message is cut and shows what does not print`() {
    #expect("a\u{202E}b\n".quoted == "\"aU+202EbU+000A\"")
    #expect(String(repeating: "x", count: 60).quoted.count == 62)
    #expect(String(repeating: "x", count: 61).quoted.hasSuffix("x…\""))
  }
}
