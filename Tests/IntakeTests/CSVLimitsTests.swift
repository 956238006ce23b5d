import Testing

@testable import Intake

@Suite struct CSVLimitsTests {
  @Test(arguments: [4, 64, 1 << 16])
  func `a row may be as long as the limit, and one longer is marked`(refill: Int) throws {
    let limits = IntakeLimits.with {
      $0.rowBytes = 40
      $0.refillBytes = refill
    }
    let edge = String(repeating: "x", count: 38)
    let table = try CSVTable(
      "a,b\r\n\(edge),y\r\n\(edge)x,y\r\n1,2\r\n\(edge)xyz,\"q\",\r\n3,4", limits: limits)
    #expect(
      table.rows == [
        Row(2, [edge, "y"]), Row(3, [], .rowTooLong), Row(4, ["1", "2"]),
        Row(5, [], .rowTooLong), Row(6, ["3", "4"]),
      ])
  }

  @Test(arguments: [4, 64, 1 << 16])
  func `a quote open for longer than a row may be is refused`(refill: Int) throws {
    let limits = IntakeLimits.with {
      $0.rowBytes = 40
      $0.refillBytes = refill
    }
    let long = String(repeating: "x\n", count: 30)
    #expect(throws: IntakeError.self) { try CSVTable("a,b\n1,\"\(long)\"\n", limits: limits) }
    #expect(throws: IntakeError.self) { try CSVTable("a,b\n1,\"\(long)", limits: limits) }
  }

  @Test func `a cell may be as long as the limit, and one longer marks its row`() throws {
    let limits = IntakeLimits.with { $0.fieldBytes = 10 }
    let table = try CSVTable("a,b\n1234567890,x\n\"1234567890\",x\nx,12345678901", limits: limits)
    #expect(
      table.rows.map(\.issue) == [nil, nil, .fieldTooLong(column: 1)])
  }

  @Test func `a list may have as many columns as the limit and no more`() throws {
    let limits = IntakeLimits.with { $0.columns = 3 }
    #expect(try CSVTable("a,b,c,,,,\n1,2,3", limits: limits).columns.count == 3)
    #expect(throws: IntakeError(.tooManyColumns(limit: 3), file: "list.csv")) {
      try CSVTable("a,b,c,d\n1", limits: limits)
    }
    #expect(throws: IntakeError(.tooManyColumns(limit: 3), file: "list.csv")) {
      try CSVTable("a,b,c,d,e,f\n1", limits: limits)
    }
  }

  @Test func `a row stores no more cells than the columns' limit allows`() throws {
    let limits = IntakeLimits.with { $0.columns = 3 }
    let table = try CSVTable("a,b\n1,2,,,,,,\n1,2,3,4,5,6\n,,,,,9\n7,8", limits: limits)
    #expect(
      table.rows == [
        Row(2, ["1", "2"]), Row(3, ["1", "2", "3", "4"], .tooManyCells(found: 6)),
        Row(4, ["", "", "", ""], .tooManyCells(found: 6)), Row(5, ["7", "8"]),
      ])
  }

  @Test func `a header without an end is refused`() throws {
    let limits = IntakeLimits.with {
      $0.rowBytes = 100
      $0.refillBytes = 16
    }
    #expect(throws: IntakeError(.headerTooLong(limit: 100), file: "list.csv")) {
      try CSVTable(String(repeating: "name,", count: 100), limits: limits)
    }
  }

  @Test func `a file may be as large as the limit and no larger`() throws {
    let text = header + "\n" + goodRow
    #expect(failure(text, limits: .with { $0.fileBytes = Int64(text.utf8.count) }) == nil)
    let limit = Int64(text.utf8.count - 1)
    #expect(
      failure(text, limits: .with { $0.fileBytes = limit })
        == IntakeError(.tooLarge(limit: limit), file: "list.csv"))
  }

  @Test func `the limits are those that the documentation names`() {
    let limits = IntakeLimits()
    #expect(limits.fileBytes == 17_179_869_184)
    #expect(limits.rowBytes == 1_048_576)
    #expect(limits.fieldBytes == 65_536)
    #expect(limits.columns == 1_000)
    #expect(limits.nesting == 512)
  }
}
