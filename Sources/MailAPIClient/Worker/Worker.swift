import Foundation
import Glibc
import MailModel
import Synchronization

/// The worker process: does the HTTP exchanges that the process which started it asks for.
///
/// It ends at once, with whatever is under way, when that process is gone: nothing is sent for a
/// dead one.
package enum Worker {
  /// The argument that makes this program a worker; for no person to type.
  package static let argument = "--http-worker"

  /// Serves the connection on standard input until it ends.
  /// - Returns: the exit status.
  package static func run() -> Int32 {
    for number in [SIGINT, SIGTERM, SIGHUP, SIGPIPE] { signal(number, SIG_IGN) }
    let socket = WorkerSocket(STDIN_FILENO)
    // What is wrong with any of it was told before the worker was started.
    guard case (.setUp(let setUp), _)? = socket.receive(WorkerOrder.self),
      let transport = try? transport(setUp)
    else { return 2 }
    let exchanges = OpenExchanges()
    while let (order, body) = socket.receive(WorkerOrder.self) {
      switch order {
      case .setUp: return 2
      case .cancel(let id): exchanges.cancel(id)
      case .exchange(let id, let request):
        exchanges.begin(id) {
          let exchange = await transport.exchange(request.wireRequest(body))
          _ = socket.send(WorkerReport(id, exchange), body: exchange.answer?.body ?? [])
        }
      }
    }
    _exit(0)
  }

  private static func transport(_ setUp: WorkerOrder.SetUp) throws -> URLSessionTransport {
    let endpoint = try APIEndpoint(
      baseURL: setUp.baseURL, key: try setUp.key.map { try APIKey($0) },
      authentication: APIEndpoint.Authentication(rawValue: setUp.authentication) ?? .bearer,
      session: try setUp.session.map { try SessionCookie($0) })
    return URLSessionTransport(
      endpoint: endpoint, requestTimeout: .milliseconds(setUp.requestTimeout),
      connectionCount: setUp.connectionCount, now: { UTCTime(Date()) })
  }
}

/// The exchanges under way in a worker, each to be cancelled by its number.
private final class OpenExchanges: Sendable {
  private let tasks = Mutex<[UInt64: Task<Void, Never>]>([:])

  func begin(_ id: UInt64, _ work: @escaping @Sendable () async -> Void) {
    // Within the lock, so that it cannot be over before it is noted.
    tasks.withLock { tasks in
      tasks[id] = Task.detached { [self] in
        await work()
        end(id)
      }
    }
  }

  func cancel(_ id: UInt64) { tasks.withLock { $0[id] }?.cancel() }

  private func end(_ id: UInt64) { _ = tasks.withLock { $0.removeValue(forKey: id) } }
}
