/// What the server accepts of one client; each is tested at its edge.
package struct HTTPLimits: Hashable, Sendable {
  /// Bytes of the request line without its line end; more is 414.
  package var requestLineBytes = 8 * 1024
  /// Bytes of the head, request line included; more is 431.
  package var headBytes = 32 * 1024
  /// Header fields; more is 431.
  package var headerFields = 100
  /// Bytes of the body after decoding; more is 413.
  package var bodyBytes = 1024 * 1024
  /// Connections at once; one more is told 503 and closed.
  package var connections = 1024
  /// Time for a head to arrive, from its first byte; slower is 408.
  package var headTime: Duration = .seconds(10)
  /// Time for a body to arrive; slower is 408.
  package var bodyTime: Duration = .seconds(30)
  /// Time a connection may stay idle between requests.
  package var idleTime: Duration = .seconds(60)
  /// Time for an answer to be taken; slower clients are dropped.
  package var writeTime: Duration = .seconds(30)

  package init() {}
}

/// A request that is refused before any handler sees it; the connection is closed after it.
package struct HTTPFault: Error, Hashable, Sendable {
  package var status: Int
  /// What is wrong, in words for the client's developer.
  package var message: String

  package init(_ status: Int, _ message: String) {
    self.status = status
    self.message = message
  }
}
