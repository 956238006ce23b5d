package import MailModel

/// What was seen of one HTTP exchange: the only facts from which outcomes may be concluded.
package enum Exchange: Sendable {
  /// A status line and headers came; how much of the body did, `bodyState` says.
  case answered(Answer)
  /// The name was not resolved or the connection was refused: proved that nothing was sent.
  case notSent(String)
  /// Anything might have happened: time-out (also while connecting), reset, empty reply, TLS
  /// failure, cancelled, garbage.
  case lost(String)

  /// The answer, if there is one.
  package var answer: Answer? {
    if case .answered(let answer) = self { return answer }
    return nil
  }
}

/// An HTTP answer as it came.
package struct Answer: Hashable, Sendable {
  /// How much of the body is there.
  package enum BodyState: String, CaseIterable, Codable, Sendable {
    /// All that was announced; without an announced length, all that came before the end.
    case complete
    /// The connection ended before the announced end.
    case truncated
    /// More than the request's `bodyBytesMax`; the rest was dropped.
    case oversized
  }

  package var status: Int
  package var headers: HeaderFields
  package var body: [UInt8]
  package var bodyState: BodyState
  /// When the headers were there, by this machine's clock.
  package var received: UTCTime

  package init(
    status: Int, headers: HeaderFields = [:], body: [UInt8] = [],
    bodyState: BodyState = .complete, received: UTCTime
  ) {
    self.status = status
    self.headers = headers
    self.body = body
    self.bodyState = bodyState
    self.received = received
  }

  /// The server's own time, from its `Date` header; whole seconds.
  package var serverTime: UTCTime? { headers["date"].flatMap { HTTPDate.parse($0) } }

  /// The media type without its parameters, lower case.
  package var contentType: String? {
    headers["content-type"].map { value in
      value.prefix { $0 != ";" }.lowercased().filter { !$0.isWhitespace }
    }
  }

  /// Whether the body went over the wire compressed (and was inflated unasked).
  package var isEncoded: Bool {
    guard let encoding = headers["content-encoding"] else { return false }
    return encoding.lowercased() != "identity"
  }
}

/// Header fields, found in whatever case they are asked for.
package struct HeaderFields: Hashable, Sendable, ExpressibleByDictionaryLiteral {
  private var fields: [String: String] = [:]

  package init(_ pairs: some Sequence<(String, String)>) {
    for (name, value) in pairs { fields[name.lowercased()] = value }
  }

  package init(dictionaryLiteral elements: (String, String)...) { self.init(elements) }

  /// Every field by its name in lower case.
  var all: [String: String] { fields }

  package subscript(name: String) -> String? { fields[name.lowercased()] }

  /// A field that holds a whole number, with blanks around it allowed.
  package func number(_ name: String) -> Int64? {
    self[name].flatMap { Int64($0.filter { !$0.isWhitespace }) }
  }
}
