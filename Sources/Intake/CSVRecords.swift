/// The records of a CSV file, batch by batch.
struct CSVRecords {
  private(set) var window: TextWindow
  private let limits: IntakeLimits
  private let scanLimits: CSVScanLimits
  private(set) var dialect = CSVDialect()
  /// The header's cells as they came; empty ones at its end do not count.
  private(set) var columns: [String] = []
  /// How many rows have been read, blank ones included: the last one's number.
  private var rowNumber = 0

  /// How many rows, a title or a date, may stand above the header.
  static let titleRowsMax = 10
  /// The header's row.
  private var headerRow = 1

  /// Reads the header: the first row, or the one of the next that `isHeader` accepts.
  init(_ window: TextWindow, limits: IntakeLimits, isHeader: ([String]) -> Bool = { _ in true })
    throws(IntakeError)
  {
    self.window = window
    self.limits = limits
    scanLimits = CSVScanLimits(limits)
    dialect = try detectDialect()
    self.window.position += dialect.separatorLineBytes
    columns = try readHeader(isHeader)
  }

  /// `Windows-1252, semicolon, CRLF`
  var summary: String {
    [
      window.encoding.name, dialect.delimiterName, dialect.lineEnding,
      headerRow > 1 ? "column names in row \(headerRow)" : "",
    ].filter { !$0.isEmpty }.joined(separator: ", ")
  }

  /// Fills the batch; `false` when nothing was left.
  mutating func next(into batch: inout RecordBatch) throws(IntakeError) -> Bool {
    batch.removeAll()
    while !batch.isFull {
      if window.count == 0, window.isLast { break }
      try step(into: &batch, recordsMax: RecordBatch.recordsMax)
    }
    return !batch.records.isEmpty
  }

  // MARK: Header

  private mutating func detectDialect() throws(IntakeError) -> CSVDialect {
    // Looked at anew only when what is in view has doubled, so that small refills stay cheap.
    var needed = 1
    while true {
      while window.count < needed, !window.isLast { try window.refill() }
      let text = window.bytes[window.position..<window.end]
      if let dialect = CSVDialect.detect(in: text, isLast: window.isLast) { return dialect }
      guard window.count <= limits.rowBytes else {
        throw error(.headerTooLong(limit: limits.rowBytes))
      }
      needed = window.count * 2
    }
  }

  private mutating func readHeader(_ isHeader: ([String]) -> Bool) throws(IntakeError)
    -> [String]
  {
    let first = try readNames()
    headerRow = rowNumber
    if isHeader(first) { return first }
    for _ in 0..<Self.titleRowsMax {
      // Where the rest is no list either, the first row is what the user is told of.
      guard let names = try? readNames() else { break }
      if isHeader(names) {
        headerRow = rowNumber
        return names
      }
    }
    return first
  }

  private mutating func readNames() throws(IntakeError) -> [String] {
    var batch = RecordBatch()
    while batch.records.isEmpty {
      if window.count == 0, window.isLast { throw error(.empty) }
      try step(into: &batch, recordsMax: 1)
    }
    guard batch.records[0].issue != .rowTooLong else {
      throw error(.headerTooLong(limit: limits.rowBytes))
    }
    var names = batch.texts(batch.records[0])
    while names.last?.allSatisfy(\.isWhitespace) == true { names.removeLast() }
    guard names.count <= limits.columns else {
      throw error(.tooManyColumns(limit: limits.columns))
    }
    return names
  }

  // MARK: Rows

  private enum Stop {
    /// The batch is full, or all of the text in view is read.
    case paused
    case cut(openQuote: Int?)
    case tooLong
    case broken(IntakeError.Problem, column: Int)
  }

  /// Reads the records in view, or brings more into view.
  private mutating func step(into batch: inout RecordBatch, recordsMax: Int) throws(IntakeError) {
    if window.count == 0 { return try window.refill() }
    switch scan(into: &batch, recordsMax: recordsMax) {
    case .paused: break
    case .cut(let openQuote):
      if window.count <= limits.rowBytes + 2 { return try window.refill() }
      if let openQuote, openQuote <= limits.rowBytes {
        throw IntakeError(.unclosedQuote, file: window.file.name, row: rowNumber + 1)
      }
      try skipLongRow(into: &batch)
    case .tooLong: try skipLongRow(into: &batch)
    case .broken(let problem, let column):
      let name = columns.indices.contains(column) ? columns[column] : nil
      throw IntakeError(problem, file: window.file.name, row: rowNumber + 1, column: name)
    }
  }

