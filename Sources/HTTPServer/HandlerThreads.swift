import Dispatch
import Foundation
import Synchronization

/// The threads on which a server's handlers run, apart from Swift's own.
///
/// Swift's cooperative pool has as many threads as there are cores; when other work blocks them,
/// every task there waits, and a server would seem dead to the very clients that block. Handlers
/// get these as their preferred executor (SE-0417), default actors that they call included.
final class HandlerThreads: TaskExecutor {
  /// How many handlers can block at once before others wait.
  static let count = 4

  private struct Waiting {
    var jobs: [UnownedJob] = []
    var isClosed = false
  }

  private let waiting = Mutex(Waiting())
  /// Counts the jobs, and after closing one more for each thread.
  private let signal = DispatchSemaphore(value: 0)

  init() {
    for number in 1...Self.count {
      let thread = Thread { [self] in work() }
      thread.name = "http-handler-\(number)"
      thread.start()
    }
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    let isOpen = waiting.withLock { waiting in
      if !waiting.isClosed { waiting.jobs.append(job) }
      return !waiting.isClosed
    }
    if isOpen {
      signal.signal()
    } else {
      // A handler that outlived its server still comes to its end.
      Thread.detachNewThread { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
  }

  /// Ends the threads once nothing waits any more.
  func close() {
    waiting.withLock { $0.isClosed = true }
    for _ in 0..<Self.count { signal.signal() }
  }

  private func work() {
    while let job = next() { job.runSynchronously(on: asUnownedTaskExecutor()) }
  }

  /// The next job, in the order of arrival; nil once closed and empty.
  private func next() -> UnownedJob? {
    signal.wait()
    return waiting.withLock { waiting in
      waiting.jobs.isEmpty ? nil : waiting.jobs.removeFirst()
    }
  }
}
