import Foundation
import MailModel
import Synchronization

/// How far a command's work has come, told to the console as it goes; one for a whole run.
final class WorkProgress: Sendable {
  private struct Current {
    var snapshot: ProgressSnapshot
    var began: ContinuousClock.Instant
    /// Spent waiting since the stage began, which is no work.
    var waited: Duration = .zero
    var waitingSince: ContinuousClock.Instant?
    var waits: [WaitingFor: ProgressSnapshot.Waiting] = [:]
  }

  private let current = Mutex<Current?>(nil)
  private let console: Console
  private let now: @Sendable () -> UTCTime

  init(_ console: Console, now: @escaping @Sendable () -> UTCTime) {
    self.console = console
    self.now = now
  }

  /// A stage begins; the one before it is over.
  func begin(_ stage: ProgressSnapshot.Stage, of total: Int?) {
    change { current in
      current = Current(snapshot: ProgressSnapshot(stage, done: 0, of: total), began: .now)
    }
  }

  /// One more, or `count` more, is done.
  func advance(by count: Int = 1) {
    change { $0?.snapshot.done += count }
  }

  /// So many are done, and so much is charged.
  func show(done: Int, charged: Cents) {
    change { current in
      current?.snapshot.done = done
      current?.snapshot.charged = charged
    }
  }

  /// What is waited for, each ended by itself; the first is told.
  enum WaitingFor: Int, CaseIterable {
    case rateLimit, labels, settling
  }

  /// Nothing moves until then; `nil`: it moves again.
  func wait(_ waiting: ProgressSnapshot.Waiting?, for cause: WaitingFor) {
    if let waiting, current.withLock({ $0 == nil }) { say(waiting) }
    change { current in
      current?.waits[cause] = waiting
      let waiting = WaitingFor.allCases.compactMap { current?.waits[$0] }.first
      let since = current?.waitingSince
      if waiting != nil, since == nil { current?.waitingSince = .now }
      if waiting == nil, let since {
        current?.waited += ContinuousClock.now - since
        current?.waitingSince = nil
      }
      current?.snapshot.waiting = waiting
    }
  }

  /// A wait before any stage, as that for the API's prices, is no progress; a short one says nothing.
  private func say(_ waiting: ProgressSnapshot.Waiting) {
    guard now().duration(to: waiting.until) >= .seconds(2) else { return }
    console.message(
      "waiting until \(ProgressText.clock(waiting.until, .current)): \(waiting.reason)")
  }

  /// The stage is over; what is on the screen goes.
  func end() {
    current.withLock { $0 = nil }
    console.eraseProgress()
  }

  private func change(_ body: (inout Current?) -> Void) {
    let snapshot = current.withLock { current -> ProgressSnapshot? in
      body(&current)
      guard let now = current else { return nil }
      let waiting = now.waitingSince.map { ContinuousClock.now - $0 } ?? .zero
      current?.snapshot.paused = now.waited
      current?.snapshot.working = ContinuousClock.now - now.began - now.waited - waiting
      return current?.snapshot
    }
    if let snapshot { console.progress(snapshot, at: now()) }
  }
}
