import Foundation
import Testing

@testable import Intake

@Suite struct JSONRecordsTests {
  @Test(arguments: [
    #"[{"a":"1","b":2},{"a":"3"}]"#, #"{"a":"1","b":2}"# + "\n" + #"{"a":"3"}"# + "\n",
    #"{"a":"1","b":2}{"a":"3"}"#, #"{"recipients":[{"a":"1","b":2},{"a":"3"}]}"#,
    #"{"id":7,"tags":["x"],"letters":[{"a":"1","b":2},{"a":"3"}],"end":{}}"#,
    #"{"letters":[{"z":1}],"rows":[{"a":"1","b":2},{"a":"3"}]}"#,
    "\u{FEFF} [ {\"a\" : \"1\" , \"b\" : 2 } ,\r\n\t{\"a\":\"3\"} ] ",
  ])
  func `every usual shape of a list gives the same rows`(text: String) throws {
    let table = try JSONTable(text)
    #expect(table.columns == ["a", "b"])
    #expect(table.rows == [Row(1, ["1", "2"]), Row(2, ["3"])])
  }

  @Test(arguments: [
    (#""\u0041\/\b\f\n\r\t\"\\""#, "A/\u{8}\u{C}\n\r\t\"\\"), (#""\ud83c\udfdb""#, "🏛"),
    ("02139".dropFirst().description, "2139"), ("1.50", "1.50"), ("-0e-1", "-0e-1"),
    ("true", "true"), ("false", "false"), ("null", ""),
    (#"[1, "a b" ,{ "x" : null}]"#, #"[1,"a b",{"x":null}]"#),
    (#"{"k" : [ ] , "l":[[],{}]}"#, #"{"k":[],"l":[[],{}]}"#), (#""""#, ""),
  ])
  func `a value comes as its text`(value: String, cell: String) throws {
    let table = try JSONTable("[{\"key\":\"x\",\"value\":\(value)}]")
    #expect(table.rows == [Row(1, ["x", cell])])
  }

  @Test(arguments: [#""\ud800""#, #""a\udc00b""#, #""\ud800A""#, #""\ud800\u0041""#])
  func `half a surrogate pair becomes U+FFFD and marks its row`(value: String) throws {
    let row = try JSONTable("[{\"a\":1,\"b\":\(value)}]").rows[0]
    #expect(row.issue == .invalidText(column: 1))
    #expect(row.cells[1].unicodeScalars.contains("\u{FFFD}"))
  }

  @Test func `the API's own shape becomes flat columns, other nested values stay JSON`() throws {
    let table = try JSONTable(
      #"[{"to":{"name":"Ada","address":{"zip":"1"},"tags":{"x":1}},"from":{"name":"F"},"meta":{"to":1}}]"#
    )
    #expect(table.columns == ["to.name", "to.address.zip", "to.tags", "from.name", "meta"])
    #expect(table.rows == [Row(1, ["Ada", "1", #"{"x":1}"#, "F", #"{"to":1}"#])])
  }

  @Test func `columns grow as members appear and cells keep their column`() throws {
    let table = try JSONTable(#"[{"b":"1","a":"2"},{"a":"3"},{"c":"4","b":"5"}]"#)
    #expect(table.columns == ["b", "a", "c"])
    #expect(table.rows.map(\.cells) == [["1", "2"], ["", "3"], ["5", "", "4"]])
  }

  @Test func `what is no object, or says a thing twice, is marked and blocks nobody`() throws {
    let table = try JSONTable(#"[1,{"a":"x","a":"y"},[{"a":1}],"s",null,{},{"a":" "},{"a":"z"}]"#)
    #expect(
      table.rows == [
        Row(1, [], .notAnObject), Row(2, ["y"], .duplicateMember(column: 0)),
        Row(3, [], .notAnObject), Row(4, [], .notAnObject), Row(5, [], .notAnObject),
        Row(8, ["z"]),
      ])
  }

  @Test(arguments: [
    ("", IntakeError.Problem.empty), (" \n", .empty), ("7", .notAList), ("\"x\"", .notAList),
    (#"{"a":[{"x":1}],"b":[{"x":1}]}"#, .severalLists(["a", "b"])),
    (#"{"data":[{"x":1}],"rows":[{"x":1}]}"#, .severalLists(["rows", "data"])),
    ("[{\"a\":1}] x", .json(.trailingText, line: 1, column: 11)),
    (
      "[\n {\"a\":1},\n {\"a\" 2}]",
      .json(.unexpectedByte(0x32, expected: "a colon"), line: 3, column: 7)
    ),
    ("[{\"a\":1},]", .json(.unexpectedByte(0x5D, expected: "a value"), line: 1, column: 10)),
    ("[{\"a\":1}", .json(.unexpectedEnd, line: 1, column: 9)),
    ("{\"a\":1}\n{\"a\":}", .json(.unexpectedByte(0x7D, expected: "a value"), line: 2, column: 6)),
    ("[{\"a\":01}]", .json(.badNumber, line: 1, column: 7)),
    ("[{\"a\":nul}]", .json(.badLiteral, line: 1, column: 7)),
    ("[{\"a\":\"\t\"}]", .json(.controlCharacter, line: 1, column: 8)),
    ("[{\"a\":\"\\x\"}]", .json(.badEscape, line: 1, column: 8)),
  ])
  func `what is no list is refused where it goes wrong`(text: String, problem: IntakeError.Problem)
  {
    for refill in [1, 5, 4_096] {
      do {
        let table = try JSONTable(text, limits: .with { $0.refillBytes = refill })
        Issue.record("read \(table.rows)")
      } catch {
        #expect((error as? IntakeError)?.problem == problem)
      }
    }
  }

  @Test func `an error in an element names its row`() throws {
    #expect(
      throws: IntakeError(.json(.badLiteral, line: 2, column: 6), file: "list.json", row: 2)
    ) { try JSONTable("[{\"a\":1},\n{\"a\":x}]".replacingOccurrences(of: "x", with: "tru")) }
  }

  @Test func `JSON in another encoding than Unicode is refused`() {
    let bytes = Array("[{\"name\":\"Jos".utf8) + [0xE9] + Array("\"}]".utf8)
    #expect(failure(bytes, name: "list.json")?.problem == .jsonEncoding)
  }
}
