import Glibc

extension HTTPServer {
  /// The body of an answer that the server itself gives, from its status and one sentence.
  package typealias ErrorBody =
    @Sendable (_ status: Int, _ message: String) -> (contentType: String, bytes: [UInt8])

  /// Further fields of an answer that the server itself gives, from its status.
  package typealias ErrorHeaders = @Sendable (_ status: Int) -> [(name: String, value: String)]

  /// Where and how to serve.
  package struct Configuration: Sendable {
    /// A numeric address, or `localhost` for 127.0.0.1.
    package var host = "127.0.0.1"
    /// The port; 0 takes any that is free.
    package var port: UInt16 = 0
    package var limits = HTTPLimits()
    /// The Server field's value; nil leaves the field out.
    package var serverName: String?
    /// Host names in lower case without ports that requests may be for; nil allows all.
    ///
    /// A server on loopback needs it against DNS rebinding: `Configuration.loopbackHosts`.
    package var allowedHosts: Set<String>?
    /// The body of the server's own refusals; plain text unless set.
    package var errorBody: ErrorBody = { _, message in
      ("text/plain; charset=utf-8", Array((message + "\n").utf8))
    }
    /// Further fields of the server's own refusals; none unless set.
    package var errorHeaders: ErrorHeaders = { _ in [] }
    /// Seconds since 1970 for the Date field.
    package var unixTime: @Sendable () -> Int = { time(nil) }

    /// The names under which a machine reaches itself.
    package static let loopbackHosts: Set<String> = ["localhost", "127.0.0.1", "[::1]"]

    /// Loopback, any free port, the documented limits, all host names.
    package init() {}
  }
}
