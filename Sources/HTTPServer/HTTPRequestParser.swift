/// Takes bytes in any pieces and gives requests, by RFC 9112 and without leniency: what two
/// parsers could read in two ways is refused.
package struct HTTPRequestParser: Sendable {
  private enum Body: Hashable {
    case none
    case length(Int)
    case chunked
  }

  private let limits: HTTPLimits
  private var buffer: [UInt8] = []
  /// Where the search for the end of the head goes on, so that it stays linear.
  private var searched = 0
  private var head: (request: HTTPRequest, body: Body, end: Int)?
  private var chunks = ChunkedBody()

  package init(limits: HTTPLimits = HTTPLimits()) { self.limits = limits }

  /// Whether a request has begun and is not complete.
  package var isMidRequest: Bool { !buffer.isEmpty }

  /// Whether the head is complete and its body is still to come.
  package var isMidBody: Bool { head != nil }

  /// Whether the client waits for `100 Continue` before it sends the body.
  package var expectsContinue: Bool {
    guard let head, buffer.count == head.end else { return false }
    return head.request.header("expect")?.lowercased() == "100-continue"
  }

  /// Appends what was received.
  package mutating func append(_ bytes: some Collection<UInt8>) {
    buffer.append(contentsOf: bytes)
  }

  /// The next complete request, or `nil` when more bytes are needed.
  package mutating func next() throws(HTTPFault) -> HTTPRequest? {
    if head == nil, try !readHead() { return nil }
    guard let (request, body, end) = head else { return nil }
    switch body {
    case .none: return finish(request, [], at: end)
    case .length(let length):
      guard buffer.count - end >= length else { return nil }
      return finish(request, Array(buffer[end..<(end + length)]), at: end + length)
    case .chunked:
      guard
        let (bytes, next) = try chunks.read(buffer, from: end, bytesMax: limits.bodyBytes)
      else { return nil }
      return finish(request, bytes, at: next)
    }
  }

  private mutating func finish(_ request: HTTPRequest, _ body: [UInt8], at end: Int) -> HTTPRequest
  {
    var request = request
    request.body = body
    buffer.removeFirst(end)
    head = nil
    searched = 0
    chunks = ChunkedBody()
    return request
  }

  private mutating func readHead() throws(HTTPFault) -> Bool {
    // RFC 9112 §2.2: an empty line before a request line is ignored.
    while buffer.starts(with: [13, 10]) { buffer.removeFirst(2) }
    guard let end = try endOfHead() else {
      try refuseLongHead()
      return false
    }
    guard end <= limits.headBytes else { throw HTTPFault(431, "the head is too large") }
    var (request, target) = try HTTPHead.read(buffer[..<(end - 4)], limits: limits)
    try request.take(target: target)
    head = (request, try body(of: request), end)
    return true
  }

  /// The index behind the empty line that ends the head, when it is there.
  private mutating func endOfHead() throws(HTTPFault) -> Int? {
    while searched < buffer.count {
      let at = searched
      searched += 1
      guard buffer[at] == 10 else { continue }
      guard at > 0, buffer[at - 1] == 13 else {
        throw HTTPFault(400, "a line ends without a carriage return")
      }
      if at > 2, buffer[at - 2] == 10, buffer[at - 3] == 13 { return at + 1 }
    }
    return nil
  }

  private func refuseLongHead() throws(HTTPFault) {
    let line = buffer.prefix(limits.requestLineBytes + 2)
    if line.count == limits.requestLineBytes + 2, !line.contains(10) {
      throw HTTPFault(414, "the request line is too long")
    }
    if buffer.count > limits.headBytes { throw HTTPFault(431, "the head is too large") }
  }

  private func body(of request: HTTPRequest) throws(HTTPFault) -> Body {
    let lengths = request.values("content-length")
    let encodings = request.values("transfer-encoding")
    if !encodings.isEmpty {
      guard lengths.isEmpty else {
        throw HTTPFault(400, "Content-Length and Transfer-Encoding exclude each other")
      }
      guard encodings.count == 1, encodings[0].lowercased() == "chunked" else {
        throw HTTPFault(501, "the only Transfer-Encoding is chunked")
      }
      return .chunked
    }
    guard let text = lengths.first else { return .none }
    guard lengths.count == 1, !text.isEmpty, text.utf8.allSatisfy({ $0 &- 48 < 10 }),
      text.utf8.count <= 18, let length = Int(text)
    else { throw HTTPFault(400, "Content-Length must be one decimal number") }
    guard length <= limits.bodyBytes else {
      throw HTTPFault(413, "the body may have \(limits.bodyBytes) bytes at most")
    }
    return length == 0 ? .none : .length(length)
  }
}

extension HTTPRequest {
  /// Every value of a header field.
  func values(_ name: String) -> [String] {
    headers.filter { $0.name.lowercased() == name }.map(\.value)
  }
}
