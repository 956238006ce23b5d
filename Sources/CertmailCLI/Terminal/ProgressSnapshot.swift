package import MailModel

/// How far a stage has come at one moment; everything that a progress line shows.
package struct ProgressSnapshot: Hashable, Sendable {
  /// What a run is doing.
  package enum Stage: String, CaseIterable, Hashable, Sendable {
    case recover, `import`, validate, price, submit, labels, settle, report, track, reconcile
  }

  package var stage: Stage
  package var done: Int
  /// `nil` while it is not known.
  package var total: Int?
  /// Since the stage began, without the time that was spent waiting.
  package var working: Duration
  /// Spent waiting since the stage began.
  package var paused: Duration = .zero
  /// Charged so far in this run.
  package var charged: Cents?
  package var waiting: Waiting?

  /// Why nothing moves.
  package struct Waiting: Hashable, Sendable {
    package var until: UTCTime
    /// `rate limit`, `API is busy`, `uncertain outcomes`.
    package var reason: String

    package init(until: UTCTime, reason: String) {
      self.until = until
      self.reason = reason
    }
  }

  package init(
    _ stage: Stage, done: Int, of total: Int? = nil, working: Duration = .zero,
    charged: Cents? = nil, waiting: Waiting? = nil
  ) {
    self.stage = stage
    self.done = done
    self.total = total
    self.working = working
    self.charged = charged
    self.waiting = waiting
  }

  /// Whether all of a known total is done.
  var isComplete: Bool { total.map { done >= $0 } ?? false }

  /// Whole per cent, rounded down; `nil` without a total, 100 for none at all.
  var percent: Int? {
    total.map { $0 > 0 ? min(100, done * 100 / $0) : 100 }
  }

  /// How many tenths are done in a second; `nil` before half a second has passed.
  var tenthsPerSecond: Int64? {
    let milliseconds = working.milliseconds
    guard milliseconds >= 500, done > 0 else { return nil }
    return Int64(done) * 10_000 / milliseconds
  }

  /// How long the rest takes when it waits as often as it did so far; `nil` while that is a guess: under two seconds or 1 %.
  var left: Duration? {
    guard let total, total > done, done > 0, done * 100 >= total,
      working.milliseconds >= 2000
    else { return nil }
    let spent = working.milliseconds + paused.milliseconds
    return .milliseconds(spent * Int64(total - done) / Int64(done))
  }
}
