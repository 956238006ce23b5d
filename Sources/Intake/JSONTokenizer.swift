/// Reads JSON (RFC 8259, strictly) token by token out of a moving window, without recursion.
///
/// The window must hold valid UTF-8. Memory is bounded by the longest token and by one bit of
/// state a level.
struct JSONTokenizer {
  enum Token: Equatable {
    case objectStart, objectEnd, arrayStart, arrayEnd
    /// A member's name; `text` is what stands between its quotes.
    case key
    /// `text` is what stands between the quotes, escapes as they came.
    case string
    /// `text` is the number as it was written.
    case number
    /// `text` is `true` or `false`.
    case boolean
    case null
    /// The end of the text.
    case end
  }

  /// What may come next.
  private enum Expected: Equatable {
    case value, firstElement, firstKey, key, commaOrEnd
  }

  private(set) var window: TextWindow
  /// The token's text in `window.bytes`, until the next token is read.
  private(set) var text = 0..<0
  /// Whether the key or string has a backslash in it.
  private(set) var hasEscapes = false
  /// The element that is being read, for errors; the first is 1.
  var row: Int?

  private let limits: IntakeLimits
  /// Whether several values may follow one another, as in JSON lines.
  private let allowsMany: Bool
  private var expected = Expected.value
  private var isObject: [Bool] = []
  private var hasValue = false
  private var line = 1
  /// Where the line starts, counted from the window's first byte; negative when it is out of view.
  private var lineStart = 0

  init(_ window: TextWindow, limits: IntakeLimits, allowsMany: Bool) {
    self.window = window
    self.limits = limits
    self.allowsMany = allowsMany
  }

  /// How many containers are open.
  var depth: Int { isObject.count }

  /// The same text from its start.
  func restarted(allowsMany: Bool) -> JSONTokenizer {
    var window = window
    window.rewind()
    return JSONTokenizer(window, limits: limits, allowsMany: allowsMany)
  }

  /// The next token.
  mutating func next() throws(IntakeError) -> Token {
    guard let byte = try skipBlanks() else { return try endOfText() }
    switch expected {
    case .firstKey:
      if byte == UInt8(ascii: "}") { return close(.objectEnd) }
      return try key(byte)
    case .key: return try key(byte)
    case .firstElement:
      if byte == UInt8(ascii: "]") { return close(.arrayEnd) }
      return try value(byte)
    case .value:
      if isObject.isEmpty, hasValue, !allowsMany { throw fault(.trailingText) }
      return try value(byte)
    case .commaOrEnd: return try afterValue(byte)
    }
  }

  private mutating func afterValue(_ byte: UInt8) throws(IntakeError) -> Token {
    let inObject = isObject.last == true
    switch byte {
    case UInt8(ascii: ","):
      window.position += 1
      expected = inObject ? .key : .value
      guard let next = try skipBlanks() else { throw fault(.unexpectedEnd) }
      return inObject ? try key(next) : try value(next)
    case UInt8(ascii: "}") where inObject: return close(.objectEnd)
    case UInt8(ascii: "]") where !inObject: return close(.arrayEnd)
    default:
      throw fault(.unexpectedByte(byte, expected: inObject ? "a comma or }" : "a comma or ]"))
    }
  }

  private func endOfText() throws(IntakeError) -> Token {
    guard isObject.isEmpty, hasValue || allowsMany else { throw fault(.unexpectedEnd) }
    return .end
  }

  // MARK: Values

  private mutating func value(_ byte: UInt8) throws(IntakeError) -> Token {
    switch byte {
    case UInt8(ascii: "{"): return try open(.objectStart)
    case UInt8(ascii: "["): return try open(.arrayStart)
    case UInt8(ascii: "\""):
      try readString()
      return finish(.string)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
      try readNumber()
      return finish(.number)
    case UInt8(ascii: "t"): return try literal("true", .boolean)
    case UInt8(ascii: "f"): return try literal("false", .boolean)
    case UInt8(ascii: "n"): return try literal("null", .null)
    default: throw fault(.unexpectedByte(byte, expected: "a value"))
    }
  }

  private mutating func key(_ byte: UInt8) throws(IntakeError) -> Token {
    guard byte == UInt8(ascii: "\"") else {
      throw fault(.unexpectedByte(byte, expected: "a quoted name"))
    }
    try readString()
    // The colon may lie beyond the text in view: keep the name in view while it is looked for.
    var offset = text.upperBound + 1 - text.lowerBound
    let length = text.count
    while true {
      let at = window.position + 1 + offset
      if at >= window.end {
        if window.isLast { throw fault(.unexpectedEnd) }
        try requireShort(offset)
        try refill()
        continue
      }
      let byte = window.bytes[at]
      if byte == UInt8(ascii: ":") { break }
      guard Self.isBlank(byte) else {
        window.position = at
        throw fault(.unexpectedByte(byte, expected: "a colon"))
      }
      if byte == UInt8(ascii: "\n") { startLine(after: at) }
      offset += 1
    }
    text = window.position + 1..<window.position + 1 + length
    window.position += offset + 2
    expected = .value
    return .key
  }

