/// Some records of a case list, their cells' bytes one after another in one arena.
///
/// Made once and handed back and forth between the reader and its consumer, so that reading a list
/// allocates nothing a row. No cell is a `String` until somebody asks for one.
package struct RecordBatch: Sendable {
  /// One row of the list.
  package struct Record: Hashable, Sendable {
    /// The position of its first cell in `cellEnds`.
    package var firstCell: Int32
    /// How many cells it has: fewer than columns when the row is short or its tail is empty.
    package var cellCount: Int32
    /// CSV: as a spreadsheet shows it, the header being row 1 and a record with line breaks inside
    /// quotes one row. JSON: 1 for the first element. Blank rows vanish but keep their number.
    package var rowNumber: Int
    /// What was found wrong while reading; `nil` for nearly all.
    package var issue: RecordIssue?
  }

  /// A batch is full with this many records…
  package static let recordsMax = 500
  /// …or with this many bytes…
  package static let bytesTarget = 128 << 10
  /// …or with this many cells.
  package static let cellsTarget = 16 << 10

  /// The cells' UTF-8 bytes, unescaped, line breaks and tabs as they came. Storage: only what
  /// `cell` points at means anything.
  package internal(set) var bytes: [UInt8] = []
  /// The end offset in `bytes` of each cell; a cell starts where the one before it ends. Storage:
  /// only the first `cellCount` mean anything.
  package internal(set) var cellEnds: [Int32] = []
  /// The records, in the list's order.
  package internal(set) var records: [Record] = []
  /// How many cells all records have.
  package internal(set) var cellCount = 0
  /// How many of `bytes` are in use.
  package internal(set) var byteCount = 0

  package init() {}

  /// Where the cell is in `bytes`; empty when the record does not reach that column.
  @inlinable package func cell(_ record: Record, _ column: Int) -> Range<Int> {
    guard column >= 0, column < Int(record.cellCount) else { return 0..<0 }
    let index = Int(record.firstCell) + column
    return cellStart(index)..<Int(cellEnds[index])
  }

  /// Where all cells of a record are in `bytes`, one after another.
  @inlinable package func extent(_ record: Record) -> Range<Int> {
    let first = Int(record.firstCell)
    return cellStart(first)..<cellStart(first + Int(record.cellCount))
  }

  /// The cell's text, a new string.
  package func text(_ record: Record, _ column: Int) -> String {
    String(decoding: bytes[cell(record, column)], as: UTF8.self)
  }

  /// The record's cells as strings, for reports and tests.
  package func texts(_ record: Record) -> [String] {
    (0..<Int(record.cellCount)).map { text(record, $0) }
  }

  /// The same records with these cells, one array a record; `nil` leaves a record as it is.
  package func replacing(_ cells: [[String]?]) -> RecordBatch {
    var batch = RecordBatch()
    for (record, texts) in zip(records, cells) {
      let first = batch.cellCount
      for text in texts ?? self.texts(record) { batch.appendCell(text.utf8) }
      batch.endRecord(firstCell: first, rowNumber: record.rowNumber, issue: record.issue)
    }
    return batch
  }

  /// Empties the batch and keeps its storage.
  package mutating func removeAll() {
    records.removeAll(keepingCapacity: true)
    cellCount = 0
    byteCount = 0
  }

  @usableFromInline package func cellStart(_ index: Int) -> Int {
    index == 0 ? 0 : Int(cellEnds[index - 1])
  }

  /// Whether the reader should hand the batch over.
  var isFull: Bool {
    records.count >= Self.recordsMax || byteCount >= Self.bytesTarget
      || cellCount >= Self.cellsTarget
  }

  /// Makes room for `bytesMore` further bytes and `cellsMore` further cells.
  mutating func reserve(bytesMore: Int, cellsMore: Int) {
    grow(&bytes, to: byteCount + bytesMore, by: 64 << 10)
    grow(&cellEnds, to: cellCount + cellsMore, by: 4 << 10)
  }

  private func grow<Element: FixedWidthInteger>(
    _ storage: inout [Element], to needed: Int, by step: Int
  ) {
    guard storage.count < needed else { return }
    let target = (needed + step - 1) / step * step
    storage += [Element](repeating: 0, count: target - storage.count)
  }

  /// Appends one cell to the record that is being built.
  mutating func appendCell(_ cell: some Collection<UInt8>) {
    reserve(bytesMore: cell.count, cellsMore: 1)
    let end = byteCount + cell.count
    bytes.replaceSubrange(byteCount..<end, with: cell)
    byteCount = end
    cellEnds[cellCount] = Int32(end)
    cellCount += 1
  }

  /// Ends the record whose cells began at `firstCell`.
  mutating func endRecord(firstCell: Int, rowNumber: Int, issue: RecordIssue?) {
    records.append(
      Record(
        firstCell: Int32(firstCell), cellCount: Int32(cellCount - firstCell),
        rowNumber: rowNumber, issue: issue))
  }
}
