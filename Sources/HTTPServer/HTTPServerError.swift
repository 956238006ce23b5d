import Glibc

/// Why the server could not start; its text says what to do.
package struct HTTPServerError: Error, Hashable, Sendable, CustomStringConvertible {
  /// One sentence with the address, the cause and the remedy.
  package let description: String

  init(description: String) { self.description = description }

  init(badHost host: String) {
    description = "cannot listen on \"\(host)\": give a numeric address such as 127.0.0.1 or ::1"
  }

  init(host: String, port: UInt16, cause: SystemError) {
    let address = host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    let remedy =
      switch cause.number {
      case EADDRINUSE:
        "another program uses this port; choose another, or port 0 for any that is free"
      case EACCES, EPERM:
        "ports below 1024 need special rights; choose a port from 1024 to 65535"
      case EADDRNOTAVAIL, EAFNOSUPPORT:
        "this machine does not have that address; use 127.0.0.1"
      case EMFILE, ENFILE:
        "too many files are open; raise the limit with ulimit -n"
      default: "\(cause.text); check the address and try again"
      }
    description = "cannot listen on \(address): \(remedy)"
  }

  static let alreadyStarted = HTTPServerError(
    description: "the server is already running; stop it before starting it again")
}
