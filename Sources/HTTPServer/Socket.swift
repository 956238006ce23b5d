import Foundation

/// Why a server cannot listen, with what to do.
package struct SocketError: Error, Hashable, Sendable, CustomStringConvertible {
  package var description: String
}

/// The socket calls that the server needs, each with its rule. Descriptors are closed by their
/// owner, exactly once.
enum Socket {
  /// Binds and listens on an IPv4 address in dotted form; port 0 lets the system choose.
  static func listen(host: String, port: UInt16) throws(SocketError) -> (
    descriptor: Int32, port: UInt16
  ) {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { throw failure("cannot open a socket") }
    setOption(descriptor, SO_REUSEADDR, 1)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    guard inet_pton(AF_INET, host, &address.sin_addr) == 1 else {
      close(descriptor)
      throw SocketError(description: "\(host) is not an IPv4 address such as 127.0.0.1")
    }
    let size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let bound = withUnsafePointer(to: &address) {
      // `sockaddr_in` begins as every `sockaddr` does; `size` says how long it is.
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, size) }
    }
    guard bound == 0, Glibc.listen(descriptor, 1024) == 0 else {
      let error = failure(
        errno == EADDRINUSE
          ? "port \(port) is in use; choose another with --port"
          : "cannot listen on \(host):\(port)")
      close(descriptor)
      throw error
    }
    return (descriptor, localPort(descriptor))
  }

  private static func localPort(_ descriptor: Int32) -> UInt16 {
    var address = sockaddr_in()
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    _ = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &size) }
    }
    return UInt16(bigEndian: address.sin_port)
  }

  private static func failure(_ what: String) -> SocketError {
    SocketError(description: "\(what): \(String(cString: strerror(errno)))")
  }

  static func setOption(_ descriptor: Int32, _ name: Int32, _ value: Int32) {
    var value = value
    setsockopt(descriptor, SOL_SOCKET, name, &value, socklen_t(MemoryLayout<Int32>.size))
  }

  /// Answers go out at once instead of waiting to be joined with later ones.
  static func sendAtOnce(_ descriptor: Int32) {
    var value: Int32 = 1
    setsockopt(
      descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &value, socklen_t(MemoryLayout<Int32>.size))
  }

  /// Closing sends a reset (RST) instead of an orderly end.
  static func closeWithReset(_ descriptor: Int32) {
    var value = linger(l_onoff: 1, l_linger: 0)
    setsockopt(
      descriptor, SOL_SOCKET, SO_LINGER, &value, socklen_t(MemoryLayout<linger>.size))
  }

  /// Waits until the descriptor can be read or the time is up.
  static func waitReadable(_ descriptor: Int32, milliseconds: Int64) -> Bool {
    var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&entry, 1, Int32(clamping: max(0, milliseconds))) > 0
  }

  /// Reads what is there; `nil` at the end or on an error.
  static func receive(_ descriptor: Int32, into buffer: inout [UInt8]) -> Int? {
    while true {
      let count = recv(descriptor, &buffer, buffer.count, 0)
      if count > 0 { return count }
      if count < 0, errno == EINTR { continue }
      return nil
    }
  }

  /// Sends everything; `false` when the client is gone or takes nothing for the socket's send
  /// time-out. `MSG_NOSIGNAL`: a client that has gone is an answer, not a signal.
  static func send(_ descriptor: Int32, _ bytes: ArraySlice<UInt8>) -> Bool {
    bytes.withUnsafeBytes { buffer in
      var sent = 0
      while sent < buffer.count {
        let count = Glibc.send(
          descriptor, buffer.baseAddress?.advanced(by: sent), buffer.count - sent,
          Int32(MSG_NOSIGNAL))
        if count > 0 {
          sent += count
        } else if count < 0, errno == EINTR {
          continue
        } else {
          return false
        }
      }
      return true
    }
  }
}

extension Socket {
  /// How long a send may wait for a client that takes nothing.
  static func setSendTimeout(_ descriptor: Int32, _ time: Duration) {
    var value = timeval(tv_sec: Int(time.components.seconds), tv_usec: 0)
    setsockopt(
      descriptor, SOL_SOCKET, SO_SNDTIMEO, &value, socklen_t(MemoryLayout<timeval>.size))
  }
}
