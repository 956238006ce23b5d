import Testing

@testable import PDFPages

struct WinAnsiTextTests {
  private let style = TextStyle(.helvetica, 10)

  @Test(
    arguments: [
      ("Mary (Jr.) \\ Co", Array("Mary (Jr.) \\ Co".utf8)),
      ("é€“–”™Ž", [0xE9, 0x80, 0x93, 0x96, 0x94, 0x99, 0x8E]),
      ("e\u{301}", [0xE9]),
      ("a\tb\u{0}c\u{85}d", Array("a b c d".utf8)),
      ("\r\n", [0x20, 0x20]),
      ("a\u{202E}b\u{200B}c\u{FEFF}d", Array("abcd".utf8)),
      ("", []),
    ] as [(String, [UInt8])])
  func `what WinAnsi has keeps its code`(text: String, codes: [UInt8]) {
    #expect(WinAnsiText(text).codes == codes)
  }

  @Test(arguments: [
    ("Łukasz Đorđević", "Lukasz Dordevic"), ("Дмитрий Иванов", "Dmitrij Ivanov"),
    ("Nguyễn Thị", "Nguyen Thi"), ("李明", "li ming"), ("محمد علي", "mhmd ly"),
    ("ﬁ", "fi"), ("Ž Š", "\u{8E} \u{8A}"),
  ])
  func `what it lacks is transliterated`(text: String, shown: String) {
    #expect(WinAnsiText(text).codes == shown.unicodeScalars.map { UInt8($0.value) })
  }

  @Test(arguments: ["😀", "👨‍👩‍👧", "\u{E000}", "\u{10FFFF}"])
  func `what has no transliteration is seen to be missing`(text: String) {
    #expect(WinAnsiText("a" + text + "b").codes == Array("a?b".utf8))
  }

  @Test func `only the first 500 characters are looked at`() {
    let max = WinAnsiText.charactersMax
    #expect(WinAnsiText(String(repeating: "a", count: max)).codes.count == max)
    #expect(WinAnsiText(String(repeating: "a", count: max + 1)).codes.count == max)
    #expect(WinAnsiText(String(repeating: "é", count: max + 1)).codes.count == max)
  }

  /// Adobe's Helvetica.afm: H 722, i 222; bold: H 722, i 278; Courier 600 each.
  @Test func `widths are those of the standard fonts`() {
    let text = WinAnsiText("Hi")
    #expect(text.width(TextStyle(.helvetica, 1000)) == 944)
    #expect(text.width(TextStyle(.helveticaBold, 1000)) == 1000)
    #expect(text.width(TextStyle(.courier, 1000)) == 1200)
    #expect(PDFFont.helvetica.width(of: 0xFF) == 500)
    #expect(HelveticaWidths.regular.count == 224 && HelveticaWidths.bold.count == 224)
  }

  @Test func `a shortened text fits and says that it was cut`() {
    let text = WinAnsiText("Department of Invented Affairs")
    for width in stride(from: 0.0, through: 200, by: 0.5) {
      let shown = text.shortened(to: width, style)
      #expect(shown.width(style) <= width)
      #expect(shown == text || shown.codes.isEmpty || shown.codes.last == 0x85)
    }
    #expect(text.shortened(to: text.width(style), style) == text)
  }

  @Test func `lines break at blanks, in words only where they must, and lose nothing`() {
    let text = WinAnsiText("one two  three Donaudampfschifffahrtsgesellschaft four")
    let lines = text.wrapped(to: 60, style, linesMax: 20)
    #expect(
      lines.map { String(decoding: $0.codes, as: UTF8.self) } == [
        "one two", "three", "Donaudampf", "schifffahrtsge", "sellschaft", "four",
      ])
    #expect(lines.allSatisfy { $0.width(style) <= 60 })
  }

  @Test func `lines beyond the limit are cut with an ellipsis`() {
    let lines = WinAnsiText("one two three four five six").wrapped(to: 45, style, linesMax: 2)
    #expect(lines.count == 2)
    #expect(lines.last?.codes.last == 0x85)
    #expect(WinAnsiText("   ").wrapped(to: 45, style, linesMax: 2).isEmpty)
    #expect(WinAnsiText("one").wrapped(to: 45, style, linesMax: 0).isEmpty)
  }

  @Test func `a text shrinks as far as it must and not below the smallest size`() {
    let text = WinAnsiText("Example")
    let full = text.width(style)
    #expect(text.sizeThatFits(full, style, smallest: 4) == 10)
    let size = text.sizeThatFits(full * 0.77, style, smallest: 4)
    #expect(size == 7.7)
    #expect(text.sizeThatFits(1, style, smallest: 4) == 4)
  }
}
