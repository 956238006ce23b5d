/// The records of a JSON list, batch by batch; never more than one object is held.
struct JSONRecords {
  private var tokenizer: JSONTokenizer
  let shape: JSONShape
  private var columnTable: JSONColumns
  private var cells: JSONCells
  /// The path of the member that is being read, `to.name`.
  private var path: [UInt8] = []
  private var isOpen = false
  private var isAtEnd = false
  private var rowNumber = 0

  /// Finds the list; reads its first elements only when asked for them.
  init(_ window: TextWindow, limits: IntakeLimits) throws(IntakeError) {
    guard window.encoding != .windows1252, window.encoding != .damagedUTF8 else {
      throw IntakeError(.jsonEncoding, file: window.file.name)
    }
    let text = JSONTokenizer(window, limits: limits, allowsMany: true)
    shape = try JSONShape.survey(text)
    tokenizer = text.restarted(allowsMany: shape == .lines)
    columnTable = JSONColumns(limit: limits.columns)
    cells = JSONCells(limits: limits)
  }

  /// The members' paths in the order in which they first came; it grows.
  var columns: [String] { columnTable.names }

  var window: TextWindow { tokenizer.window }

  /// `UTF-8, JSON lines`
  var summary: String { "\(tokenizer.window.encoding.name), \(shape.name)" }

  /// Fills the batch; `false` when nothing was left.
  mutating func next(into batch: inout RecordBatch) throws(IntakeError) -> Bool {
    batch.removeAll()
    if !isOpen {
      try openList()
      isOpen = true
    }
    while !batch.isFull, !isAtEnd { try readElement(into: &batch) }
    return !batch.records.isEmpty
  }

  // MARK: The list

  /// Reads up to the first element.
  private mutating func openList() throws(IntakeError) {
    switch shape {
    case .lines: break
    case .array: _ = try tokenizer.next()
    case .member(let name):
      _ = try tokenizer.next()
      while try !openMember(name) {}
    }
  }

  /// Reads a member; `true` when it is the list, now open.
  private mutating func openMember(_ name: [UInt8]) throws(IntakeError) -> Bool {
    guard try tokenizer.next() == .key else { return true }
    path.removeAll(keepingCapacity: true)
    appendKey()
    let value = try tokenizer.next()
    if path == name, value == .arrayStart { return true }
    try tokenizer.skip(toDepth: 1)
    return false
  }

  private mutating func readElement(into batch: inout RecordBatch) throws(IntakeError) {
    let depth = tokenizer.depth
    tokenizer.row = rowNumber + 1
    switch try tokenizer.next() {
    case .objectStart:
      rowNumber += 1
      try readObject(depth: depth)
      if !cells.isBlank { cells.write(to: &batch, rowNumber: rowNumber) }
    case .arrayEnd where tokenizer.depth < depth: try closeList()
    case .end: isAtEnd = true
    default:
      rowNumber += 1
      try tokenizer.skip(toDepth: depth)
      batch.endRecord(firstCell: batch.cellCount, rowNumber: rowNumber, issue: .notAnObject)
    }
  }

  /// Reads what follows the list, which must be JSON too.
  private mutating func closeList() throws(IntakeError) {
    tokenizer.row = nil
    while try tokenizer.next() != .end {}
    isAtEnd = true
  }

  // MARK: An object

  private mutating func readObject(depth: Int) throws(IntakeError) {
    cells.startRecord()
    columnTable.startRecord()
    path.removeAll(keepingCapacity: true)
    /// How long `path` is without the names inside each open object.
    var prefixes = [0]
    while tokenizer.depth > depth {
      switch try tokenizer.next() {
      case .objectEnd: prefixes.removeLast()
      case .key:
        path.removeSubrange((prefixes.last ?? 0)...)
        appendKey()
      case .objectStart:
        if JSONColumns.isTakenApart(path[(prefixes.last ?? 0)...]) {
          path.append(UInt8(ascii: "."))
          prefixes.append(path.count)
        } else {
          try nestedCell(opening: UInt8(ascii: "{"))
        }
      case .arrayStart: try nestedCell(opening: UInt8(ascii: "["))
      case .string: stringCell()
      case .number, .boolean: plainCell()
      case .null: cell { _ in }
      case .arrayEnd, .end: break
      }
    }
  }

  private mutating func appendKey() {
    let key = tokenizer.window.bytes[tokenizer.text]
    if tokenizer.hasEscapes { _ = JSONString.unescape(key, to: &path) } else { path += key }
  }

  /// Makes what `fill` appends the cell of the member at `path`.
  private mutating func cell(_ fill: (inout JSONCells) -> Void) {
    guard let column = columnTable.position(of: path) else { return cells.note(.tooManyColumns) }
    let start = cells.bytes.count
    fill(&cells)
    cells.set(column, from: start)
  }

  private mutating func plainCell() {
    let text = tokenizer.window.bytes[tokenizer.text]
    cell { $0.append(text) }
  }

  private mutating func stringCell() {
    guard tokenizer.hasEscapes else { return plainCell() }
    let text = tokenizer.window.bytes[tokenizer.text]
    var wasRepaired = false
    cell { wasRepaired = $0.appendUnescaped(text) }
    if wasRepaired, let column = columnTable.position(of: path) {
      cells.note(.invalidText(column: column))
    }
  }

  /// Keeps an array or object, just opened, as one cell of JSON without blanks.
  private mutating func nestedCell(opening: UInt8) throws(IntakeError) {
    let column = columnTable.position(of: path)
    let start = cells.bytes.count
    let depth = tokenizer.depth - 1
    cells.append([opening])
    while tokenizer.depth > depth { appendCompact(try tokenizer.next()) }
    if let column { cells.set(column, from: start) } else { cells.note(.tooManyColumns) }
  }

  private mutating func appendCompact(_ token: JSONTokenizer.Token) {
    let text = tokenizer.window.bytes[tokenizer.text]
    if token != .objectEnd, token != .arrayEnd, let last = cells.bytes.last,
      last != UInt8(ascii: "{"), last != UInt8(ascii: "["), last != UInt8(ascii: ":")
    {
      cells.append([UInt8(ascii: ",")])
    }
    switch token {
    case .objectStart: cells.append("{".utf8)
    case .objectEnd: cells.append("}".utf8)
    case .arrayStart: cells.append("[".utf8)
    case .arrayEnd: cells.append("]".utf8)
    case .null: cells.append("null".utf8)
    case .number, .boolean: cells.append(text)
    case .string, .key:
      cells.append("\"".utf8)
      cells.append(text)
      cells.append((token == .key ? "\":" : "\"").utf8)
    case .end: break
    }
  }
}
