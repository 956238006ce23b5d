import Foundation
import MailModel
import Testing

@testable import Reconciliation

@Suite struct OutputBufferTests {
  private func text(_ write: (inout OutputBuffer) -> Void) -> String {
    var out = OutputBuffer(nil)
    write(&out)
    return String(decoding: out.bytes, as: UTF8.self)
  }

  @Test(arguments: [0, 1, 9, 10, 99, 100, 976, 123_456, -1, -5, -100, .max, .min])
  func `amounts are written as Cents prints them`(cents: Int64) {
    #expect(text { $0.amount(Cents(cents)) } == Cents(cents).description)
  }

  @Test(arguments: [0, 7, -7, 10, 1_000_000, .max, .min])
  func `whole numbers are written in decimal digits`(number: Int) {
    #expect(text { $0.number(number) } == String(number))
  }

  @Test(arguments: [
    0, 1_768_473_000_000, 951_782_399_999, 951_782_400_000, 1_709_164_800_000, -1,
    -86_400_000, 4_102_444_799_000, 253_402_300_799_000,
  ])
  func `times are written as UTCTime prints them`(milliseconds: Int64) {
    let time = UTCTime(rawValue: milliseconds / 1000 * 1000)
    #expect(text { $0.time(time) } == time.iso8601)
  }

  @Test func `days are those of the firm's zone, over a change of clocks too`() throws {
    var clock = LocalClock(try #require(TimeZone(identifier: "America/Los_Angeles")))
    let evening = try #require(UTCTime(iso8601: "2026-01-16T06:59:00Z"))
    #expect(text { $0.date(clock.civil(evening)) } == "2026-01-15")
    // On 2026-03-08 clocks go from 01:59:59 to 03:00:00 at 10:00 UTC.
    let before = try #require(UTCTime(iso8601: "2026-03-08T09:59:00Z"))
    let after = try #require(UTCTime(iso8601: "2026-03-08T10:00:00Z"))
    #expect(text { $0.clock(clock.civil(before)) } == "01:59")
    #expect(text { $0.clock(clock.civil(after)) } == "03:00")
  }

  @Test func `bytes go out in pieces, none lost and none twice`() throws {
    let sink = MemorySink()
    var out = OutputBuffer(sink)
    let piece = [UInt8](repeating: 0x61, count: OutputBuffer.pieceSize - 1)
    out.raw(bytes: piece)
    try out.flushIfFull()
    #expect(sink.bytes.isEmpty)
    out.byte(0x62)
    try out.flushIfFull()
    #expect(sink.bytes == piece + [0x62])
    out.byte(0x63)
    try out.flush()
    try out.flush()
    #expect(sink.bytes == piece + [0x62, 0x63])
  }

  @Test func `a sink that fails is heard`() {
    struct Full: Error {}
    var out = OutputBuffer(ClosureSink { _ in throw Full() })
    out.byte(0x61)
    #expect(throws: Full.self) { try out.flush() }
  }

  @Test func `HTML text keeps nothing that means something`() {
    let nasty = "<b a=\"1\" c='2'>&\r\u{0}\u{7F}\u{85}\u{FFFE}\u{FFFF}é\t"
    #expect(
      text { $0.html(nasty) }
        == "&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp; \u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}é\t"
    )
  }

  @Test func `a CSS string cannot end itself or the style element`() {
    #expect(
      text { $0.cssString("a1</style>\"\\\n é") }
        == "\"a1\\3c \\2f style\\3e \\22 \\5c \\20 \\e9 \"")
  }

  @Test func `JSON text is escaped as RFC 8259 wants it`() {
    #expect(
      text { $0.json("\"\\/\u{8}\u{9}\n\u{C}\r\u{0}\u{1F}é\u{2028}") }
        == "\"\\\"\\\\/\\b\\t\\n\\f\\r\\u0000\\u001fé\u{2028}\"")
    #expect(text { $0.jsonOrNull("") } == "null")
  }
}
