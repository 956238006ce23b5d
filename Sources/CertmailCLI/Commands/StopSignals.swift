import Dispatch
import Foundation
import MailModel
import Submission
import Synchronization

/// Ends a run in good order: SIGINT and SIGTERM stop it, a second one at once; time windows too.
final class StopSignals: Sendable {
  private struct State {
    var handler: (@Sendable (StopReason) -> Void)?
    var reason: StopReason?
  }

  private let state = Mutex(State())
  /// Of its own, so that a stop is heard while every shared thread is busy.
  private let queue = DispatchQueue(label: "stop")

  /// Hears `numbers` from its return on. A signal that comes before ends the process as if nobody
  /// listened, which loses nothing; ignored meanwhile, it would be lost and the run go on.
  init(_ numbers: [Int32] = [SIGINT, SIGTERM]) {
    // A reader that has gone, or a file-size limit, is an error to report and not an end.
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
    let heard = DispatchGroup()
    for number in numbers {
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      // The handler keeps its source alive: signals are heard until the process ends.
      source.setEventHandler { [self] in
        _ = source
        interrupt()
      }
      heard.enter()
      source.setRegistrationHandler { heard.leave() }
      source.activate()
    }
    heard.wait()
  }

  private func interrupt() {
    if state.withLock({ $0.reason }) == .interrupted { exit(ExitStatus.interrupted.rawValue) }
    stop(.interrupted)
  }

  /// Asks whoever works to stop; a time that is over does not take an interruption back.
  func stop(_ reason: StopReason) {
    let (handler, kept) = state.withLock { state in
      let kept = state.reason == .interrupted ? .interrupted : reason
      state.reason = kept
      return (state.handler, kept)
    }
    handler?(kept)
  }

  /// Whether a stop was asked for, and why.
  var reason: StopReason? { state.withLock { $0.reason } }

  /// Calls `handler` at a stop; at once when it was asked for before.
  func onStop(_ handler: @escaping @Sendable (StopReason) -> Void) {
    let reason = state.withLock { state in
      state.handler = handler
      return state.reason
    }
    if let reason { handler(reason) }
  }

  /// Tells nobody any more.
  func forgetHandler() { state.withLock { $0.handler = nil } }

  /// Stops when the job's `run_for` is over, or at its `stop_at`.
  func stop(by limits: JobFile.Limits, now: UTCTime) {
    if let time = limits.runFor { stop(after: time) }
    if let end = limits.stopAt?.next(after: now.date, in: .current) {
      stop(after: now.duration(to: UTCTime(end)))
    }
  }

  /// Stops after `time`.
  func stop(after time: Duration) {
    let milliseconds = Int(clamping: time.milliseconds)
    queue.asyncAfter(deadline: .now() + .milliseconds(milliseconds)) {
      [weak self] in self?.stop(.timeWindow)
    }
  }
}