  private mutating func open(_ token: Token) throws(IntakeError) -> Token {
    guard isObject.count < limits.nesting else {
      throw fault(.nestedTooDeep(limit: limits.nesting))
    }
    isObject.append(token == .objectStart)
    expected = token == .objectStart ? .firstKey : .firstElement
    window.position += 1
    return token
  }

  private mutating func close(_ token: Token) -> Token {
    isObject.removeLast()
    window.position += 1
    return endValue(token)
  }

  private mutating func finish(_ token: Token) -> Token {
    window.position = token == .string ? text.upperBound + 1 : text.upperBound
    return endValue(token)
  }

  private mutating func endValue(_ token: Token) -> Token {
    hasValue = true
    expected = isObject.isEmpty ? .value : .commaOrEnd
    return token
  }

  private mutating func literal(_ name: StaticString, _ token: Token) throws(IntakeError) -> Token {
    let count = name.utf8CodeUnitCount
    while window.count < count, !window.isLast { try refill() }
    let isEqual =
      window.count >= count
      && name.withUTF8Buffer {
        window.bytes[window.position..<window.position + count].elementsEqual($0)
      }
    guard isEqual else { throw fault(.badLiteral) }
    text = window.position..<window.position + count
    return finish(token)
  }

  // MARK: Strings and numbers

  /// Finds the end of the string that opens at the window's position, which stays there.
  private mutating func readString() throws(IntakeError) {
    hasEscapes = false
    var offset = 1
    while true {
      offset = window.bytes.withUnsafeBufferPointer {
        Self.skipPlain($0, from: window.position + offset, to: window.end) - window.position
      }
      let at = window.position + offset
      if at >= window.end {
        if window.isLast { throw fault(.unexpectedEnd) }
        try requireShort(offset)
        try refill()
        continue
      }
      switch window.bytes[at] {
      case UInt8(ascii: "\""):
        text = window.position + 1..<at
        return
      case UInt8(ascii: "\\"):
        hasEscapes = true
        offset += try escapeLength(at: offset)
      default: throw fault(.controlCharacter, at: at)
      }
    }
  }

  /// The next position of a quote, a backslash or a control character.
  private static func skipPlain(_ bytes: UnsafeBufferPointer<UInt8>, from: Int, to end: Int) -> Int
  {
    var index = from
    while index < end {
      let byte = bytes[index]
      if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { return index }
      index += 1
    }
    return index
  }

  /// How long the escape is that starts `offset` behind the window's position.
  private mutating func escapeLength(at offset: Int) throws(IntakeError) -> Int {
    while window.count < offset + 6, !window.isLast { try refill() }
    let at = window.position + offset
    guard at + 1 < window.end else { throw fault(.unexpectedEnd) }
    switch window.bytes[at + 1] {
    case UInt8(ascii: "u"):
      let digits = window.bytes[at + 2..<min(at + 6, window.end)]
      guard digits.count == 4, digits.allSatisfy({ JSONString.hexDigit($0) != nil }) else {
        throw fault(.badEscape, at: at)
      }
      return 6
    case let byte where JSONString.simpleEscape(byte) != nil: return 2
    default: throw fault(.badEscape, at: at)
    }
  }

  private mutating func readNumber() throws(IntakeError) {
    var offset = 0
    while true {
      let at = window.position + offset
      if at >= window.end, !window.isLast {
        try requireShort(offset)
        try refill()
        continue
      }
      guard at < window.end, JSONNumber.isPart(window.bytes[at]) else { break }
      offset += 1
    }
    text = window.position..<window.position + offset
    guard JSONNumber.isValid(window.bytes[text]) else { throw fault(.badNumber) }
  }

  // MARK: The window

  @inline(__always)
  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
  }

  /// Moves to the next byte that is no blank and returns it; `nil` at the end of the text.
  private mutating func skipBlanks() throws(IntakeError) -> UInt8? {
    while true {
      while window.position < window.end {
        let byte = window.bytes[window.position]
        guard Self.isBlank(byte) else { return byte }
        if byte == UInt8(ascii: "\n") { startLine(after: window.position) }
        window.position += 1
      }
      if window.isLast { return nil }
      try refill()
    }
  }

  private mutating func startLine(after position: Int) {
    line += 1
    lineStart = position + 1
  }

  private mutating func refill() throws(IntakeError) {
    lineStart -= window.position
    try window.refill()
  }

  private func requireShort(_ count: Int) throws(IntakeError) {
    guard count <= limits.rowBytes else { throw fault(.tokenTooLong(limit: limits.rowBytes)) }
  }

  private func fault(_ fault: JSONFault, at position: Int? = nil) -> IntakeError {
    let column = (position ?? window.position) - lineStart + 1
    return IntakeError(
      .json(fault, line: line, column: column), file: window.file.name, row: row)
  }
}