  private mutating func scan(into batch: inout RecordBatch, recordsMax: Int) -> Stop {
    batch.reserve(
      bytesMore: window.count + TextWindow.padding,
      cellsMore: RecordBatch.cellsTarget + scanLimits.cells - batch.cellCount)
    var records: [RecordBatch.Record] = []
    swap(&records, &batch.records)
    var outcome = (stop: Stop.paused, position: 0, bytes: 0, cells: 0)
    let (byteCount, cellCount) = (batch.byteCount, batch.cellCount)
    window.bytes.withUnsafeBufferPointer { source in
      batch.bytes.withUnsafeMutableBufferPointer { arena in
        batch.cellEnds.withUnsafeMutableBufferPointer { cellEnds in
          guard let source = source.baseAddress, let arena = arena.baseAddress,
            let cellEnds = cellEnds.baseAddress
          else { return }
          var scan = CSVScan(
            source: source, end: window.end, isLast: window.isLast, arena: arena,
            cellEnds: cellEnds, delimiter: dialect.delimiter, limits: scanLimits,
            position: window.position, byteCount: byteCount, cellCount: cellCount)
          let stop = read(&scan, into: &records, max: recordsMax)
          outcome = (stop, scan.position, scan.byteCount, scan.cellCount)
        }
      }
    }
    swap(&records, &batch.records)
    window.position = outcome.position
    (batch.byteCount, batch.cellCount) = (outcome.bytes, outcome.cells)
    return outcome.stop
  }

  /// Reads records until the batch is full or the text in view ends.
  private mutating func read(
    _ scan: inout CSVScan, into records: inout [RecordBatch.Record], max: Int
  ) -> Stop {
    let columnCount = columns.isEmpty ? Int.max : columns.count
    while records.count < max, scan.position < scan.end,
      scan.byteCount < RecordBatch.bytesTarget, scan.cellCount < RecordBatch.cellsTarget
    {
      switch scan.nextRecord() {
      case .complete: break
      case .cut: return .cut(openQuote: scan.record.openQuote.map { $0 - scan.record.start })
      case .unclosedQuote:
        return .broken(.unclosedQuote, column: scan.cellCount - scan.record.firstCell)
      case .strayQuote:
        return .broken(.strayQuote, column: scan.cellCount - scan.record.firstCell)
      }
      if scan.record.textEnd - scan.record.start > limits.rowBytes {
        scan.dropCells()
        scan.position = scan.record.start
        return .tooLong
      }
      rowNumber += 1
      if scan.isBlankRecord() {
        scan.dropCells()
        continue
      }
      scan.trim(toColumns: columnCount)
      if !window.encoding.isCleanUTF8 { scan.markReplacements() }
      records.append(
        RecordBatch.Record(
          firstCell: Int32(scan.record.firstCell),
          cellCount: Int32(scan.cellCount - scan.record.firstCell),
          rowNumber: rowNumber, issue: scan.record.issue))
    }
    return .paused
  }

  /// Goes on behind the next line end after a row that is too long; the row stays, without cells.
  private mutating func skipLongRow(into batch: inout RecordBatch) throws(IntakeError) {
    window.position += limits.rowBytes
    while let byte = try byteInView(), byte != UInt8(ascii: "\n"), byte != UInt8(ascii: "\r") {
      window.position += 1
    }
    let isReturn = try byteInView() == UInt8(ascii: "\r")
    if window.count > 0 { window.position += 1 }
    if isReturn, try byteInView() == UInt8(ascii: "\n") { window.position += 1 }
    rowNumber += 1
    batch.endRecord(firstCell: batch.cellCount, rowNumber: rowNumber, issue: .rowTooLong)
  }

  /// The byte at the window's position; `nil` at the end of the file.
  private mutating func byteInView() throws(IntakeError) -> UInt8? {
    while window.count == 0 {
      if window.isLast { return nil }
      try window.refill()
    }
    return window.bytes[window.position]
  }

  private func error(_ problem: IntakeError.Problem) -> IntakeError {
    IntakeError(problem, file: window.file.name)
  }
}
