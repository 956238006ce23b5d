import Glibc

/// A TCP socket that listens on one address.
struct ListeningSocket {
  /// What came of asking for the next connection.
  enum Acceptance {
    case connection(Socket)
    /// Nobody is waiting.
    case none
    /// No descriptors or memory left; ask again later, not at once.
    case exhausted
  }

  let socket: Socket
  let port: UInt16

  /// Binds and listens.
  /// - Parameter host: a numeric IPv4 or IPv6 address, or `localhost` for 127.0.0.1.
  init(host: String, port: UInt16) throws(HTTPServerError) {
    let isAddress6 = host.contains(":")
    let descriptor = Glibc.socket(
      isAddress6 ? AF_INET6 : AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else {
      throw HTTPServerError(host: host, port: port, cause: SystemError.last)
    }
    let socket = Socket(owning: descriptor)
    // A restarted server gets its port back although old connections still fade out.
    socket.set(SOL_SOCKET, SO_REUSEADDR, Int32(1))
    let bound = isAddress6 ? Self.bind6(socket, host, port) : Self.bind4(socket, host, port)
    guard let bound else { throw HTTPServerError(badHost: host) }
    guard bound == 0, listen(descriptor, SOMAXCONN) == 0 else {
      throw HTTPServerError(host: host, port: port, cause: SystemError.last)
    }
    self.socket = socket
    self.port = Self.localPort(socket)
  }

  /// The next connection that is waiting.
  func accept() -> Acceptance {
    while true {
      let descriptor = Glibc.accept(socket.descriptor, nil, nil)
      if descriptor >= 0 { return .connection(Socket(owning: descriptor)) }
      switch errno {
      case EINTR, ECONNABORTED, EPROTO: continue
      case EMFILE, ENFILE, ENOBUFS, ENOMEM: return .exhausted
      default: return .none
      }
    }
  }

  /// The result of `bind`, or nil when the host is no address.
  private static func bind4(_ socket: Socket, _ host: String, _ port: UInt16) -> Int32? {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    let numeric = host.lowercased() == "localhost" ? "127.0.0.1" : host
    guard inet_pton(AF_INET, numeric, &address.sin_addr) == 1 else { return nil }
    return bind(socket, address)
  }

  private static func bind6(_ socket: Socket, _ host: String, _ port: UInt16) -> Int32? {
    var address = sockaddr_in6()
    address.sin6_family = sa_family_t(AF_INET6)
    address.sin6_port = port.bigEndian
    guard inet_pton(AF_INET6, host, &address.sin6_addr) == 1 else { return nil }
    return bind(socket, address)
  }

  private static func bind<Address>(_ socket: Socket, _ address: Address) -> Int32 {
    withUnsafeBytes(of: address) { bytes in
      // The kernel reads the family first and the rest by it: any sockaddr_* serves as sockaddr.
      guard let start = bytes.assumingMemoryBound(to: sockaddr.self).baseAddress else { return -1 }
      return Glibc.bind(socket.descriptor, start, socklen_t(bytes.count))
    }
  }

  /// The port in use; it stands at the same place for IPv4 and IPv6.
  private static func localPort(_ socket: Socket) -> UInt16 {
    var address = sockaddr_in6()
    var length = socklen_t(MemoryLayout<sockaddr_in6>.size)
    withUnsafeMutableBytes(of: &address) { bytes in
      guard let start = bytes.assumingMemoryBound(to: sockaddr.self).baseAddress else { return }
      _ = getsockname(socket.descriptor, start, &length)
    }
    return UInt16(bigEndian: address.sin6_port)
  }
}
