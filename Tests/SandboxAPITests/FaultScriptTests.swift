import Foundation
import Testing

@testable import SandboxAPI

@Suite struct FaultScriptTests {
  private func script(_ text: String) throws -> FaultScript {
    try FaultScript(json: Data(text.utf8), name: "f.json")
  }

  /// Which of so many requests a rule plays on, from 1.
  private func plays(
    _ rule: String, of count: Int, seed: Int = 7, path: (Int) -> String = { _ in "/mailings" }
  ) throws -> [Int] {
    var script = try script(
      #"{"seed": \#(seed), "rules": [{"on": "POST /mailings", \#(rule), "do": "close"}]}"#)
    return (1...count).filter { script.rule(method: "POST", path: path($0)) != nil }
  }

  @Test func `nth, times and each count as they say`() throws {
    #expect(try plays(#""nth": 3"#, of: 5) == [3])
    #expect(try plays(#""times": 2"#, of: 5) == [1, 2])
    #expect(try plays(#""times": 0"#, of: 5) == [])
    let twoPaths: (Int) -> String = { "/mailings/\($0 % 2)" }
    #expect(try plays(#""each": true, "times": 1"#, of: 5, path: twoPaths) == [1, 2])
    #expect(try plays(#""each": true, "nth": 2"#, of: 5, path: twoPaths) == [3, 4])
  }

  @Test func `chance is the same for a seed, another for another, and about the percentage`() throws
  {
    let first = try plays(#""percent": 20"#, of: 2000)
    #expect(try plays(#""percent": 20"#, of: 2000) == first)
    #expect(try plays(#""percent": 20"#, of: 2000, seed: 8) != first)
    #expect((300...500).contains(first.count))
    #expect(try plays(#""percent": 0"#, of: 100).isEmpty)
    #expect(try plays(#""percent": 100"#, of: 100).count == 100)
  }

  @Test(arguments: [
    ("GET /mailings", "/mailings", true), ("GET /mailings", "/mailings/1/label", true),
    ("GET /mailings$", "/mailings", true), ("GET /mailings$", "/mailings/1", false),
    ("GET /mailings/{id}$", "/mailings/1", true), ("GET /mailings/{id}$", "/mailings", false),
    ("GET /mailings/{id}$", "/mailings/1/label", false),
    ("GET /mailings/{id}/label", "/mailings/1/label", true),
    ("GET /mailings/{id}/label", "/mailings//label", false), ("POST /mailings", "/mailings", false),
    ("", "/anything", true), ("GET", "/anything", true),
  ])
  func `a pattern is about the calls that it says`(pattern: String, path: String, matches: Bool) {
    #expect(CallPattern(pattern).matches(method: "GET", path: path) == matches)
  }

  @Test(arguments: [
    (#"{"rules": [{"on": "", "do": "close", "ntn": 1}]}"#, "rules[0].ntn: this key is not known"),
    (#"{"rule": []}"#, "rule: this key is not known"),
    (#"{"rules": [{"on": ""}]}"#, "rules[0].do: this key is missing"),
    (#"{"rules": [{"on": "", "do": "explode"}]}"#, "rules[0].do: "),
    (
      #"{"rules": [{"on": "", "do": "status", "status": 199}]}"#,
      "rules[0].status: must be from 200"
    ),
    (#"{"rules": [{"on": "", "do": "status", "status": 600}]}"#, "rules[0].status: must be"),
    (#"{"rules": [{"on": "", "do": "close", "percent": 101}]}"#, "rules[0].percent: must be"),
    (#"{"rules": [{"on": "", "do": "close", "nth": 0}]}"#, "rules[0].nth: must be from 1"),
    (#"{"rules": [{"on": "", "do": "huge", "bytes": 268435457}]}"#, "rules[0].bytes: must be"),
    (#"{"listing": {"order": "random"}}"#, "listing.order: "),
    (#"{"listing": {"cap": 101}}"#, "listing.cap: must be from 0 to 100"),
    (#"{"echo": {"by_id": 1}}"#, "echo.by_id: "), (#"{"echo": {"list": "cut"}}"#, "echo.list: "),
    (#"{"rate": {"window_seconds": 0}}"#, "rate.window_seconds: must be from 1"), ("{", ""),
  ])
  func `a script that is wrong is refused with the key's path`(text: String, reason: String) throws
  {
    let error = try #require(throws: SandboxError.self) { try script(text) }
    #expect(error.description.hasPrefix("f.json: " + reason), "\(error)")
  }

  @Test func `a script that is not there is told by its name`() throws {
    let error = try #require(throws: SandboxError.self) { try FaultScript(path: "/nowhere/f.json") }
    #expect(error.description.hasPrefix("/nowhere/f.json: "))
  }

  @Test func `the bounds themselves are taken`() throws {
    let rule =
      #""on": "", "do": "huge", "bytes": 268435456, "status": 599, "percent": 100, "nth": 1"#
    #expect(throws: Never.self) { try script(#"{"rules": [{\#(rule)}]}"#) }
  }
}
