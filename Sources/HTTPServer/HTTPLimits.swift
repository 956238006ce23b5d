/// What one client may ask of the server: sizes, counts and times. Each has its answer when passed.
package struct HTTPLimits: Hashable, Sendable {
  /// Bytes of the request line without its CRLF; beyond: 414. RFC 9112 §3 asks for 8,000 at least.
  package var requestLineBytesMax = 8_192
  /// Bytes of all field lines with their CRLFs; beyond: 431.
  package var headerBytesMax = 32_768
  /// Field lines of one request, or of one trailer section; beyond: 431.
  package var headerFieldsMax = 100
  /// Bytes of a request's body, decoded; beyond: 413.
  package var bodyBytesMax = 1_048_576
  /// Bytes of one chunk-size line with its extensions; beyond: 400.
  package var chunkLineBytesMax = 1_024
  /// Bytes that chunk framing may spend beyond 16 a chunk and twice its data; beyond: 400.
  /// Without it, extensions could make a small body cost any amount of reading.
  package var chunkExcessBytesMax = 16_384
  /// Connections served at once; beyond: 503 and closed.
  package var connectionsMax = 1_024
  /// Connections being told 503 at once; beyond, newcomers wait in the listening queue.
  package var refusalsMax = 64
  /// Time from the connection, or the first byte of a later request, to the head's end; beyond: 408.
  package var headTime: Duration = .seconds(10)
  /// Time from the head's end to the body's end; beyond: 408.
  package var bodyTime: Duration = .seconds(30)
  /// How often the pace of a body is looked at.
  package var bodyPacePeriod: Duration = .seconds(5)
  /// Bytes of body to arrive in each such period; fewer: 408.
  package var bodyBytesPerPeriodMin = 1_280
  /// Time between an answer and the next request; beyond: closed without a word.
  package var idleTime: Duration = .seconds(60)
  /// Time for a client to take an answer; beyond: reset.
  package var answerTime: Duration = .seconds(60)
  /// Time to read on after our last byte, so that unread input does not reset the answer away
  /// (RFC 9112 §9.6).
  package var lingerTime: Duration = .seconds(2)
  /// Time that requests under way get to be answered when the server stops.
  package var stopTime: Duration = .seconds(1)
  /// Bytes of later requests held while one is being answered; beyond, reading pauses.
  package var pipelinedBytesMax = 65_536

  /// The limits as documented.
  package init() {}
}
