/// A complete request head and what follows from it: the body's framing and the connection's fate.
struct RequestHead {
  /// How the body's end is told (RFC 9112 §6.3).
  enum Framing: Hashable {
    case sized(Int)
    case chunked
  }

  let line: RequestLine
  let fields: [(name: String, value: String)]
  let framing: Framing
  /// Whether another request may follow on the connection.
  let keepsConnection: Bool
  /// Whether the client waits for `100 Continue` before it sends the body.
  let expectsContinue: Bool

  /// - Parameter allowedHosts: host names in lower case; nil lets every name in.
  init(
    line: RequestLine, fields: [(name: String, value: String)], limits: HTTPLimits,
    allowedHosts: Set<String>?
  ) throws(HTTPRefusal) {
    var special = SpecialFields()
    for field in fields { special.note(field) }
    try Self.checkHost(special.hosts, line, allowedHosts)
    self.line = line
    self.fields = fields
    framing = try special.framing(isVersion10: line.isVersion10, bodyBytesMax: limits.bodyBytesMax)
    keepsConnection = !line.isVersion10 && !special.connection.contains("close")
    if let other = special.expectations.first(where: { $0 != "100-continue" }) {
      throw HTTPRefusal(417, "This server does not know the expectation \(other).")
    }
    expectsContinue = !special.expectations.isEmpty && !line.isVersion10 && framing != .sized(0)
  }

  private static func checkHost(
    _ hosts: [String], _ line: RequestLine, _ allowed: Set<String>?
  ) throws(HTTPRefusal) {
    guard hosts.count <= 1 else { throw HTTPRefusal(400, "Send the Host field once.") }
    if hosts.isEmpty, !line.isVersion10 || allowed != nil {
      throw HTTPRefusal(400, "Send a Host field.")
    }
    for value in hosts + [line.target.authority].compactMap(\.self) {
      let host = try HostName(parsing: value)
      if let allowed, !allowed.contains(host.name) {
        throw HTTPRefusal(421, "This server does not answer for that host name.")
      }
    }
  }
}

/// The fields that steer the protocol itself, collected from a head.
private struct SpecialFields {
  var hosts: [String] = []
  var lengths: [String] = []
  var codings: [String] = []
  var connection: [String] = []
  var expectations: [String] = []

  mutating func note(_ field: (name: String, value: String)) {
    switch field.name.lowercased() {
    case "host": hosts.append(field.value)
    case "content-length": lengths.append(field.value)
    case "transfer-encoding": codings.append(contentsOf: Self.list(field.value))
    case "connection": connection.append(contentsOf: Self.list(field.value))
    case "expect": expectations.append(field.value.lowercased())
    default: break
    }
  }

  /// The elements of a comma-separated value; empty ones stay, so that they can be refused.
  private static func list(_ value: String) -> [String] {
    value.utf8.split(separator: 0x2C, omittingEmptySubsequences: false).map {
      String(decoding: FieldLine.trimmed(ArraySlice($0)), as: UTF8.self).lowercased()
    }
  }

  /// RFC 9112 §6.3, and stricter where proxies are known to disagree (request smuggling).
  func framing(
    isVersion10: Bool, bodyBytesMax: Int
  ) throws(HTTPRefusal) -> RequestHead.Framing {
    if codings.isEmpty { return .sized(try length(bodyBytesMax: bodyBytesMax)) }
    guard lengths.isEmpty else {
      throw HTTPRefusal(400, "Send Content-Length or Transfer-Encoding, not both.")
    }
    guard !isVersion10 else { throw HTTPRefusal(400, "HTTP/1.0 has no Transfer-Encoding.") }
    if codings == ["chunked"] { return .chunked }
    guard codings.last == "chunked", codings.dropLast().allSatisfy({ $0 != "chunked" && $0 != "" })
    else {
      throw HTTPRefusal(400, "The Transfer-Encoding must be chunked.")
    }
    throw HTTPRefusal(501, "The only Transfer-Encoding known here is chunked.")
  }

  private func length(bodyBytesMax: Int) throws(HTTPRefusal) -> Int {
    guard let value = lengths.first else { return 0 }
    guard lengths.count == 1, !value.isEmpty, value.utf8.allSatisfy(ByteClass.isDigit) else {
      throw HTTPRefusal(400, "Send one Content-Length of digits only.")
    }
    // Digits that overflow Int are a length beyond any limit.
    guard let length = Int(value), length <= bodyBytesMax else {
      throw HTTPRefusal.bodyTooLarge(bodyBytesMax)
    }
    return length
  }
}

extension HTTPRefusal {
  static func bodyTooLarge(_ bytesMax: Int) -> HTTPRefusal {
    HTTPRefusal(413, "The body may have \(bytesMax) bytes at most.")
  }
}
