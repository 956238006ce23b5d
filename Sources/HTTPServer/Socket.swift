import Glibc

/// One open socket, non-blocking, closed on exec, and closed when its last owner lets go.
///
/// The descriptor never leaves this type except to be polled by an owner, so it cannot be used
/// after it is closed.
final class Socket: Sendable {
  /// What came of asking the kernel to move bytes.
  enum Transfer: Equatable {
    case moved(Int)
    /// Nothing to read, or no room to write, for now.
    case wouldBlock
    /// The peer has ended its side.
    case ended
    /// The connection is gone.
    case failed
  }

  /// For `poll` only, by an owner of this socket.
  let descriptor: Int32

  /// Takes over an open descriptor.
  init(owning descriptor: Int32) {
    self.descriptor = descriptor
    // Linux has accept4 for these two, but Glibc's module does not; a child process that is started
    // between accept and here closes what it was not given.
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
  }

  deinit { _ = close(descriptor) }

  /// Two sockets connected to each other.
  /// - Throws: the error number of `socketpair`.
  static func pair() throws(SystemError) -> (Socket, Socket) {
    var descriptors: [Int32] = [-1, -1]
    guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &descriptors) == 0 else {
      throw SystemError.last
    }
    return (Socket(owning: descriptors[0]), Socket(owning: descriptors[1]))
  }

  /// Reads into `buffer`, at most its size.
  func read(into buffer: UnsafeMutableRawBufferPointer) -> Transfer {
    while true {
      let count = recv(descriptor, buffer.baseAddress, buffer.count, 0)
      if count > 0 { return .moved(count) }
      if count == 0 { return .ended }
      if errno != EINTR { return Self.refusedTransfer }
    }
  }

  /// Writes as much of `bytes` as there is room for, without SIGPIPE.
  func write(_ bytes: UnsafeRawBufferPointer) -> Transfer {
    while true {
      let count = send(descriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
      if count >= 0 { return .moved(count) }
      if errno != EINTR { return Self.refusedTransfer }
    }
  }

  private static var refusedTransfer: Transfer {
    errno == EAGAIN || errno == EWOULDBLOCK ? .wouldBlock : .failed
  }

  /// Sends small answers at once instead of waiting for more (Nagle).
  func sendWithoutDelay() { set(Int32(IPPROTO_TCP), TCP_NODELAY, Int32(1)) }

  /// Ends our side: the peer reads to the end and sees FIN.
  func endOutput() { _ = shutdown(descriptor, Int32(SHUT_WR)) }

  /// Makes closing send RST in place of FIN (SO_LINGER with zero seconds).
  func resetOnClose() { set(SOL_SOCKET, SO_LINGER, linger(l_onoff: 1, l_linger: 0)) }

  /// Bytes written that the peer's kernel has not acknowledged yet.
  var unacknowledgedBytes: Int {
    var count: Int32 = 0
    return ioctl(descriptor, UInt(TIOCOUTQ), &count) == 0 ? Int(count) : 0
  }

  /// Sets an option; those used here cannot fail on an open TCP socket.
  func set<Value: BitwiseCopyable>(_ level: Int32, _ option: Int32, _ value: Value) {
    withUnsafeBytes(of: value) {
      _ = setsockopt(descriptor, level, option, $0.baseAddress, socklen_t($0.count))
    }
  }
}

/// An error number of the operating system.
struct SystemError: Error, Hashable {
  let number: Int32

  static var last: SystemError { SystemError(number: errno) }

  /// The system's own words.
  var text: String { String(cString: strerror(number)) }
}
