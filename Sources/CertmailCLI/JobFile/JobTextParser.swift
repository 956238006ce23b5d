/// Reads a job file's text into located values: JSON (RFC 8259) with `//` and `/* */` comments and
/// trailing commas, and nothing else.
///
/// Foundation's decoder tells no positions and lets duplicate keys pass. A fault of the grammar ends
/// the reading; duplicate keys are collected, because the rest can still be read.
struct JobTextParser {
  /// The largest job file that is read: far above any that a person writes.
  static let bytesMax = 1 << 20

  /// How deep objects and lists may be nested; a job file needs four.
  static let depthMax = 16

  private let scalars: [Unicode.Scalar]
  private var index = 0
  private var position = TextPosition.start
  private var duplicates: [JobProblem] = []

  /// The value of the whole text, and a problem for each key that stands twice in its object.
  static func parse(
    _ bytes: [UInt8]
  ) throws(JobProblem) -> (root: LocatedValue, duplicates: [JobProblem]) {
    var parser = JobTextParser(scalars: try scalars(of: bytes))
    try parser.skipBlanks()
    let root = try parser.value(at: JobPath(), depth: 0)
    try parser.skipBlanks()
    guard parser.next == nil else {
      throw parser.problem("found \(parser.shownNext) behind the end; expected one object")
    }
    return (root, parser.duplicates)
  }

  private init(scalars: [Unicode.Scalar]) { self.scalars = scalars }

  private static func scalars(of bytes: [UInt8]) throws(JobProblem) -> [Unicode.Scalar] {
    guard bytes.count <= bytesMax else {
      throw JobProblem(
        position: .start, path: "",
        message: "the file has \(bytes.count) bytes; expected a job file of at most \(bytesMax)")
    }
    let marked = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
    guard let text = String(validating: marked, as: UTF8.self) else {
      throw JobProblem(
        position: .start, path: "",
        message: "the file is not UTF-8 text; save it again with the encoding UTF-8")
    }
    return Array(text.unicodeScalars)
  }
}

extension JobTextParser {
  private mutating func value(
    at path: JobPath, depth: Int
  ) throws(JobProblem) -> LocatedValue {
    let start = position
    guard depth <= Self.depthMax else {
      throw problem("nested deeper than \(Self.depthMax) levels", path)
    }
    guard let first = next else { throw problem("found \(shownNext); expected a value", path) }
    switch first {
    case "{": return LocatedValue(value: try object(path, depth), position: start)
    case "[": return LocatedValue(value: try list(path, depth), position: start)
    case "\"": return LocatedValue(value: .text(try text(path)), position: start)
    case "-", "0"..."9": return LocatedValue(value: try number(path), position: start)
    case _ where first.properties.isAlphabetic:
      return LocatedValue(value: try word(path), position: start)
    default: throw problem("found \(shownNext); expected a value", path)
    }
  }

  private mutating func object(_ path: JobPath, _ depth: Int) throws(JobProblem) -> JobValue {
    let opening = position
    var members: [JobMember] = []
    var firstLines: [String: Int] = [:]
    step()
    while true {
      try skipBlanks()
      if take("}") { return .object(members) }
      let keyPosition = position
      guard next == "\"" else { throw unclosed("a key in double quotes or \"}\"", opening, path) }
      let key = try text(path)
      try skipBlanks()
      let memberPath = path.member(key)
      guard take(":") else { throw problem("found \(shownNext); expected \":\"", memberPath) }
      try skipBlanks()
      let value = try value(at: memberPath, depth: depth + 1)
      if let line = firstLines[key] {
        let message = "the key stands twice, first in line \(line); expected it once"
        duplicates.append(
          JobProblem(position: keyPosition, path: memberPath.description, message: message))
      } else {
        firstLines[key] = keyPosition.line
        members.append(JobMember(key: key, keyPosition: keyPosition, value: value))
      }
      try skipBlanks()
      if !take(","), next != "}" { throw unclosed("\",\" or \"}\"", opening, path) }
    }
  }

  private mutating func list(_ path: JobPath, _ depth: Int) throws(JobProblem) -> JobValue {
    let opening = position
    var values: [LocatedValue] = []
    step()
    while true {
      try skipBlanks()
      if take("]") { return .list(values) }
      if next == nil { throw unclosed("a value or \"]\"", opening, path) }
      values.append(try value(at: path.element(values.count), depth: depth + 1))
      try skipBlanks()
      if !take(","), next != "]" { throw unclosed("\",\" or \"]\"", opening, path) }
    }
  }

  private mutating func word(_ path: JobPath) throws(JobProblem) -> JobValue {
    let start = position
    var word = ""
    while let letter = next, letter.properties.isAlphabetic || letter.properties.numericType != nil
    {
      word.unicodeScalars.append(letter)
      step()
    }
    switch word {
    case "true": return .boolean(true)
    case "false": return .boolean(false)
    case "null": return .null
    default:
      let found = JobValue.quoted(word).dropFirst().dropLast()
      throw JobProblem(
        position: start, path: path.description,
        message: "found \(found); expected a value (text stands in double quotes)")
    }
  }

  private mutating func number(_ path: JobPath) throws(JobProblem) -> JobValue {
    let start = position
    var digits = ""
    while let scalar = next, scalar.isPartOfNumber {
      digits.unicodeScalars.append(scalar)
      step()
    }
    guard JSONNumber.isWellFormed(digits) else {
      throw JobProblem(
        position: start, path: path.description,
        message: "\(JobValue.quoted(digits).dropFirst().dropLast()) is not a JSON number")
    }
    return .number(digits)
  }
}

