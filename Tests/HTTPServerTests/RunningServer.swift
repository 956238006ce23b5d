import HTTPServer
import Synchronization

/// A server for one test, on a free port.
struct RunningServer {
  private let server: HTTPServer

  init(
    _ change: (inout HTTPServer.Configuration) -> Void = { _ in },
    handler: @escaping HTTPHandler = { _ in HTTPResponse(status: 200, body: Array("ok".utf8)) }
  ) {
    var configuration = HTTPServer.Configuration()
    change(&configuration)
    server = HTTPServer(configuration: configuration, handler: handler)
  }

  /// Spoils every answer to a path other than `/ok` in one way.
  init(fault: HTTPDelivery) {
    self.init(
      { $0.unixTime = { 0 } },
      handler: { request in
        HTTPResponse(
          status: 200, body: Array("0123456789".utf8),
          delivery: request.path == "/ok" ? .complete : fault)
      })
  }

  /// Starts, runs `body` with the port, and stops whatever happens.
  func run(_ body: (UInt16) async throws -> Void) async throws {
    let port = try await server.start()
    do { try await body(port) } catch {
      await server.stop()
      throw error
    }
    await server.stop()
  }
}

/// A request without body.
func get(_ path: String, _ fields: String = "") -> String {
  "GET \(path) HTTP/1.1\r\nHost: localhost\r\n\(fields)\r\n"
}

/// A gate that holds handlers until it is opened.
final class Gate: Sendable {
  private let state = Mutex<(isOpen: Bool, waiters: [CheckedContinuation<Void, Never>])>(
    (false, []))

  func wait() async {
    await withCheckedContinuation { waiter in
      let isOpen = state.withLock { state in
        if !state.isOpen { state.waiters.append(waiter) }
        return state.isOpen
      }
      if isOpen { waiter.resume() }
    }
  }

  func open() {
    let waiters = state.withLock { state in
      defer { state = (true, []) }
      return state.waiters
    }
    for waiter in waiters { waiter.resume() }
  }
}
