import Foundation
import MailModel
import Synchronization

/// HTTP in a process of its own.
///
/// URLSession on Linux ends its process when a connection is closed inside of an answer's head
/// ("Transfer completed, but there's no response"), which any server or proxy can do at any time.
/// Here that ends a worker, and what it had under way is lost: exactly what is known of it.
package final class WorkerTransport: Transport {
  private struct State {
    var process: WorkerProcess?
    var waiting: [UInt64: CheckedContinuation<Exchange, Never>] = [:]
    /// Cancelled before they began to wait.
    var cancelled: Set<UInt64> = []
    var lastID: UInt64 = 0
  }

  /// How long after its deadline an exchange may take before the worker is taken for hung.
  private static let grace: Duration = .seconds(5)

  private let command: WorkerCommand
  private let lock: Int32?
  private let setUp: WorkerOrder.SetUp
  private let state = Mutex(State())
  private let deadlines: DeadlineQueue

  /// - Parameter lock: the descriptor of the ledger's lock, which the worker keeps open as well.
  package init(
    _ command: WorkerCommand, lock: Int32?, endpoint: APIEndpoint, requestTimeout: Duration,
    connectionCount: Int
  ) {
    self.command = command
    self.lock = lock
    deadlines = DeadlineQueue(requestTimeout + Self.grace)
    setUp = WorkerOrder.SetUp(
      baseURL: endpoint.baseURL, key: endpoint.key?.headerValue,
      authentication: endpoint.authentication.rawValue, session: endpoint.session?.value,
      requestTimeout: requestTimeout.milliseconds, connectionCount: connectionCount)
  }

  deinit { state.withLock { $0.process }?.socket.shutDown() }

  package func exchange(_ request: WireRequest) async -> Exchange {
    if Task.isCancelled { return .notSent("cancelled before it was sent") }
    let id = state.withLock { state in
      state.lastID += 1
      return state.lastID
    }
    let deadline = deadlines.add { [weak self] in self?.worker?.kill() }
    defer {
      deadlines.remove(deadline)
      // A cancellation that came after the answer.
      state.withLock { _ = $0.cancelled.remove(id) }
    }
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        start(id, request, continuation)
      }
    } onCancel: {
      cancel(id)
    }
  }

  private var worker: WorkerProcess? { state.withLock { $0.process } }

  private func start(
    _ id: UInt64, _ request: WireRequest, _ continuation: CheckedContinuation<Exchange, Never>
  ) {
    let process: WorkerProcess?
    do {
      process = try state.withLock { state in
        guard state.cancelled.remove(id) == nil else { return nil }
        let process = try state.process ?? begin()
        state.process = process
        state.waiting[id] = continuation
        return process
      }
    } catch {
      continuation.resume(
        returning: .notSent("no worker process can be started: \(SystemReason.text(error))"))
      return
    }
    guard let process else {
      continuation.resume(returning: .notSent("cancelled before it was sent"))
      return
    }
    // A worker that is gone is noticed by the reader, which ends what waits for it.
    _ = process.socket.send(
      WorkerOrder.exchange(id, WorkerOrder.Request(request)), body: request.body ?? [])
  }

  private func begin() throws -> WorkerProcess {
    let process = try WorkerProcess(command, holding: lock)
    _ = process.socket.send(WorkerOrder.setUp(setUp))
    Thread.detachNewThread { [weak self] in
      while let (report, body) = process.socket.receive(WorkerReport.self) {
        self?.finish(report.id, report.exchange(body))
      }
      self?.lose(process)
    }
    return process
  }

  private func finish(_ id: UInt64, _ exchange: Exchange) {
    state.withLock { $0.waiting.removeValue(forKey: id) }?.resume(returning: exchange)
  }

  private func cancel(_ id: UInt64) {
    let isWaiting = state.withLock { state in
      if state.waiting[id] == nil { state.cancelled.insert(id) }
      return state.waiting[id] != nil
    }
    guard isWaiting else { return }
    _ = worker?.socket.send(WorkerOrder.cancel(id))
    finish(id, .lost("cancelled before the answer came"))
  }

  /// The worker died: nobody knows what became of its exchanges.
  private func lose(_ process: WorkerProcess) {
    let lost = state.withLock { state in
      guard state.process === process else { return [CheckedContinuation<Exchange, Never>]() }
      state.process = nil
      defer { state.waiting.removeAll() }
      return Array(state.waiting.values)
    }
    for waiting in lost {
      waiting.resume(returning: .lost("the connection was closed inside of the answer's head"))
    }
  }
}