extension JobTextParser {
  private mutating func text(_ path: JobPath) throws(JobProblem) -> String {
    let start = position
    var text = ""
    step()
    while let scalar = next {
      switch scalar {
      case "\"":
        step()
        return text
      case "\\": text.unicodeScalars.append(try escape(path))
      case _ where scalar.value < 0x20:
        throw problem(
          scalar.isLineBreak
            ? "the text from \(start.line):\(start.column) is not closed; expected \""
            : "a control character in a text; expected it escaped", path)
      default:
        text.unicodeScalars.append(scalar)
        step()
      }
    }
    throw problem("the text from \(start.line):\(start.column) is not closed; expected \"", path)
  }

  private mutating func escape(_ path: JobPath) throws(JobProblem) -> Unicode.Scalar {
    step()
    let letter = next
    if letter == "u" { return try unicodeEscape(path) }
    let meanings: [Unicode.Scalar: Unicode.Scalar] = [
      "\"": "\"", "\\": "\\", "/": "/", "b": "\u{8}", "f": "\u{C}", "n": "\n", "r": "\r", "t": "\t",
    ]
    guard let letter, let meaning = meanings[letter] else {
      throw problem("\\ before \(shownNext) means nothing in JSON; a backslash is \\\\", path)
    }
    step()
    return meaning
  }

  private mutating func unicodeEscape(_ path: JobPath) throws(JobProblem) -> Unicode.Scalar {
    let high = try hexadecimalUnit(path)
    if let scalar = Unicode.Scalar(high) { return scalar }
    guard high < 0xDC00, take("\\"), next == "u" else {
      throw problem("half of a surrogate pair in a text", path)
    }
    let low = try hexadecimalUnit(path)
    guard low & 0xFC00 == 0xDC00,
      let scalar = Unicode.Scalar((high & 0x3FF) << 10 + low & 0x3FF + 0x10000)
    else { throw problem("half of a surrogate pair in a text", path) }
    return scalar
  }

  private mutating func hexadecimalUnit(_ path: JobPath) throws(JobProblem) -> UInt32 {
    step()
    var unit: UInt32 = 0
    for _ in 0..<4 {
      guard let scalar = next, let digit = Character(scalar).hexDigitValue, scalar.isASCII else {
        throw problem("found \(shownNext); expected four hexadecimal digits behind \\u", path)
      }
      unit = unit << 4 | UInt32(digit)
      step()
    }
    return unit
  }
}

extension JobTextParser {
  private var next: Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }

  private var shownNext: String {
    guard let next else { return "the end of the file" }
    return "\"\(next.isLineBreak ? "\\n" : String(next))\""
  }

  /// Passes one scalar; LF, CR LF and a lone CR each end a line.
  private mutating func step() {
    guard let passed = next else { return }
    index += 1
    if passed == "\n" || (passed == "\r" && next != "\n") {
      position = TextPosition(line: position.line + 1, column: 1)
    } else {
      position.column += 1
    }
  }

  private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard next == scalar else { return false }
    step()
    return true
  }

  private mutating func skipBlanks() throws(JobProblem) {
    while let scalar = next {
      switch scalar {
      case " ", "\t", "\n", "\r": step()
      case "/": try skipComment()
      default: return
      }
    }
  }

  private mutating func skipComment() throws(JobProblem) {
    let start = position
    step()
    if take("/") {
      while let scalar = next, !scalar.isLineBreak { step() }
      return
    }
    guard take("*") else { throw problem("a lone \"/\"; a comment starts with // or /*") }
    while next != nil {
      if take("*") {
        if take("/") { return }
      } else {
        step()
      }
    }
    throw JobProblem(position: start, path: "", message: "the comment is not closed; expected */")
  }

  private func problem(_ message: String, _ path: JobPath = JobPath()) -> JobProblem {
    JobProblem(position: position, path: path.description, message: message)
  }

  private func unclosed(
    _ expected: String, _ opening: TextPosition, _ path: JobPath
  ) -> JobProblem {
    let place = next == nil ? " (opened at \(opening.line):\(opening.column))" : ""
    return problem("found \(shownNext); expected \(expected)\(place)", path)
  }
}

extension Unicode.Scalar {
  fileprivate var isLineBreak: Bool { self == "\n" || self == "\r" }

  fileprivate var isPartOfNumber: Bool {
    switch self {
    case "0"..."9", "+", "-", ".", "a"..."z", "A"..."Z", "_": true
    default: false
    }
  }
}

/// The grammar of JSON's numbers (RFC 8259 §6).
enum JSONNumber {
  /// Whether `text` is a number: `0`, `-1.5`, `2e9`; not `01`, `.5`, `1.`, `+1`.
  static func isWellFormed(_ text: String) -> Bool {
    var rest = Substring(text)
    if rest.first == "-" { rest.removeFirst() }
    let whole = rest.prefix { $0.isASCII && $0.isNumber }
    guard !whole.isEmpty, whole == "0" || whole.first != "0" else { return false }
    rest = rest.dropFirst(whole.count)
    if rest.first == "." {
      let fraction = rest.dropFirst().prefix { $0.isASCII && $0.isNumber }
      guard !fraction.isEmpty else { return false }
      rest = rest.dropFirst(fraction.count + 1)
    }
    guard rest.first == "e" || rest.first == "E" else { return rest.isEmpty }
    rest.removeFirst()
    if rest.first == "+" || rest.first == "-" { rest.removeFirst() }
    return !rest.isEmpty && rest.allSatisfy { $0.isASCII && $0.isNumber }
  }
}
