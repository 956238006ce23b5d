/// Turns a connection's bytes into requests, strictly by RFC 9112, without sockets or clocks.
///
/// Give it bytes in any portions with `feed`, then ask `next` until it needs more. The work is
/// linear in the bytes. After an error it stays in error: where the next request begins is unknown.
package struct HTTPRequestParser {
  /// What the bytes so far amount to.
  package enum Event: Sendable {
    /// A complete request; `keepsConnection` says whether another may follow.
    case request(HTTPRequest, keepsConnection: Bool)
    /// The head is complete and the client waits for `100 Continue` before sending the body.
    case continueExpected
    /// Nothing complete: feed more bytes.
    case needMore
    /// The request is refused with this status; answer and close.
    case error(status: Int, message: String)
  }

  /// Which part of a request is awaited, for time limits.
  package enum Stage: Hashable, Sendable {
    case idle, head, body
  }

  private enum State {
    case requestLine(emptyLines: Int)
    case fields(RequestLine)
    case body(RequestHead)
    case failed(HTTPRefusal)
  }

  private let limits: HTTPLimits
  private let allowedHosts: Set<String>?
  private var input = LineScanner()
  private var state = State.requestLine(emptyLines: 0)
  /// The fields of the head under way; beside the state, so that they grow in place.
  private var fields: [(name: String, value: String)] = []
  private var fieldBytesLeft = 0
  /// The body under way, likewise.
  private var reader: BodyReader

  /// - Parameter allowedHosts: host names in lower case; nil lets every name in.
  package init(limits: HTTPLimits, allowedHosts: Set<String>? = nil) {
    self.limits = limits
    self.allowedHosts = allowedHosts
    reader = BodyReader(framing: .sized(0), limits: limits)
  }

  /// Which part of a request is awaited now.
  package var stage: Stage {
    switch state {
    case .requestLine: input.count == 0 ? .idle : .head
    case .fields, .failed: .head
    case .body: .body
    }
  }

  /// Bytes of the body taken so far, zero outside a body.
  package var bodyBytes: Int {
    reader.body.count
  }

  /// Bytes held and not yet parsed.
  package var heldBytes: Int { input.count }

  /// Takes in bytes as they arrived.
  package mutating func feed(_ bytes: UnsafeRawBufferPointer) {
    if case .failed = state { return }
    input.append(bytes)
  }

  /// The next event of the bytes taken in.
  package mutating func next() -> Event {
    do throws(HTTPRefusal) {
      while true {
        if let event = try advance() { return event }
      }
    } catch {
      state = .failed(error)
      return .error(status: error.status, message: error.message)
    }
  }

  /// One step: an event, or nil when the state went on and there may be more to do.
  private mutating func advance() throws(HTTPRefusal) -> Event? {
    switch state {
    case .requestLine(let emptyLines): try readRequestLine(emptyLines)
    case .fields(let line): try readField(line)
    case .body(let head): try readBody(head)
    case .failed(let refusal): throw refusal
    }
  }

  private mutating func readRequestLine(_ emptyLines: Int) throws(HTTPRefusal) -> Event? {
    let max = limits.requestLineBytesMax
    let tooLong = HTTPRefusal(414, "The request line may have \(max) bytes at most.")
    guard let line = try input.takeLine(bytesMax: max, tooLong: tooLong) else { return .needMore }
    // One empty line before a request is forgiven: RFC 9112 §2.2.
    if line.isEmpty, emptyLines == 0 {
      state = .requestLine(emptyLines: 1)
    } else {
      state = .fields(try RequestLine(parsing: line))
      fields = []
      fieldBytesLeft = limits.headerBytesMax
    }
    return nil
  }

  private mutating func readField(_ line: RequestLine) throws(HTTPRefusal) -> Event? {
    guard let field = try input.takeFieldLine(fieldBytesLeft, fields.count, limits) else {
      return .needMore
    }
    if field.isEmpty { return try endHead(line) }
    fields.append(try FieldLine.parse(field))
    fieldBytesLeft -= field.count + 2
    return nil
  }

  private mutating func endHead(_ line: RequestLine) throws(HTTPRefusal) -> Event? {
    let head = try RequestHead(
      line: line, fields: fields, limits: limits, allowedHosts: allowedHosts)
    reader = BodyReader(framing: head.framing, limits: limits)
    state = .body(head)
    return head.expectsContinue && input.count == 0 ? .continueExpected : nil
  }

  private mutating func readBody(_ head: RequestHead) throws(HTTPRefusal) -> Event? {
    guard try reader.read(&input) else { return .needMore }
    let request = HTTPRequest(
      method: head.line.method, path: head.line.target.path, query: head.line.target.query,
      headers: head.fields, body: reader.body)
    state = .requestLine(emptyLines: 0)
    reader = BodyReader(framing: .sized(0), limits: limits)
    return .request(request, keepsConnection: head.keepsConnection)
  }
}

extension LineScanner {
  /// A field line of a head or trailer section, empty at the section's end.
  mutating func takeFieldLine(
    _ bytesLeft: Int, _ fields: Int, _ limits: HTTPLimits
  ) throws(HTTPRefusal) -> ArraySlice<UInt8>? {
    let tooLong = HTTPRefusal(
      431, "The header fields may have \(limits.headerBytesMax) bytes in all at most.")
    guard let line = try takeLine(bytesMax: max(0, bytesLeft - 2), tooLong: tooLong) else {
      return nil
    }
    if !line.isEmpty {
      guard line.count + 2 <= bytesLeft else { throw tooLong }
      guard fields < limits.headerFieldsMax else {
        throw HTTPRefusal(
          431, "A request may have \(limits.headerFieldsMax) header fields at most.")
      }
    }
    return line
  }
}
