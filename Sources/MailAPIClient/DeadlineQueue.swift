import Foundation
import MailModel
import Synchronization

/// Ends what takes longer than it may: one timer for all that wait equally long.
///
/// Dispatch keeps an item that was cancelled until its time has come: with one for each exchange a
/// fast submission would hold tens of thousands of them.
final class DeadlineQueue: Sendable {
  private struct State {
    var actions: [UInt64: @Sendable () -> Void] = [:]
    /// In the order in which they were added, which is that of their moments.
    var order: [(id: UInt64, moment: ContinuousClock.Instant)] = []
    var lastID: UInt64 = 0
    var isArmed = false

    /// Forgets what is at the front and was removed.
    mutating func trim() {
      order.removeFirst(order.prefix { actions[$0.id] == nil }.count)
    }

    /// Takes out the actions whose moment has come.
    mutating func due(at now: ContinuousClock.Instant) -> [@Sendable () -> Void] {
      let due = order.prefix { $0.moment <= now }.compactMap { actions.removeValue(forKey: $0.id) }
      trim()
      return due
    }
  }

  private let delay: Duration
  private let state = Mutex(State())
  private let queue = DispatchQueue(label: "certmail.deadlines")

  /// - Parameter delay: how long after it was added an action is called.
  init(_ delay: Duration) { self.delay = delay }

  /// Calls `action` when `delay` has passed, unless it is removed before.
  func add(_ action: @escaping @Sendable () -> Void) -> UInt64 {
    let moment = ContinuousClock.now + delay
    let (id, arms) = state.withLock { state in
      state.lastID += 1
      state.actions[state.lastID] = action
      state.trim()
      state.order.append((state.lastID, moment))
      defer { state.isArmed = true }
      return (state.lastID, !state.isArmed)
    }
    if arms { wake(at: moment) }
    return id
  }

  /// Forgets an action that was not called yet.
  func remove(_ id: UInt64) { _ = state.withLock { $0.actions.removeValue(forKey: id) } }

  private func wake(at moment: ContinuousClock.Instant) {
    let pause = max(0, (moment - ContinuousClock.now).milliseconds) + 1
    queue.asyncAfter(deadline: .now() + .milliseconds(Int(pause))) { [weak self] in self?.fire() }
  }

  private func fire() {
    let (due, next) = state.withLock { state in
      let due = state.due(at: .now)
      state.isArmed = !state.order.isEmpty
      return (due, state.order.first?.moment)
    }
    if let next { wake(at: next) }
    for action in due { action() }
  }
}
