/// The records of a JSON list, batch by batch: an array, one object a line, or an object around
/// one array. Strict by RFC 8259, never more in memory than a batch and the longest element.
struct JSONRecords {
  private enum Shape { case undecided, array, lines, wrapped, ended }

  private var text: JSONText
  private let limits: IntakeLimits
  private var shape = Shape.undecided
  /// Member names in the order of their first appearance; nested ones as `to.name`.
  private(set) var columns: [String] = []
  private var indexes: [String: Int] = [:]
  private var rowNumber = 0
  private var isFirstElement = true
  private var cells: [[UInt8]?] = []
  private var issue: RecordIssue?

  init(_ window: TextWindow, limits: IntakeLimits) {
    text = JSONText(window, limits: limits)
    self.limits = limits
  }

  var summary: String { "JSON" }

  /// The members under which a wrapped list is looked for; any other array of objects counts too.
  private static let listNames: Set<String> = ["recipients", "mailings", "rows", "data"]

  /// Fills the batch; `false` when nothing was left.
  mutating func next(into batch: inout RecordBatch) throws(IntakeError) -> Bool {
    batch.removeAll()
    if shape == .undecided { try begin(&batch) }
    while !batch.isFull, shape != .ended { try element(&batch) }
    return !batch.records.isEmpty
  }

  private mutating func begin(_ batch: inout RecordBatch) throws(IntakeError) {
    switch try text.peekToken() {
    case UInt8(ascii: "["):
      try text.take()
      shape = .array
    case UInt8(ascii: "{"):
      shape = .lines
      try object(&batch, mayBeWrapper: true)
    case nil: throw IntakeError(.empty, file: text.fileName)
    default: throw IntakeError(.notAList, file: text.fileName)
    }
  }

  private mutating func element(_ batch: inout RecordBatch) throws(IntakeError) {
    let byte = try text.peekToken()
    if shape == .lines {
      guard let byte else {
        shape = .ended
        return
      }
      guard byte == UInt8(ascii: "{") else { throw text.fault("an object") }
      return try object(&batch, mayBeWrapper: false)
    }
    if byte == UInt8(ascii: "]") {
      guard isFirstElement || !text.justTookComma else { throw text.fault("an element") }
      try text.take()
      return try endArray()
    }
    if !isFirstElement, !text.justTookComma { try text.takeComma(orEnd: "]") }
    if try text.peekToken() == UInt8(ascii: "]") { throw text.fault("an element") }
    isFirstElement = false
    try object(&batch, mayBeWrapper: false)
    if try text.peekToken() == UInt8(ascii: ",") {
      try text.take()
      text.justTookComma = true
    } else {
      text.justTookComma = false
    }
  }

  private mutating func endArray() throws(IntakeError) {
    if shape == .wrapped { try skipRestOfWrapper() }
    guard try text.peekToken() == nil else { throw text.fault(.trailingText) }
    shape = .ended
  }

  private mutating func skipRestOfWrapper() throws(IntakeError) {
    while true {
      switch try text.peekToken() {
      case UInt8(ascii: "}"):
        return try text.take()
      case UInt8(ascii: ","):
        try text.take()
        _ = try text.string()
        try text.expect(":", "a colon")
        if try text.peekToken() == UInt8(ascii: "[") {
          let value = try text.rawValue()
          if value.contains(UInt8(ascii: "{")) {
            throw IntakeError(.severalLists([]), file: text.fileName)
          }
        } else {
          _ = try text.rawValue()
        }
      default: throw text.fault("a comma or }")
      }
    }
  }

  /// Reads one element into the batch; the first object of the text may turn out to be a wrapper.
  private mutating func object(
    _ batch: inout RecordBatch, mayBeWrapper: Bool
  ) throws(IntakeError) {
    guard try text.peekToken() == UInt8(ascii: "{") else {
      _ = try text.rawValue()
      rowNumber += 1
      return batch.endRecord(firstCell: batch.cellCount, rowNumber: rowNumber, issue: .notAnObject)
    }
    cells = [[UInt8]?](repeating: nil, count: columns.count)
    issue = nil
    if try members(prefix: "", mayBeWrapper: mayBeWrapper) { return }
    rowNumber += 1
    store(&batch)
  }

  private mutating func store(_ batch: inout RecordBatch) {
    let isBlank = cells.allSatisfy { cell in
      cell.map { $0.allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D } } ?? true
    }
    if isBlank { return }
    let first = batch.cellCount
    for cell in cells { batch.appendCell(cell ?? []) }
    batch.endRecord(firstCell: first, rowNumber: rowNumber, issue: issue)
  }

  /// Reads an object's members; `true` when the object is a wrapper and its list begins.
  private mutating func members(
    prefix: String, mayBeWrapper: Bool
  ) throws(IntakeError) -> Bool {
    try text.take()
    if try text.peekToken() == UInt8(ascii: "}") {
      try text.take()
      return false
    }
    while true {
      let name = String(decoding: try text.string(), as: UTF8.self)
      try text.expect(":", "a colon")
      let isArray = try text.peekToken() == UInt8(ascii: "[")
      let holdsObjects = isArray ? try text.arrayHoldsObjects() : false
      if mayBeWrapper, isArray, holdsObjects || Self.listNames.contains(name) {
        try text.take()
        shape = .wrapped
        columns.removeAll()
        indexes.removeAll()
        return true
      }
      try member(prefix + name)
      if try text.takeComma(orEnd: "}") { return false }
    }
  }

  private mutating func member(_ name: String) throws(IntakeError) {
    let byte = try text.peekToken()
    if byte == UInt8(ascii: "{"), name == "to" || name == "from" {
      _ = try members(prefix: name + ".", mayBeWrapper: false)
      return
    }
    let value = try text.cell()
    guard let index = column(name) else {
      issue = issue ?? .tooManyColumns
      return
    }
    if cells[index] != nil { issue = issue ?? .duplicateMember(column: index) }
    if value.count > limits.fieldBytes { issue = issue ?? .fieldTooLong(column: index) }
    cells[index] = value.count > limits.fieldBytes ? [] : value
  }

  private mutating func column(_ name: String) -> Int? {
    if let index = indexes[name] { return index }
    guard columns.count < limits.columns else { return nil }
    indexes[name] = columns.count
    columns.append(name)
    cells.append(nil)
    return columns.count - 1
  }
}
