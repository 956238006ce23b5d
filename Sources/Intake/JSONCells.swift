/// The cells of one JSON object while it is read: members come in any order, columns do not.
struct JSONCells {
  /// The cells' text as it came, in the order in which it came.
  private(set) var bytes: [UInt8] = []
  private var firstIssue: RecordIssue?
  /// Whether the cells together passed `IntakeLimits.rowBytes`; none is kept then.
  private var isTooLong = false
  /// Each column's place in `bytes`; `nil` where the object has no such member.
  private var places: [Range<Int>?] = []
  private let limits: IntakeLimits

  init(limits: IntakeLimits) { self.limits = limits }

  mutating func startRecord() {
    bytes.removeAll(keepingCapacity: true)
    places.removeAll(keepingCapacity: true)
    firstIssue = nil
    isTooLong = false
  }

  /// What is wrong with the object: what was found first, unless it is too long altogether.
  var issue: RecordIssue? { isTooLong ? .rowTooLong : firstIssue }

  mutating func note(_ issue: RecordIssue) { firstIssue = firstIssue ?? issue }

  /// Appends text to the cell that is being built.
  mutating func append(_ text: some Collection<UInt8>) {
    guard hasRoom(for: text.count) else { return }
    bytes.append(contentsOf: text)
  }

  /// Appends the text of a JSON string without its escapes; `true` when half a surrogate pair had
  /// to be replaced.
  mutating func appendUnescaped(_ text: ArraySlice<UInt8>) -> Bool {
    hasRoom(for: text.count) && JSONString.unescape(text, to: &bytes)
  }

  private mutating func hasRoom(for count: Int) -> Bool {
    isTooLong = isTooLong || bytes.count + count > limits.rowBytes
    return !isTooLong
  }

  /// Makes what came since `start` the cell of `column`.
  mutating func set(_ column: Int, from start: Int) {
    let place = start..<bytes.count
    if place.count > limits.fieldBytes { note(.fieldTooLong(column: column)) }
    while places.count <= column { places.append(nil) }
    if places[column] != nil { note(.duplicateMember(column: column)) }
    places[column] = place
  }

  /// Whether no cell has text, as in the empty lines of a spreadsheet.
  var isBlank: Bool {
    issue == nil && places.allSatisfy { bytes[$0 ?? 0..<0].allSatisfy { $0 == 0x20 || $0 == 0x09 } }
  }

  /// Appends the cells in column order, as one record.
  func write(to batch: inout RecordBatch, rowNumber: Int) {
    let firstCell = batch.cellCount
    if !isTooLong {
      for place in places { batch.appendCell(bytes[place ?? 0..<0]) }
    }
    batch.endRecord(firstCell: firstCell, rowNumber: rowNumber, issue: issue)
  }
}
