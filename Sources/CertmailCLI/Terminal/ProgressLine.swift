package import Foundation
package import MailModel

/// Decides when progress is shown and as what; pure, so that the caller does the writing.
package struct ProgressLine: Sendable {
  /// What progress looks like.
  package enum Form: Hashable, Sendable {
    /// One line of a terminal, written over and over; its width in columns.
    case live(width: Int)
    /// A line now and then, for logs.
    case plain
    /// A JSON object a line, as often as plain lines.
    case events
    case none
  }

  /// How often a live line is written at most: what an eye can follow.
  static let liveInterval: Duration = .milliseconds(100)

  /// When the second plain line comes; each further one takes twice as long.
  static let plainInterval: Duration = .seconds(10)

  /// The longest silence of plain lines while something moves.
  static let plainIntervalMax: Duration = .seconds(600)

  package let form: Form
  private let zone: TimeZone
  private var shown: ProgressSnapshot?
  private var shownAt = UTCTime(rawValue: 0)
  private var interval = ProgressLine.plainInterval
  private var isOnScreen = false

  /// A line in `form`; times of day are those of `zone`.
  package init(_ form: Form, zone: TimeZone) {
    self.form = form
    self.zone = zone
  }

  /// What to write to stderr now, if anything.
  package mutating func text(for snapshot: ProgressSnapshot, at now: UTCTime) -> String? {
    guard snapshot != shown, isDue(snapshot, at: now) else { return nil }
    shown = snapshot
    shownAt = now
    switch form {
    case .live(let width):
      isOnScreen = true
      // The last column stays free: some terminals go to the next line when it is written.
      let line = DisplayWidth.cut(ProgressText.line(snapshot, zone: zone), to: max(1, width - 1))
      return "\r\(line)\u{1B}[K"
    case .plain: return ProgressText.line(snapshot, zone: zone) + "\n"
    case .events: return ProgressText.event(snapshot, at: now) + "\n"
    case .none: return nil
    }
  }

  /// What takes a live line off the screen, before a message or at the end.
  package mutating func erasure() -> String? {
    guard isOnScreen else { return nil }
    isOnScreen = false
    return "\r\u{1B}[K"
  }

  /// Whether the time has come: a new stage, an end, a wait that begins or ends, or the interval.
  private mutating func isDue(_ snapshot: ProgressSnapshot, at now: UTCTime) -> Bool {
    if case .none = form { return false }
    guard let shown, shown.stage == snapshot.stage else {
      interval = Self.plainInterval
      return true
    }
    if snapshot.isComplete || (shown.waiting == nil) != (snapshot.waiting == nil) { return true }
    let passed = shownAt.duration(to: now)
    if case .live = form { return passed >= Self.liveInterval || !isOnScreen }
    return isPlainDue(snapshot, shown, passed)
  }

  private mutating func isPlainDue(
    _ snapshot: ProgressSnapshot, _ shown: ProgressSnapshot, _ passed: Duration
  ) -> Bool {
    let (before, after) = ((shown.percent ?? 0) / 10, (snapshot.percent ?? 0) / 10)
    // A tenth is worth a line, but not a line every moment.
    if after > before, passed >= .seconds(1) { return true }
    guard passed >= interval else { return false }
    interval = min(interval * 2, Self.plainIntervalMax)
    return true
  }
}
