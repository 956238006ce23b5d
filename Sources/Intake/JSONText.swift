/// JSON text read token by token from a window (RFC 8259), strictly and without recursion.
struct JSONText {
  private var window: TextWindow
  private let limits: IntakeLimits
  private var line = 1
  private var column = 0
  /// Whether the last token was a comma between elements.
  var justTookComma = false

  init(_ window: TextWindow, limits: IntakeLimits) {
    self.window = window
    self.limits = limits
  }

  var fileName: String { window.file.name }

  func fault(_ fault: JSONFault) -> IntakeError {
    IntakeError(.json(fault, line: line, column: column + 1), file: window.file.name)
  }

  /// What stands at the position is not what is expected.
  func fault(_ expected: String) -> IntakeError {
    guard window.count > 0 else { return fault(.unexpectedEnd) }
    return fault(.unexpectedByte(window.bytes[window.position], expected: expected))
  }

  private mutating func peek() throws(IntakeError) -> UInt8? {
    while window.count == 0 {
      if window.isLast { return nil }
      try window.refill()
    }
    return window.bytes[window.position]
  }

  /// Goes on by one byte.
  mutating func take() throws(IntakeError) {
    guard let byte = try peek() else { throw fault(.unexpectedEnd) }
    window.position += 1
    if byte == 10 { (line, column) = (line + 1, 0) } else { column += 1 }
  }

