import Foundation
import Glibc
import Synchronization

/// A TCP server on loopback for tests: each connection is served by the test's own closure, on a
/// thread of its own, so that every byte and every end of a connection is the test's choice.
package final class SocketServer: Sendable {
  private struct State {
    var requests: [Received] = []
    var connections = 0
    var open: Set<Int32> = []
    var isStopped = false
  }

  /// A request as it arrived.
  package struct Received: Sendable {
    /// From 0, in the order in which connections were accepted.
    package var connection: Int
    package var head: String
    package var body: [UInt8]

    /// `POST /mailings`
    package var line: String {
      head.prefix { $0 != "\r\n" }.split(separator: " ").prefix(2).joined(separator: " ")
    }
  }

  package let port: UInt16
  private let listener: Int32
  private let state = Mutex(State())

  /// - Parameter serve: called once a connection; the connection is closed when it returns.
  package init(_ serve: @escaping @Sendable (Peer) -> Void) throws {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    self.listener = listener
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    // The pointers live as long as the calls, and the sizes are the structure's own.
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, size) == 0 && getsockname(listener, $0, &size) == 0
      }
    }
    guard isBound, listen(listener, 64) == 0 else { throw POSIXError(.EADDRINUSE) }
    port = UInt16(bigEndian: address.sin_port)
    Thread.detachNewThread { [weak self] in
      while true {
        let descriptor = accept(listener, nil, nil)
        guard descriptor >= 0 else { return }
        guard let self, let number = self.opened(descriptor) else {
          close(descriptor)
          return
        }
        Thread.detachNewThread {
          serve(Peer(descriptor: descriptor, number: number, server: self))
          self.ended(descriptor)
        }
      }
    }
  }

  /// Ends every connection; called by each test at its end.
  package func stop() {
    state.withLock { state in
      state.isStopped = true
      for descriptor in state.open { shutdown(descriptor, Int32(SHUT_RDWR)) }
    }
    shutdown(listener, Int32(SHUT_RDWR))
    close(listener)
  }

  package var baseURL: String { "http://127.0.0.1:\(port)" }
  package var connectionCount: Int { state.withLock { $0.connections } }
  /// How many connections no side has ended.
  package var openCount: Int { state.withLock { $0.open.count } }
  package var requests: [Received] { state.withLock { $0.requests } }

  fileprivate func note(_ request: Received) { state.withLock { $0.requests.append(request) } }

  private func opened(_ descriptor: Int32) -> Int? {
    state.withLock { state in
      guard !state.isStopped else { return nil }
      state.open.insert(descriptor)
      state.connections += 1
      return state.connections - 1
    }
  }

  private func ended(_ descriptor: Int32) {
    state.withLock { state in
      state.open.remove(descriptor)
      close(descriptor)
    }
  }
}

/// One client of a `SocketServer`.
package struct Peer: Sendable {
  package let descriptor: Int32
  /// From 0, in the order in which connections were accepted.
  package let number: Int
  package let server: SocketServer

  /// The next request, whole; `nil` when the client has ended the connection.
  package func request() -> SocketServer.Received? {
    var bytes: [UInt8] = []
    var headEnd: Int?
    while headEnd == nil {
      guard let more = receive() else { return nil }
      bytes += more
      headEnd = String(decoding: bytes, as: UTF8.self).range(of: "\r\n\r\n").map {
        String(decoding: bytes, as: UTF8.self)[..<$0.upperBound].utf8.count
      }
    }
    let head = String(decoding: bytes.prefix(headEnd ?? 0), as: UTF8.self)
    let length = head.lowercased().split(separator: "\r\n")
      .first { $0.hasPrefix("content-length:") }
      .flatMap { Int($0.dropFirst(15).trimmingCharacters(in: .whitespaces)) }
    var body = Array(bytes.dropFirst(headEnd ?? 0))
    while body.count < length ?? 0 {
      guard let more = receive() else { return nil }
      body += more
    }
    let request = SocketServer.Received(connection: number, head: head, body: body)
    server.note(request)
    return request
  }

  private func receive() -> [UInt8]? {
    var buffer = [UInt8](repeating: 0, count: 16 * 1024)
    let count = recv(descriptor, &buffer, buffer.count, 0)
    return count > 0 ? Array(buffer[..<count]) : nil
  }

  /// Sends all of it; `false` when the client has gone.
  @discardableResult package func send(_ text: String) -> Bool { send(Array(text.utf8)) }

  @discardableResult package func send(_ bytes: [UInt8]) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes {
        Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }

  /// Sends an answer with its length.
  @discardableResult package func answer(
    _ status: Int, _ body: String = "", headers: [String] = ["Content-Type: application/json"]
  ) -> Bool {
    answer(status, Array(body.utf8), headers: headers)
  }

  @discardableResult package func answer(_ status: Int, _ body: [UInt8], headers: [String]) -> Bool
  {
    let lines = ["HTTP/1.1 \(status) X", "Content-Length: \(body.count)"] + headers
    return send(Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8) + body)
  }
}
