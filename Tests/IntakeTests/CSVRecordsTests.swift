import Testing

@testable import Intake

@Suite struct CSVRecordsTests {
  @Test(arguments: [
    ("\"1,2\",3", ["1,2", "3"]),
    ("\"a \"\"b\"\" c\",", ["a \"b\" c", ""]),
    ("\"\",\"\"\"\"", ["", "\""]),
    ("\"two\nlines\",\"three\r\nmore\rlines\"", ["two\nlines", "three\r\nmore\rlines"]),
    ("5\" pipe,a\"b\"c", ["5\" pipe", "a\"b\"c"]),
    (" \"x\",y", [" \"x\"", "y"]),
    ("\"abc\"def,\"x\" \"y\"", ["abcdef", "x \"y\""]),
    ("a\tb,\u{B}c\u{C}", ["a\tb", "\u{B}c\u{C}"]),
    ("one", ["one"]),
    ("José,Ωmega 🏛", ["José", "Ωmega 🏛"]),
    ("12345678,123456789abcdefg", ["12345678", "123456789abcdefg"]),
  ])
  func `cells come out as a spreadsheet would show them`(line: String, cells: [String]) throws {
    for ending in ["", "\n", "\r\n", "\r"] {
      let table = try CSVTable("a,b" + (ending.isEmpty ? "\n" : ending) + line + ending)
      #expect(table.rows == [Row(2, cells)])
    }
  }

  @Test func `a record over several lines is one row and blank rows keep their number`() throws {
    let table = try CSVTable("\n,\na,b\r\n\"1\n\n2\",x\n\n , \t\r\u{A0},\ny,z\r\n\n")
    #expect(table.columns == ["a", "b"])
    #expect(table.rows == [Row(4, ["1\n\n2", "x"]), Row(8, ["y", "z"])])
  }

  @Test func `line ends may be mixed`() throws {
    #expect(try CSVTable("a,b\r1,2\n3,4\r\n5,6").cells == [["1", "2"], ["3", "4"], ["5", "6"]])
  }

  @Test func `short rows stay short and empty cells beyond the header are cut off`() throws {
    let table = try CSVTable("a,b,c,,\n1\n1,2\n1,2,3,, \n,,3")
    #expect(table.columns == ["a", "b", "c"])
    #expect(table.cells == [["1"], ["1", "2"], ["1", "2", "3"], ["", "", "3"]])
  }

  @Test func `a row with more filled cells than the header is marked and its neighbours are not`()
    throws
  {
    let table = try CSVTable("a,b\n1,2,3\n4,5\n,,,6,\n")
    #expect(
      table.rows == [
        Row(2, ["1", "2", "3"], .tooManyCells(found: 3)), Row(3, ["4", "5"]),
        Row(4, ["", "", "", "6"], .tooManyCells(found: 4)),
      ])
  }

  @Test func `a NUL is left out and its row is marked`() throws {
    let table = try CSVTable("a,b\n1,x\0y\n\"\0q\",2\n3,4")
    #expect(
      table.rows == [
        Row(2, ["1", "xy"], .invalidText(column: 1)), Row(3, ["q", "2"], .invalidText(column: 0)),
        Row(4, ["3", "4"]),
      ])
  }

  @Test func `a quote that is never closed is refused with the row in which it opens`() throws {
    #expect(throws: IntakeError(.unclosedQuote, file: "list.csv", row: 3, column: "b")) {
      try CSVTable("a,b\n1,2\n3,\"4\n5,6\n")
    }
  }

  @Test func `a quote that swallows rows up to the next quote is refused`() throws {
    #expect(throws: IntakeError(.strayQuote, file: "list.csv", row: 3, column: "a")) {
      try CSVTable("a,b\n1,2\n\"3,4\n\"5\",6\n")
    }
  }

  @Test func `no row is lost where batches end`() throws {
    let count = RecordBatch.recordsMax * 2 + 1
    let table = try CSVTable("a,b\n" + (1...count).map { "\($0),x\n" }.joined())
    #expect(table.rows.map(\.number) == Array(2...count + 1))
    #expect(table.cells.map(\.[0]) == (1...count).map(String.init))
  }

  @Test func `a batch of long cells ends early`() throws {
    let cell = String(repeating: "x", count: RecordBatch.bytesTarget / 4)
    let fixture = try ListFixture(
      header + "\n" + String(repeating: "\(cell),s,c,IL,1\n", count: 10))
    var reader = try fixture.reader()
    var batch = RecordBatch()
    var counts: [Int] = []
    while try reader.next(into: &batch) { counts.append(batch.records.count) }
    // With the few bytes of its other cells, the fourth record reaches the target.
    #expect(counts == [4, 4, 2])
  }
}
