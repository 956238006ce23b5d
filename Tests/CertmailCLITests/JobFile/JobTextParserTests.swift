import Foundation
import Testing

@testable import CertmailCLI

@Suite struct JobTextParserTests {
  private func parse(_ text: String) throws(JobProblem) -> JobValue {
    try JobTextParser.parse(Array(text.utf8)).root.value
  }

  private func problem(_ text: String) -> String {
    do {
      return "\(try parse(text))"
    } catch {
      return error.description
    }
  }

  @Test func `comments and trailing commas are allowed wherever blanks are`() throws {
    let text = """
      // first
      { /* in */ "a" /* before */ : /* ** */ [1, 2,], // behind
        "b": {"c": null,},
      } // last
      """
    guard case .object(let members) = try parse(text) else {
      Issue.record("no object")
      return
    }
    #expect(members.map(\.key) == ["a", "b"])
    #expect(members[1].keyPosition == TextPosition(line: 3, column: 3))
  }

  @Test(arguments: [
    (#""""#, JobValue.text("")), (#""a\"\\\/\b\f\n\r\t""#, .text("a\"\\/\u{8}\u{C}\n\r\t")),
    (#""\u00e9\ud83d\ude00 é""#, .text("é😀 é")), ("-0", .number("-0")),
    ("12.50e+3", .number("12.50e+3")), ("true", .boolean(true)), ("null", .null), ("[]", .list([])),
  ])
  func `each kind of value is read as JSON has it`(text: String, value: JobValue) throws {
    #expect(try parse(text) == value)
  }

  @Test(arguments: [
    ("", "1:1: found the end of the file; expected a value"),
    (
      "{",
      "1:2: found the end of the file; expected a key in double quotes or \"}\" (opened at 1:1)"
    ),
    ("{\"a\":1 \"b\":2}", "1:8: found \"\"\"; expected \",\" or \"}\""),
    ("{\"a\" 1}", "1:6: a: found \"1\"; expected \":\""),
    ("{\"a\":1,,}", "1:8: found \",\"; expected a key in double quotes or \"}\""),
    ("{name: 1}", "1:2: found \"n\"; expected a key in double quotes or \"}\""),
    ("{\"a\": yes}", "1:7: a: found yes; expected a value (text stands in double quotes)"),
    ("{\"a\": 'x'}", "1:7: a: found \"'\"; expected a value"),
    ("[01]", "1:2: [0]: 01 is not a JSON number"),
    ("[.5]", "1:2: [0]: found \".\"; expected a value"),
    ("[1.]", "1:2: [0]: 1. is not a JSON number"), ("[-]", "1:2: [0]: - is not a JSON number"),
    ("[1e]", "1:2: [0]: 1e is not a JSON number"),
    ("[1", "1:3: found the end of the file; expected \",\" or \"]\" (opened at 1:1)"),
    ("{} x", "1:4: found \"x\" behind the end; expected one object"),
    ("\"a\nb\"", "1:3: the text from 1:1 is not closed; expected \""),
    ("\"a", "1:3: the text from 1:1 is not closed; expected \""),
    ("\"\\x\"", "1:3: \\ before \"x\" means nothing in JSON; a backslash is \\\\"),
    ("\"\\u12g4\"", "1:6: found \"g\"; expected four hexadecimal digits behind \\u"),
    ("\"\\ud800\"", "1:8: half of a surrogate pair in a text"),
    ("[", "1:2: found the end of the file; expected a value or \"]\" (opened at 1:1)"),
    ("/* a", "1:1: the comment is not closed; expected */"),
    ("/ a", "1:2: a lone \"/\"; a comment starts with // or /*"),
    ("\r\n\r \n ?", "4:2: found \"?\"; expected a value"),
  ])
  func `a fault of the grammar is told with its line and column`(text: String, message: String) {
    #expect(problem(text) == message)
  }

  @Test func `a mark of UTF-8 at the start is passed over`() throws {
    #expect(
      try JobTextParser.parse([0xEF, 0xBB, 0xBF] + Array("{}".utf8)).root.value == .object([]))
  }

  @Test func `bytes that are no UTF-8 are refused with what to do`() {
    #expect(throws: JobProblem.self) { try JobTextParser.parse([0x22, 0xE9, 0x22]) }
    #expect(throws: JobProblem.self) { try JobTextParser.parse([0xFF, 0xFE, 0x7B, 0x00]) }
  }

  @Test func `a file of the largest size is read and one byte more is refused`() throws {
    let blanks = [UInt8](repeating: 0x20, count: JobTextParser.bytesMax - 2)
    #expect(try JobTextParser.parse(blanks + Array("{}".utf8)).root.value == .object([]))
    #expect(throws: JobProblem.self) { try JobTextParser.parse(blanks + Array("{} ".utf8)) }
  }

  @Test func `the deepest nesting is read and one level more is refused`() throws {
    let depth = JobTextParser.depthMax + 1
    let deepest = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    _ = try parse(deepest)
    #expect(throws: JobProblem.self) { try parse("[\(deepest)]") }
  }

  @Test func `a key that stands twice is told and the first one counts`() throws {
    let parsed = try JobTextParser.parse(Array("{\"a\": 1,\n \"b\": {\"a\": 2}, \"a\": 3}".utf8))
    #expect(
      parsed.duplicates.map(\.description) == [
        "2:17: a: the key stands twice, first in line 1; expected it once"
      ])
    guard case .object(let members) = parsed.root.value else { return }
    #expect(members.first?.value.value == .number("1"))
  }

  @Test func `the collected JSON texts of others are read or refused as they should be`() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../../../shared/data/json-test-suite/test_parsing").standardized
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path) else {
      print("SKIPPED: no JSON test suite at ../shared/data/json-test-suite")
      return  // the suite lies beside the package only where it is developed
    }
    for name in names.sorted() where name.hasSuffix(".json") {
      let bytes = Array(try Data(contentsOf: folder.appending(path: name)))
      let isRead = (try? JobTextParser.parse(bytes)) != nil  // only whether it is read matters
      if name.hasPrefix("y_") { #expect(isRead, "\(name)") }
      if name.hasPrefix("n_") { #expect(isRead == Self.allowedHere.contains(name), "\(name)") }
    }
  }

  /// What JSON refuses and a job file may have: comments and trailing commas.
  private static let allowedHere: Set<String> = [
    "n_array_extra_comma.json", "n_object_trailing_comma.json",
    "n_object_trailing_comment.json", "n_object_trailing_comment_slash_open.json",
    "n_structure_object_with_comment.json", "n_array_number_and_comma.json",
  ]
}
