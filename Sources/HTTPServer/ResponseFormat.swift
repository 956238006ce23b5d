/// Turns answers into bytes, with the fields that are the server's business.
struct ResponseFormat: Sendable {
  /// The Server field's value; nil leaves it out.
  let serverName: String?
  let errorBody: HTTPServer.ErrorBody
  let errorHeaders: HTTPServer.ErrorHeaders

  /// What the head depends on besides the answer itself.
  struct Context {
    /// The request's method was HEAD: all but the body.
    var isHead = false
    var closes: Bool
    /// The Date field's value.
    var date: String
  }

  /// Fields that a handler cannot set: two of them would let messages run into each other.
  private static let ownFields: Set<String> = [
    "content-length", "connection", "transfer-encoding", "date", "server",
  ]

  /// Bodies up to this size are joined to their head, to go out in one packet.
  private static let joinedBytesMax = 16_384

  /// The answer's head and body; a large body is a part of its own and not copied.
  ///
  /// An answer that HTTP cannot carry (a line break in a field, a status outside 200 to 599) goes
  /// out as 500.
  func bytes(_ response: HTTPResponse, _ context: Context) -> [[UInt8]] {
    guard Self.isCarriable(response) else {
      let refusal = HTTPRefusal(
        500, "The handler's answer has a status or field HTTP cannot carry.")
      return bytes(self.response(to: refusal), context)
    }
    let hasBody = !context.isHead && !HTTPStatus.isBodiless(response.status)
    let head = self.head(response, context)
    guard hasBody, !response.body.isEmpty else { return [head] }
    return response.body.count <= Self.joinedBytesMax
      ? [head + response.body] : [head, response.body]
  }

  /// The answer to a request that the server itself turns down; without a body should the
  /// supplied fields be unfit.
  func response(to refusal: HTTPRefusal) -> HTTPResponse {
    let (contentType, body) = errorBody(refusal.status, refusal.message)
    let headers = [(name: "Content-Type", value: contentType)] + errorHeaders(refusal.status)
    let response = HTTPResponse(status: refusal.status, headers: headers, body: body)
    return Self.isCarriable(response) ? response : HTTPResponse(status: refusal.status)
  }

  private func head(_ response: HTTPResponse, _ context: Context) -> [UInt8] {
    var head: [UInt8] = []
    head.reserveCapacity(512)
    func line(_ name: String, _ value: String) {
      head.append(contentsOf: name.utf8)
      head.append(contentsOf: ": ".utf8)
      head.append(contentsOf: value.utf8)
      head.append(contentsOf: "\r\n".utf8)
    }
    head.append(
      contentsOf: "HTTP/1.1 \(response.status) \(HTTPStatus.reason(response.status))\r\n".utf8)
    line("Date", context.date)
    if let serverName { line("Server", serverName) }
    for (name, value) in response.headers where !Self.ownFields.contains(name.lowercased()) {
      line(name, value)
    }
    if !HTTPStatus.isBodiless(response.status), !response.omitsLength {
      line("Content-Length", String(response.body.count))
    }
    if context.closes { line("Connection", "close") }
    head.append(contentsOf: "\r\n".utf8)
    return head
  }

  private static func isCarriable(_ response: HTTPResponse) -> Bool {
    (200...599).contains(response.status)
      && response.headers.allSatisfy { name, value in
        !name.isEmpty && name.utf8.allSatisfy(ByteClass.isToken)
          && !value.utf8.contains(where: ByteClass.isControl)
      }
  }
}