  /// The first byte of the next token, behind blanks; `nil` at the end.
  mutating func peekToken() throws(IntakeError) -> UInt8? {
    while let byte = try peek() {
      guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return byte }
      try take()
    }
    return nil
  }

  mutating func expect(_ character: Unicode.Scalar, _ words: String) throws(IntakeError) {
    guard try peekToken() == UInt8(ascii: character) else { throw fault(words) }
    try take()
  }

  /// Takes a comma, or the end given; `true` when it was the end.
  @discardableResult
  mutating func takeComma(orEnd end: Unicode.Scalar) throws(IntakeError) -> Bool {
    let byte = try peekToken()
    guard byte == UInt8(ascii: ",") || byte == UInt8(ascii: end) else {
      throw fault("a comma or \(end)")
    }
    try take()
    if byte == UInt8(ascii: end) { return true }
    guard try peekToken() == UInt8(ascii: "\"") || end == "]" else {
      throw fault("a member's name")
    }
    return false
  }

  /// Whether the array at the position begins with an object; nothing is taken.
  mutating func arrayHoldsObjects() throws(IntakeError) -> Bool {
    var ahead = window.position + 1
    while true {
      while ahead >= window.end {
        if window.isLast { return false }
        let offset = ahead - window.position
        try window.refill()
        ahead = window.position + offset
      }
      let byte = window.bytes[ahead]
      guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else {
        return byte == UInt8(ascii: "{")
      }
      ahead += 1
    }
  }

  /// A value as a list's cell: a string's text, nothing for null, JSON text for all else.
  mutating func cell() throws(IntakeError) -> [UInt8] {
    if try peekToken() == UInt8(ascii: "\"") { return try string() }
    let raw = try rawValue()
    return raw.elementsEqual("null".utf8) ? [] : raw
  }

  /// Reads a string and undoes its escapes.
  mutating func string() throws(IntakeError) -> [UInt8] {
    try expect("\"", "a string")
    var text: [UInt8] = []
    while let byte = try peek() {
      guard text.count <= limits.rowBytes else {
        throw fault(.tokenTooLong(limit: limits.rowBytes))
      }
      switch byte {
      case UInt8(ascii: "\""):
        try take()
        return text
      case UInt8(ascii: "\\"):
        try take()
        try escape(into: &text)
      case ..<0x20: throw fault(.controlCharacter)
      default:
        text.append(byte)
        try take()
      }
    }
    throw fault(.unexpectedEnd)
  }

  private mutating func escape(into text: inout [UInt8]) throws(IntakeError) {
    guard let byte = try peek() else { throw fault(.unexpectedEnd) }
    let plain: [UInt8: UInt8] = [
      0x22: 0x22, 0x5C: 0x5C, 0x2F: 0x2F, 0x62: 0x08, 0x66: 0x0C, 0x6E: 0x0A, 0x72: 0x0D,
      0x74: 0x09,
    ]
    if let value = plain[byte] {
      text.append(value)
      return try take()
    }
    guard byte == UInt8(ascii: "u") else { throw fault(.badEscape) }
    try take()
    var unit = try hexUnit()
    while (0xD800...0xDBFF).contains(unit) {
      // A high surrogate needs its low one; alone it is no character.
      guard try peek() == UInt8(ascii: "\\") else { break }
      try take()
      guard try peek() == UInt8(ascii: "u") else {
        text.append(contentsOf: "\u{FFFD}".utf8)
        return try escape(into: &text)
      }
      try take()
      let low = try hexUnit()
      if (0xDC00...0xDFFF).contains(low) {
        unit = 0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)
      } else {
        text.append(contentsOf: "\u{FFFD}".utf8)
        unit = low
      }
    }
    text.append(contentsOf: String(Unicode.Scalar(unit) ?? "\u{FFFD}").utf8)
  }

  private mutating func hexUnit() throws(IntakeError) -> UInt32 {
    var unit: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = try peek(), let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw fault(.badEscape)
      }
      unit = unit << 4 | UInt32(digit)
      try take()
    }
    return unit
  }

  /// Reads any value and returns its text without blanks between tokens.
  mutating func rawValue() throws(IntakeError) -> [UInt8] {
    var raw: [UInt8] = []
    var open: [UInt8] = []
    repeat {
      guard raw.count <= limits.rowBytes else { throw fault(.tokenTooLong(limit: limits.rowBytes)) }
      guard let byte = try peekToken() else { throw fault(.unexpectedEnd) }
      switch byte {
      case UInt8(ascii: "["), UInt8(ascii: "{"):
        guard open.count < limits.nesting else {
          throw fault(.nestedTooDeep(limit: limits.nesting))
        }
        open.append(byte)
        raw.append(byte)
        try take()
        let end = byte + 2
        if try peekToken() == end {
          try take()
          raw.append(end)
          open.removeLast()
        } else {
          if byte == UInt8(ascii: "{") { try memberName(&raw) }
          continue
        }
      case UInt8(ascii: "\""): try appendString(&raw)
      default: try scalar(&raw)
      }
      try closeValues(&open, &raw)
    } while !open.isEmpty
    return raw
  }

  /// After a value: a comma and what must follow it, or the ends of what is open.
  private mutating func closeValues(
    _ open: inout [UInt8], _ raw: inout [UInt8]
  ) throws(IntakeError) {
    while let opener = open.last {
      let byte = try peekToken()
      if byte == opener + 2 {
        try take()
        raw.append(opener + 2)
        open.removeLast()
        continue
      }
      guard byte == UInt8(ascii: ",") else { throw fault("a comma or an end") }
      try take()
      raw.append(UInt8(ascii: ","))
      if opener == UInt8(ascii: "{") { try memberName(&raw) }
      return
    }
  }

  private mutating func memberName(_ raw: inout [UInt8]) throws(IntakeError) {
    guard try peekToken() == UInt8(ascii: "\"") else { throw fault("a member's name") }
    try appendString(&raw)
    try expect(":", "a colon")
    raw.append(UInt8(ascii: ":"))
  }

  private mutating func appendString(_ raw: inout [UInt8]) throws(IntakeError) {
    raw.append(UInt8(ascii: "\""))
    for byte in try string() {
      switch byte {
      case 0x22, 0x5C: raw += [0x5C, byte]
      case ..<0x20: raw += Array("\\u00\(byte < 16 ? "0" : "")\(String(byte, radix: 16))".utf8)
      default: raw.append(byte)
      }
    }
    raw.append(UInt8(ascii: "\""))
  }

  private mutating func scalar(_ raw: inout [UInt8]) throws(IntakeError) {
    var word: [UInt8] = []
    while let byte = try peek(), word.count <= 1024 {
      let counts =
        byte.isWordByte || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-")
        || byte == UInt8(ascii: ".")
      guard counts else { break }
      word.append(byte)
      try take()
    }
    guard let first = word.first else { throw fault("a value") }
    if first == UInt8(ascii: "-") || first &- 0x30 < 10 {
      guard JSONNumber.isValid(word) else { throw fault(.badNumber) }
    } else {
      let text = String(decoding: word, as: UTF8.self)
      guard ["true", "false", "null"].contains(text) else { throw fault(.badLiteral) }
    }
    raw += word
  }
}

extension UInt8 {
  fileprivate var isWordByte: Bool {
    self &- 0x30 < 10 || (self | 0x20) &- 0x61 < 26
  }
}

/// RFC 8259 §6: `-? (0 | [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)?`
enum JSONNumber {
  static func isValid(_ text: [UInt8]) -> Bool {
    var rest = text[...]
    func digits(_ rest: inout ArraySlice<UInt8>) -> Int {
      let count = rest.prefix { $0 &- 0x30 < 10 }.count
      rest = rest.dropFirst(count)
      return count
    }
    if rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
    let startsWithZero = rest.first == UInt8(ascii: "0")
    let whole = digits(&rest)
    guard whole > 0, !(startsWithZero && whole > 1) else { return false }
    if rest.first == UInt8(ascii: ".") {
      rest = rest.dropFirst()
      guard digits(&rest) > 0 else { return false }
    }
    if let mark = rest.first, mark | 0x20 == UInt8(ascii: "e") {
      rest = rest.dropFirst()
      if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") {
        rest = rest.dropFirst()
      }
      guard digits(&rest) > 0 else { return false }
    }
    return rest.isEmpty
  }
}
