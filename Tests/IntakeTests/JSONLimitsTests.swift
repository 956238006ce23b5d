import Testing

@testable import Intake

@Suite struct JSONLimitsTests {
  @Test func `an object may be as large as a row may be, and one larger is marked`() throws {
    let limits = IntakeLimits.with { $0.rowBytes = 20 }
    let table = try JSONTable(
      #"[{"a":"1234567890","b":"1234567890"},{"a":"1234567890","b":"12345678901"},{"a":"x"}]"#,
      limits: limits)
    #expect(
      table.rows == [
        Row(1, ["1234567890", "1234567890"]), Row(2, [], .rowTooLong), Row(3, ["x"]),
      ])
  }

  @Test func `a nested value of any size takes no more memory than a row`() throws {
    let limits = IntakeLimits.with { $0.rowBytes = 50 }
    let long = Array(repeating: "1", count: 500).joined(separator: ",")
    let table = try JSONTable("[{\"a\":[\(long)]},{\"a\":2}]", limits: limits)
    #expect(table.rows == [Row(1, [], .rowTooLong), Row(2, ["2"])])
  }

  @Test func `a string longer than a row may be is refused`() throws {
    let limits = IntakeLimits.with {
      $0.rowBytes = 50
      $0.refillBytes = 16
    }
    let long = String(repeating: "x", count: 200)
    #expect(
      throws: IntakeError(
        .json(.tokenTooLong(limit: 50), line: 1, column: 7), file: "list.json", row: 1)
    ) { try JSONTable("[{\"a\":\"\(long)\"}]", limits: limits) }
  }

  @Test func `a cell may be as long as the limit, and one longer marks its row`() throws {
    let limits = IntakeLimits.with { $0.fieldBytes = 3 }
    let table = try JSONTable(#"[{"a":"123"},{"a":"1234"}]"#, limits: limits)
    #expect(table.rows == [Row(1, ["123"]), Row(2, ["1234"], .fieldTooLong(column: 0))])
  }

  @Test func `members beyond the columns' limit mark their row`() throws {
    let limits = IntakeLimits.with { $0.columns = 2 }
    let table = try JSONTable(#"[{"a":1,"b":2},{"c":3,"a":4},{"b":5}]"#, limits: limits)
    #expect(table.columns == ["a", "b"])
    #expect(
      table.rows == [Row(1, ["1", "2"]), Row(2, ["4"], .tooManyColumns), Row(3, ["", "5"])])
  }

  @Test func `JSON may be nested as deep as the limit and no deeper`() throws {
    func nested(_ depth: Int) -> String {
      let inner = depth - 2
      return "[{\"a\":" + String(repeating: "[", count: inner)
        + String(repeating: "]", count: inner)
        + "}]"
    }
    #expect(try JSONTable(nested(512)).rows.count == 1)
    #expect(
      throws: IntakeError(
        .json(.nestedTooDeep(limit: 512), line: 1, column: 517), file: "list.json", row: 1)
    ) { try JSONTable(nested(513)) }
  }
}
