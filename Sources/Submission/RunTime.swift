/// A moment on the run's own monotonic clock: milliseconds since the run began.
///
/// Wall clocks jump; what must wait is measured by this one and by the server's clock, and the
/// lesser of both counts.
package struct RunTime: RawRepresentable, Hashable, Comparable, Sendable {
  package var rawValue: Int64

  package init(rawValue: Int64) { self.rawValue = rawValue }

  package static let start = RunTime(rawValue: 0)

  package static func < (left: RunTime, right: RunTime) -> Bool { left.rawValue < right.rawValue }

  /// Milliseconds from `earlier` to this moment.
  package func since(_ earlier: RunTime) -> Int64 { rawValue - earlier.rawValue }

  /// The moment `milliseconds` later.
  package func later(by milliseconds: Int64) -> RunTime {
    RunTime(rawValue: rawValue + milliseconds)
  }
}
