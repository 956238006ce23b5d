import Testing

@testable import CertmailCLI

@Suite struct DisplayWidthTests {
  @Test(arguments: [
    ("", 0), ("Müller", 6), ("Mu\u{308}ller", 6), ("田中", 4), ("ｶﾅ", 2), ("Ａ", 2), ("한국", 4),
    ("👩‍⚖️", 2), ("⚖️", 2), ("⚖", 1), ("🇺🇸", 2), ("a\u{200B}b", 2), ("…", 1), ("é̂", 1),
  ])
  func `wide characters take two columns and combining ones none`(text: String, columns: Int) {
    #expect(DisplayWidth.columns(text) == columns)
  }

  @Test(arguments: [
    ("abcdef", 6, "abcdef"), ("abcdef", 5, "abcd…"), ("田中田", 5, "田中…"), ("田中田", 4, "田…"),
    ("abc", 1, "…"), ("abc", 0, ""), ("abc", 3, "abc"),
  ])
  func `a cut text ends in an ellipsis and never in half a character`(
    text: String, columns: Int, cut: String
  ) {
    #expect(DisplayWidth.cut(text, to: columns) == cut)
    #expect(DisplayWidth.columns(cut) <= max(columns, 0))
  }

  @Test(arguments: [
    ("plain é", "plain é"), ("a\u{1B}[31mb", "a·[31mb"), ("a\r\nb", "a··b"), ("\u{202E}x", "·x"),
    ("\u{9B}x", "·x"),
  ])
  func `nothing in a text can steer the terminal`(text: String, shown: String) {
    #expect(DisplayWidth.harmless(text) == shown)
  }
}

@Suite struct TextTableTests {
  private let table = TextTable(
    [.init("row", .right), .init("name"), .init("state"), .init("charged", .right)],
    rows: [
      ["2", "Ruth Ames", "done", "9.76"], ["1014", "田中 Holdings of Portland LLC", "refused"],
    ])

  @Test func `text stands left, numbers stand right, and no line ends in blanks`() {
    #expect(
      table.lines(width: nil) == [
        " row  name                           state    charged",
        "   2  Ruth Ames                      done        9.76",
        "1014  田中 Holdings of Portland LLC  refused",
      ])
  }

  @Test func `in a narrow terminal text gives way and numbers do not`() {
    #expect(
      table.lines(width: 40) == [
        " row  name              state    charged",
        "   2  Ruth Ames         done        9.76",
        "1014  田中 Holdings o…  refused",
      ])
    #expect(table.lines(width: 5).allSatisfy { DisplayWidth.columns($0) <= 29 })
    #expect(table.lines(width: 5)[1].hasSuffix("9.76"))
  }

  @Test func `a cell cannot break its line`() {
    let table = TextTable([.init("name")], rows: [["a\nb\u{1B}[2J"]])
    #expect(table.lines(width: nil) == ["name", "a·b·[2J"])
  }
}
