import Foundation
import MailModel
import Testing

@testable import CertmailCLI

@Suite struct ProgressTextTests {
  private let zone = TimeZone(secondsFromGMT: -5 * 3600) ?? .gmt

  private func line(_ snapshot: ProgressSnapshot) -> String {
    ProgressText.line(snapshot, zone: zone)
  }

  @Test func `a line shows stage, count, rate, money and time left`() {
    #expect(
      line(
        ProgressSnapshot(
          .submit, done: 120, of: 500, working: .milliseconds(37_500), charged: Cents(117_120)))
        == "submit 120/500 24%  3.2/s  $1,171.20  1m 58s left")
    #expect(line(ProgressSnapshot(.import, done: 1_250_000)) == "import 1,250,000")
    #expect(
      line(ProgressSnapshot(.import, done: 250_000, working: .seconds(1)))
        == "import 250,000  250,000/s")
    #expect(line(ProgressSnapshot(.labels, done: 0, of: 0)) == "labels 0/0 100%")
    #expect(
      line(ProgressSnapshot(.labels, done: 5, of: 5, working: .seconds(10)))
        == "labels 5/5 100%  0.5/s")
  }

  @Test func `what was waited counts for the time left and not for the rate`() {
    var snapshot = ProgressSnapshot(.submit, done: 100, of: 200, working: .seconds(10))
    snapshot.paused = .seconds(110)
    #expect(line(snapshot) == "submit 100/200 50%  10.0/s  2m 00s left")
  }

  @Test func `a guess at the time left is not made too early`() {
    let early = ProgressSnapshot(.submit, done: 1, of: 1000, working: .seconds(1))
    #expect(line(early) == "submit 1/1,000 0%  1.0/s")
    #expect(
      line(ProgressSnapshot(.submit, done: 0, of: 9, working: .seconds(9))) == "submit 0/9 0%")
  }

  @Test func `waiting says until when, in local time, and why`() {
    let until = UTCTime(rawValue: 1_705_347_005_999)  // 19:30:05 UTC
    #expect(
      line(
        ProgressSnapshot(
          .submit, done: 1, of: 4, waiting: .init(until: until, reason: "rate limit")))
        == "submit 1/4 25%  waiting until 14:30:05 (rate limit)")
    #expect(ProgressText.clock(UTCTime(rawValue: -1000), .gmt) == "23:59:59")
  }

  @Test(arguments: [
    (Duration.zero, "0s"), (.milliseconds(59_999), "59s"), (.seconds(60), "1m 00s"),
    (.seconds(3599), "59m 59s"), (.seconds(3600), "1h 00m"), (.seconds(90_000), "1d 01h"),
    (.seconds(-1), "0s"),
  ])
  func `a duration has its two largest units`(duration: Duration, text: String) {
    #expect(ProgressText.duration(duration) == text)
  }

  @Test func `an event is one JSON object`() {
    let time = UTCTime(rawValue: 1_705_314_600_000)
    let waiting = ProgressSnapshot.Waiting(until: time, reason: "rate limit")
    #expect(
      ProgressText.event(
        ProgressSnapshot(
          .submit, done: 1, of: 3, working: .seconds(4), charged: Cents(976), waiting: waiting),
        at: time)
        == #"{"event":"progress","at":"2024-01-15T10:30:00Z","stage":"submit","done":1,"total":3,"charged":"9.76","seconds_left":8,"waiting":{"until":"2024-01-15T10:30:00Z","reason":"rate limit"}}"#
    )
  }
}

@Suite struct ProgressLineTests {
  private func time(_ seconds: Double) -> UTCTime { UTCTime(rawValue: Int64(seconds * 1000)) }

  private func snapshot(_ done: Int, of total: Int? = 1000) -> ProgressSnapshot {
    ProgressSnapshot(.submit, done: done, of: total)
  }

  @Test func `a live line is written over, cut to the terminal and taken away`() {
    var line = ProgressLine(.live(width: 12), zone: .gmt)
    #expect(line.erasure() == nil)
    #expect(line.text(for: snapshot(1), at: time(0)) == "\rsubmit 1/1…\u{1B}[K")
    #expect(line.erasure() == "\r\u{1B}[K")
    #expect(line.erasure() == nil)
  }

  @Test func `a live line is written at most ten times a second`() {
    var line = ProgressLine(.live(width: 80), zone: .gmt)
    #expect(line.text(for: snapshot(1), at: time(0)) != nil)
    #expect(line.text(for: snapshot(2), at: time(0.099)) == nil)
    #expect(line.text(for: snapshot(2), at: time(0.1)) != nil)
    #expect(line.text(for: snapshot(2), at: time(9)) == nil)
    _ = line.erasure()
    #expect(line.text(for: snapshot(3), at: time(9.01)) != nil)
  }

  @Test func `plain lines come first, at 10, 30 and 70 seconds, at each tenth and at the end`() {
    var line = ProgressLine(.plain, zone: .gmt)
    var shown: [Int] = []
    for second in 0...100 where line.text(for: snapshot(second), at: time(Double(second))) != nil {
      shown.append(second)
    }
    #expect(shown == [0, 10, 30, 70, 100])
    #expect(line.text(for: snapshot(1000), at: time(100.1)) == "submit 1,000/1,000 100%\n")
    #expect(line.text(for: snapshot(1000), at: time(900)) == nil)
  }

  @Test func `a new stage and a wait are told at once`() {
    var line = ProgressLine(.plain, zone: .gmt)
    _ = line.text(for: snapshot(1), at: time(0))
    #expect(line.text(for: ProgressSnapshot(.labels, done: 0), at: time(0.1)) == "labels 0\n")
    let waiting = ProgressSnapshot(
      .labels, done: 0, waiting: .init(until: time(60), reason: "rate limit"))
    #expect(
      line.text(for: waiting, at: time(0.2)) == "labels 0  waiting until 00:01:00 (rate limit)\n")
    #expect(line.text(for: ProgressSnapshot(.labels, done: 1), at: time(60)) == "labels 1\n")
  }

  @Test func `without progress nothing is written`() {
    var line = ProgressLine(.none, zone: .gmt)
    #expect(line.text(for: snapshot(1), at: time(0)) == nil && line.erasure() == nil)
  }
}
