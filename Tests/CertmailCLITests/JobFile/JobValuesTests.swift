import Foundation
import Intake
import MailModel
import TestSupport
import Testing

@testable import CertmailCLI

@Suite struct DurationTextTests {
  @Test(arguments: [
    ("90s", Duration.seconds(90), "90s"), ("15m", .seconds(900), "15m"),
    ("2h", .seconds(7200), "2h"),
    ("1d", .seconds(86_400), "1d"), ("500ms", .milliseconds(500), "500ms"), ("0s", .zero, "0s"),
    ("60s", .seconds(60), "1m"), ("1500ms", .milliseconds(1500), "1500ms"),
  ])
  func `a duration is a whole number and a unit`(text: String, duration: Duration, shown: String) {
    #expect(DurationText.duration(text) == duration)
    #expect(DurationText.text(duration) == shown)
  }

  @Test(arguments: ["", "s", "1", "1 s", "-1s", "1.5h", "1h30m", "1S", "1000000000ms", "٣s", "1w"])
  func `any other text is no duration`(text: String) {
    #expect(DurationText.duration(text) == nil)
  }
}

@Suite struct TimeOfDayTests {
  @Test func `the next time of day is today or tomorrow`() throws {
    let time = try #require(TimeOfDay(text: "05:30"))
    let zone = try #require(TimeZone(identifier: "America/New_York"))
    let style = Date.ISO8601FormatStyle()
    let night = try style.parse("2026-01-15T05:00:00Z")  // midnight there
    #expect(try time.next(after: night, in: zone) == style.parse("2026-01-15T10:30:00Z"))
    let day = try style.parse("2026-01-15T10:30:00Z")  // exactly then
    #expect(try time.next(after: day, in: zone) == style.parse("2026-01-16T10:30:00Z"))
    #expect(time.description == "05:30")
  }

  @Test func `a time that the clocks skip is the first moment after the gap`() throws {
    let time = try #require(TimeOfDay(text: "02:30"))
    let zone = try #require(TimeZone(identifier: "America/New_York"))
    let style = Date.ISO8601FormatStyle()
    let before = try style.parse("2026-03-08T05:00:00Z")
    #expect(try time.next(after: before, in: zone) == style.parse("2026-03-08T07:00:00Z"))
  }

  @Test(arguments: ["", "5:30", "05:3", "24:00", "05:60", "0530", "05:30:00", "aa:bb", "٠٥:٣٠"])
  func `any other text is no time of day`(text: String) {
    #expect(TimeOfDay(text: text) == nil)
  }
}

@Suite struct SuggestionTests {
  @Test(arguments: [
    ("limt", "limit"), ("lmiit", "limit"), ("jsno", "json"), ("LIMIT", "limit"), ("expect", nil),
    ("expect-c", "expect-count"), ("x", nil), ("zzzzz", nil), ("jso", "json"),
  ])
  func `the nearest word is suggested, and none when none is near`(word: String, nearest: String?) {
    let words = ["limit", "json", "expect-count", "expect-total"]
    #expect(Suggestion.nearest(to: word, among: words) == nearest)
  }

  @Test(arguments: [
    ("", "", 0), ("a", "", 1), ("", "ab", 2), ("ca", "ac", 1), ("kitten", "sitting", 3),
    ("abcd", "acbd", 1), ("ca", "abc", 3),
  ])
  func `the distance counts single edits and swaps`(left: String, right: String, distance: Int) {
    #expect(EditDistance.between(Array(left), Array(right)) == distance)
  }
}

@Suite struct KeyRedactionTests {
  @Test(arguments: [
    ("no key", "no key"), ("321m_", "321m_"), ("321m_ x", "321m_ x"),
    ("321m_live_abc", "321m_…"), ("k=321m_a,321m_b", "k=321m_…"),
    ("\"321m_live_a\" and '321m_b'", "\"321m_…\" and '321m_…'"), ("321M_live_a", "321m_…"),
  ])
  func `whatever looks like a key is hidden`(text: String, redacted: String) {
    #expect(KeyRedaction.redacted(text) == redacted)
    #expect(KeyRedaction.holdsKey(text) == (text != redacted))
  }
}

@Suite struct InputPatternTests {
  @Test func `matches come in the order of their names, and the folder is taken literally`() throws
  {
    let folder = try Scratch.folder().appending(path: "certmail [a*]")
    try FileManager.default.createDirectory(
      at: folder.appending(path: "in/d.csv"), withIntermediateDirectories: true)
    for name in ["in/b.csv", "in/A.csv", "in/c.txt", "in/.h.csv"] {
      try Data().write(to: folder.appending(path: name))
    }
    let base = PathBase(folder: folder.path, home: "/home/ruth")
    let pattern = base.pattern("in/*.csv")
    #expect(try pattern.matches() == ["A.csv", "b.csv"].map { folder.path + "/in/" + $0 })
    let paths = ["in/A.csv", "in/new.csv", "in/.h.csv", "in/c.txt", "in/deep/A.csv", "A.csv"]
    #expect(paths.filter { pattern.covers(folder.path + "/" + $0) } == ["in/A.csv", "in/new.csv"])
    #expect(!pattern.isPlainName && base.pattern("in/c.txt").isPlainName)
    #expect(try base.pattern("none/*.csv").matches() == [])
    // A folder that is there and cannot be read may hold lists.
    try FileManager.default.createSymbolicLink(
      atPath: folder.path + "/loop", withDestinationPath: "loop")
    #expect(throws: IntakeError.self) { try base.pattern("loop/*.csv").matches() }
    #expect(base.pattern("~/x.csv").glob == "/home/ruth/x.csv")
    #expect(base.path("./a//b/../c") == "\(folder.path)/a/b/../c")
  }
}
