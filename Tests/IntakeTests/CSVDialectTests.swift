import Testing

@testable import Intake

@Suite struct CSVDialectTests {
  private func detect(_ text: String) -> CSVDialect? {
    CSVDialect.detect(in: Array(text.utf8), isLast: true)
  }

  @Test(arguments: [
    ("a,b;c\n", "comma"), ("a;b\n", "semicolon"), ("a;b;\"x,y,z\"\n", "semicolon"),
    ("a\tb\n", "tab"), ("a|b\r\n", "vertical bar"), ("alone\n", "comma"), ("", "comma"),
    ("\n\n;;\na;b", "semicolon"), ("sep=;\na,b", "semicolon"), ("SEP=^\r\na,b", "\"^\""),
    ("\"sep=|\"\na,b,c", "vertical bar"), ("sep=\t\na,b,c", "tab"),
  ])
  func `the delimiter is the commonest of the header's line, or the declared one`(
    text: String, name: String
  ) {
    #expect(detect(text)?.delimiterName == name)
  }

  @Test(arguments: [
    ("a,b\n1\r\n", "LF"), ("a,b\r\n1\n", "CRLF"), ("a,b\r1", "CR"), ("a,b", ""),
    ("\"a\nb\",c\r\n", "CRLF"),
  ])
  func `the line end is the header's`(text: String, ending: String) {
    #expect(detect(text)?.lineEnding == ending)
  }

  @Test func `nothing is decided before the header's line is complete`() {
    #expect(CSVDialect.detect(in: Array("a,b".utf8), isLast: false) == nil)
    #expect(CSVDialect.detect(in: Array("a,b\r".utf8), isLast: false) == nil)
    #expect(CSVDialect.detect(in: Array("\"a\n".utf8), isLast: false) == nil)
    #expect(CSVDialect.detect(in: Array("\n".utf8), isLast: false) == nil)
    #expect(CSVDialect.detect(in: Array("\n".utf8), isLast: true) != nil)
    #expect(CSVDialect.detect(in: Array("a,b\n".utf8), isLast: false) != nil)
  }

  @Test(arguments: [1, 2, 3])
  func `blank lines that fill what is read at once decide nothing`(refill: Int) throws {
    let list = "\n;\r\na;b,c\n1;2,3\n"
    let pieces = try CSVTable(list, limits: .with { $0.refillBytes = refill })
    #expect(pieces.columns == ["a", "b,c"])
    #expect(pieces == (try CSVTable(list)))
  }

  @Test func `a line sep= is no row of the spreadsheet`() throws {
    let table = try CSVTable("sep=;\r\na;b,c\r\n1;2,3\r\n")
    #expect(table == (try CSVTable("a;\"b,c\"\r\n1;\"2,3\"\r\n")))
    #expect(table.rows == [Row(2, ["1", "2,3"])])
  }
}
