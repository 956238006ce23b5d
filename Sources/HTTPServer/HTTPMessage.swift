/// A request as a handler sees it: parsed, complete, within the server's limits.
package struct HTTPRequest: Sendable {
  /// The method as sent, upper case by the standard: `POST`.
  package var method: String
  /// The path, percent-decoded, without the query: `/api/v1/mailings`.
  ///
  /// An escaped slash stays `%2F`, so that no escape forges a segment; `*` asks for the whole server.
  package var path: String
  /// The query's names and values in their order, percent-decoded, `+` as a blank.
  package var query: [(name: String, value: String)]
  /// Header fields in their order, values trimmed; look them up with `header(_:)`.
  package var headers: [(name: String, value: String)]
  /// The body, empty when there is none.
  package var body: [UInt8]

  package init(
    method: String, path: String, query: [(name: String, value: String)] = [],
    headers: [(name: String, value: String)] = [], body: [UInt8] = []
  ) {
    self.method = method
    self.path = path
    self.query = query
    self.headers = headers
    self.body = body
  }

  /// The first header field called `name`, whatever its case.
  package func header(_ name: String) -> String? {
    let wanted = name.lowercased()
    return headers.first { $0.name.lowercased() == wanted }?.value
  }
}

/// What a handler answers; `Content-Length`, `Date` and `Connection` are the server's business.
package struct HTTPResponse: Sendable {
  package var status: Int
  package var headers: [(name: String, value: String)]
  package var body: [UInt8]
  /// How the bytes go out: as HTTP asks for, or misbehaving on purpose.
  package var delivery: HTTPDelivery
  /// How long the server holds the answer back; it blocks no thread. Stopping sends it at once.
  package var delay: Duration = .zero
  /// Leaves Content-Length out, so that the connection's end is the body's (a fault: a cut body then
  /// looks whole).
  package var omitsLength = false

  package init(
    status: Int, headers: [(name: String, value: String)] = [], body: [UInt8] = [],
    delivery: HTTPDelivery = .complete
  ) {
    self.status = status
    self.headers = headers
    self.body = body
    self.delivery = delivery
  }
}

/// The ways in which an answer can be spoiled, for a server that plays faults on purpose.
package enum HTTPDelivery: Hashable, Sendable {
  /// The whole answer.
  case complete
  /// The first `bytes` bytes of the answer (head and body together), then an orderly close.
  case cut(bytes: Int)
  /// The first `bytes` bytes, then a reset (RST) of the connection.
  case reset(afterBytes: Int)
  /// Nothing, and the connection closed in an orderly way.
  case close
  /// Nothing, and the connection held open until the client gives up or the server stops.
  case silent
  /// One byte of the answer each `pause`.
  case drip(pause: Duration)
  /// These bytes in place of an HTTP answer, then a close.
  case garbage([UInt8])
}

/// Answers one request; called concurrently, for one request a connection at a time.
///
/// It runs to its end even when the client goes away; its task is cancelled when the server stops.
/// It runs on one of a few threads of the server's own: to wait, set the answer's `delay`.
package typealias HTTPHandler = @Sendable (HTTPRequest) async -> HTTPResponse
