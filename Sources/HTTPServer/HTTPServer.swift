import Foundation
import Synchronization

/// An HTTP/1.1 server: sockets and parsing, nothing about what is served.
///
/// A thread accepts, and each connection has a thread of its own, so that a slow client keeps
/// nobody waiting and nothing blocks Swift's own threads.
package final class HTTPServer: Sendable {
  /// Where and how a server listens.
  package struct Configuration: Sendable {
    /// An IPv4 address.
    package var host = "127.0.0.1"
    /// 0: the system chooses.
    package var port: UInt16 = 0
    package var limits = HTTPLimits()
    /// Host names that requests may name, without port; `nil`: all. Keeps a web page that was
    /// rebound to loopback from using the server.
    package var allowedHosts: Set<String>?
    /// The body with which the server itself refuses a request.
    package var faultBody: @Sendable (HTTPFault) -> (contentType: String, body: [UInt8]) = {
      ("text/plain; charset=utf-8", Array(($0.message + "\n").utf8))
    }
    /// Header fields that such a refusal carries.
    package var faultHeaders: @Sendable () -> [(name: String, value: String)] = { [] }

    package init() {}
  }

  private struct State {
    var listener: Int32?
    var connections: Set<Int32> = []
    var isStopping = false
  }

  private let configuration: Configuration
  private let handler: HTTPHandler
  private let state = Mutex(State())

  package init(configuration: Configuration, handler: @escaping HTTPHandler) {
    self.configuration = configuration
    self.handler = handler
  }

  /// Binds and listens; clients can connect when it returns.
  /// - Returns: the port.
  /// - Throws: `SocketError`, whose text names the remedy.
  package func start() throws(SocketError) -> UInt16 {
    let (listener, port) = try Socket.listen(host: configuration.host, port: configuration.port)
    state.withLock { $0.listener = listener }
    run { self.acceptConnections(on: listener) }
    return port
  }

  /// Ends every connection and frees every descriptor; returns when that is done, within
  /// `stopTime`.
  package func stop() async {
    state.withLock { state in
      state.isStopping = true
      if let listener = state.listener { shutdown(listener, Int32(SHUT_RDWR)) }
      for connection in state.connections { shutdown(connection, Int32(SHUT_RDWR)) }
    }
    for _ in 0..<Self.stopRounds where !isEmpty {
      // A cancelled wait only means that the next look comes sooner.
      try? await Task.sleep(for: Self.stopPause)
    }
  }

  private static let stopPause: Duration = .milliseconds(5)
  private static let stopRounds = 1000

  private var isEmpty: Bool {
    state.withLock { $0.listener == nil && $0.connections.isEmpty }
  }

  private func run(_ body: @escaping @Sendable () -> Void) {
    let thread = Thread(block: body)
    thread.stackSize = 512 * 1024
    thread.start()
  }

  private func acceptConnections(on listener: Int32) {
    while !state.withLock({ $0.isStopping }) {
      let descriptor = accept(listener, nil, nil)
      guard descriptor >= 0 else {
        // No descriptor is free: wait for one instead of spinning.
        if errno == EMFILE || errno == ENFILE { usleep(20_000) }
        continue
      }
      _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
      take(descriptor)
    }
    close(listener)
    state.withLock { $0.listener = nil }
  }

  private func take(_ descriptor: Int32) {
    let isWelcome = state.withLock { state in
      guard !state.isStopping, state.connections.count < configuration.limits.connections else {
        return false
      }
      state.connections.insert(descriptor)
      return true
    }
    guard isWelcome else {
      let busy =
        "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
      _ = Socket.send(descriptor, Array(busy.utf8)[...])
      close(descriptor)
      return
    }
    Socket.setSendTimeout(descriptor, configuration.limits.writeTime)
    run { self.serve(descriptor) }
  }

  private func serve(_ descriptor: Int32) {
    HTTPConnection(
      descriptor: descriptor, configuration: configuration, handler: handler,
      isStopping: { self.state.withLock { $0.isStopping } }
    ).serve()
    // Removed and closed under the lock, so that `stop` never touches a descriptor that the
    // system has given to somebody else.
    state.withLock { state in
      state.connections.remove(descriptor)
      close(descriptor)
    }
  }
}
