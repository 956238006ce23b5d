/// Stops a run whose outcomes turn uncertain too often: five in a row, or more than a fifth of
/// the last fifty once there are twenty.
package struct CircuitBreaker: Hashable, Sendable {
  private var latest: [Bool] = []
  private var streak = 0

  package init() {}

  package static let streakMax = 5
  package static let window = 50
  package static let windowMin = 20

  /// Notes how a POST ended.
  package mutating func note(uncertain: Bool) {
    streak = uncertain ? streak + 1 : 0
    latest.append(uncertain)
    if latest.count > Self.window { latest.removeFirst() }
  }

  /// Whether nothing more should be sent.
  package var isOpen: Bool {
    let uncertain = latest.count { $0 }
    return streak >= Self.streakMax
      || latest.count >= Self.windowMin && uncertain * 5 > latest.count
  }
}
