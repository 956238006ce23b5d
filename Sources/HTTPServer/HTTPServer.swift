import Foundation
import Synchronization

/// An HTTP/1.1 server on one address: one thread for all sockets, a few for the handlers.
///
/// Nothing of it waits for Swift's cooperative pool, which clients in the same process may block.
///
/// A server may be stopped and started again; one that is let go while running stops by itself.
package final class HTTPServer: Sendable {
  private let configuration: Configuration
  private let handler: HTTPHandler
  /// The running thread's inbox.
  private let inbox = Mutex<LoopInbox?>(nil)

  /// - Parameter handler: answers each request; called concurrently, one request a connection.
  package init(
    configuration: Configuration = Configuration(), handler: @escaping HTTPHandler
  ) {
    self.configuration = configuration
    self.handler = handler
  }

  deinit {
    inbox.withLock { inbox in _ = inbox?.post(.stop(nil)) }
  }

  /// Starts serving: the port is bound and listening when it returns.
  /// - Returns: the port, which matters when the configured one is 0.
  /// - Throws: `HTTPServerError` when the address cannot be had, or when already running.
  package func start() async throws(HTTPServerError) -> UInt16 {
    let result: Result<UInt16, HTTPServerError> = inbox.withLock { inbox in
      guard inbox == nil else { return .failure(.alreadyStarted) }
      return Result { () throws(HTTPServerError) in
        let (started, port) = try self.startThread()
        inbox = started
        return port
      }
    }
    return try result.get()
  }

  private func startThread() throws(HTTPServerError) -> (LoopInbox, UInt16) {
    let listener = try ListeningSocket(host: configuration.host, port: configuration.port)
    let ends: (near: Socket, far: Socket)
    do { ends = try Socket.pair() } catch {
      throw HTTPServerError(host: configuration.host, port: configuration.port, cause: error)
    }
    let inbox = LoopInbox(wakeUp: ends.far)
    let sockets = SocketParcel(listener: listener, wakeUp: ends.near)
    let thread = Thread { [configuration, handler] in
      for waiter in Self.serve(sockets, inbox, configuration, handler) { waiter.resume() }
    }
    thread.name = "http-server"
    thread.start()
    return (inbox, listener.port)
  }

  /// The thread's whole life: when it returns the loop is gone, and its descriptors with it.
  private static func serve(
    _ sockets: SocketParcel, _ inbox: LoopInbox, _ configuration: Configuration,
    _ handler: @escaping HTTPHandler
  ) -> [CheckedContinuation<Void, Never>] {
    guard let (listener, wakeUp) = sockets.take() else { return [] }
    let loop = ServerLoop(
      listener: listener, inbox: inbox, wakeUp: wakeUp, configuration: configuration,
      handler: handler)
    return loop.run()
  }

  /// Stops: no new connections, requests under way get `limits.stopTime` to be answered, handlers
  /// still running then are cancelled. Returns with every descriptor closed, after twice that time
  /// at most. Does nothing when not running.
  package func stop() async {
    let running = inbox.withLock { inbox in
      defer { inbox = nil }
      return inbox
    }
    guard let running else { return }
    await withCheckedContinuation { waiter in
      if !running.post(.stop(waiter)) { waiter.resume() }
    }
  }
}

/// Carries sockets into the thread and keeps nothing, so that they close when the thread says so
/// and not when the last reference to the thread's closure goes.
private final class SocketParcel: Sendable {
  private let contents: Mutex<(ListeningSocket, Socket)?>

  init(listener: ListeningSocket, wakeUp: Socket) {
    contents = Mutex((listener, wakeUp))
  }

  func take() -> (ListeningSocket, Socket)? {
    contents.withLock { contents in
      defer { contents = nil }
      return contents
    }
  }
}
