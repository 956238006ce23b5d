/// Cuts records out of the text in view and copies their cells, unescaped, into a batch's arena.
///
/// Eight bytes are looked at and copied at a time; a record costs no allocation. It lives only
/// inside a call that lends it the buffers. What makes its pointers safe:
/// - `source` is readable up to `end` and `TextWindow.padding` zero bytes beyond, and a NUL stops
///   every loop;
/// - `arena` has room for `byteCount` + the text in view + `TextWindow.padding` bytes, and a cell
///   is never longer than the text it was read from;
/// - `cellEnds` has room for `cellCount` + `cellsMax` cells, and no record stores more.
struct CSVScan {
  /// How the attempt to read a record ended.
  enum RecordEnd {
    case complete
    /// The text in view ends inside the record; nothing was taken from it.
    case cut
    case unclosedQuote
    case strayQuote
  }

  let source: UnsafePointer<UInt8>
  let end: Int
  let isLast: Bool
  let arena: UnsafeMutablePointer<UInt8>
  let cellEnds: UnsafeMutablePointer<Int32>
  let delimiter: UInt8
  let limits: CSVScanLimits

  /// The next byte of `source` to be read.
  var position: Int
  /// How much of `arena` is in use.
  var byteCount: Int
  /// How much of `cellEnds` is in use.
  var cellCount: Int

  /// The record that is being read, or was read last.
  var record = CSVRecordState()

  /// Reads one record; `position` is behind its line end afterwards.
  mutating func nextRecord() -> RecordEnd {
    record = CSVRecordState(start: position, firstByte: byteCount, firstCell: cellCount)
    while true {
      let cellStart = byteCount
      let isQuoted = source[position] == quote && position < end
      let fieldEnd = isQuoted ? quotedField(from: cellStart) : unquotedField()
      switch fieldEnd {
      case .delimiter: closeCell(from: cellStart)
      case .line:
        closeCell(from: cellStart)
        return .complete
      case .cut:
        undoRecord()
        return .cut
      case .unclosedQuote: return .unclosedQuote
      case .strayQuote: return .strayQuote
      }
    }
  }

  /// Forgets the record read last, as if its cells had never been.
  mutating func dropCells() {
    byteCount = record.firstByte
    cellCount = record.firstCell
  }

  private mutating func undoRecord() {
    position = record.start
    dropCells()
  }

  private enum FieldEnd { case delimiter, line, cut, unclosedQuote, strayQuote }

  @inline(__always)
  private mutating func closeCell(from cellStart: Int) {
    if byteCount - cellStart > limits.fieldBytes {
      note(.fieldTooLong(column: cellCount - record.firstCell))
    }
    record.fieldCount += 1
    if cellCount - record.firstCell < limits.cells {
      cellEnds[cellCount] = Int32(truncatingIfNeeded: byteCount)
      cellCount += 1
    } else {
      record.hasMoreFilled = record.hasMoreFilled || byteCount > cellStart
      byteCount = cellStart
    }
  }

  @inline(never)
  private mutating func note(_ issue: RecordIssue) { record.issue = record.issue ?? issue }

  // MARK: Fields

  /// Copies up to the next delimiter or line end. A quote is an ordinary character here.
  @inline(__always)
  private mutating func unquotedField() -> FieldEnd {
    let delimiterWord = UInt64(delimiter) &* ones
    while true {
      advance(plainCount(delimiterWord))
      if source[position] == delimiter, position < end {
        position += 1
        return .delimiter
      }
      if let fieldEnd = controlByte() { return fieldEnd }
    }
  }

  /// How many bytes come before the next delimiter or byte below 0x10; they have been copied.
  @inline(__always)
  private func plainCount(_ delimiterWord: UInt64) -> Int {
    let from = UnsafeRawPointer(source + position)
    let to = UnsafeMutableRawPointer(arena + byteCount)
    var count = 0
    while true {
      let word = UInt64(littleEndian: from.loadUnaligned(fromByteOffset: count, as: UInt64.self))
      to.storeBytes(of: word.littleEndian, toByteOffset: count, as: UInt64.self)
      let folded = word ^ delimiterWord
      // The lowest bit set marks the first byte below 0x10 or equal to the delimiter; borrows can
      // only set bits above it.
      let hits = ((word &- ones &* 0x10) & ~word | (folded &- ones) & ~folded) & highs
      if hits != 0 { return count + hits.trailingZeroBitCount / 8 }
      count += 8
    }
  }

  /// What a byte below 0x10 means outside of quotes; `nil` when it belongs to the cell.
  @inline(__always)
  private mutating func controlByte() -> FieldEnd? {
    if position >= end { return isLast ? endOfText() : .cut }
    switch source[position] {
    case lineFeed:
      record.textEnd = position
      position += 1
      return .line
    case carriageReturn:
      if position + 1 >= end, !isLast { return .cut }
      record.textEnd = position
      position += source[position + 1] == lineFeed ? 2 : 1
      return .line
    case 0:
      note(.invalidText(column: cellCount - record.firstCell))
      position += 1
      return nil
    default:
      // `copyWord` has already put it into the arena.
      advance(1)
      return nil
    }
  }

  private mutating func endOfText() -> FieldEnd {
    position = end
    record.textEnd = end
    return .line
  }

  /// Copies what stands between quotes, and what follows the closing one up to the delimiter.
  @inline(__always)
  private mutating func quotedField(from cellStart: Int) -> FieldEnd {
    let fieldStart = position
    record.openQuote = fieldStart
    position += 1
    while true {
      let word = copyWord()
      let folded = word ^ (ones &* UInt64(quote))
      let hits = ((word &- ones) & ~word | (folded &- ones) & ~folded) & highs
      guard hits != 0 else {
        advance(8)
        continue
      }
      advance(hits.trailingZeroBitCount / 8)
      if position >= end { return isLast ? .unclosedQuote : .cut }
      if source[position] == 0 {
        note(.invalidText(column: cellCount - record.firstCell))
        position += 1
        continue
      }
      if position + 1 >= end, !isLast { return .cut }
      if source[position + 1] != quote || position + 1 >= end { break }
      advance(1)
      position += 1
    }
    position += 1
    return afterQuote(fieldStart: fieldStart, cellStart: cellStart)
  }

  /// The closing quote has been passed.
  @inline(__always)
  private mutating func afterQuote(fieldStart: Int, cellStart: Int) -> FieldEnd {
    record.openQuote = nil
    if position - record.start > limits.rowBytes, fieldStart - record.start <= limits.rowBytes {
      return .unclosedQuote
    }
    if position < end, source[position] == delimiter {
      position += 1
      return .delimiter
    }
    let isLineEnd =
      position >= end || source[position] == lineFeed || source[position] == carriageReturn
    if !isLineEnd, hasLineBreak(from: cellStart) { return .strayQuote }
    return unquotedField()
  }

  private func hasLineBreak(from cellStart: Int) -> Bool {
    for index in cellStart..<byteCount
    where arena[index] == lineFeed || arena[index] == carriageReturn {
      return true
    }
    return false
  }

  // MARK: Bytes

  /// Copies eight bytes to where the cell grows and returns them, the first one lowest.
  @inline(__always)
  private func copyWord() -> UInt64 {
    let word = UnsafeRawPointer(source).loadUnaligned(fromByteOffset: position, as: UInt64.self)
    UnsafeMutableRawPointer(arena).storeBytes(of: word, toByteOffset: byteCount, as: UInt64.self)
    return UInt64(littleEndian: word)
  }

  @inline(__always)
  private mutating func advance(_ count: Int) {
    position += count
    byteCount += count
  }
}

/// The limits of `IntakeLimits` that concern a scan.
struct CSVScanLimits {
  var rowBytes: Int
  var fieldBytes: Int
  /// A record stores no more cells than this.
  var cells: Int

  init(_ limits: IntakeLimits) {
    rowBytes = limits.rowBytes
    fieldBytes = limits.fieldBytes
    cells = limits.columns + 1
  }
}

/// What is known of one record while its fields are read.
struct CSVRecordState {
  /// Where it starts in the source, and what the arena held then.
  var start = 0
  var firstByte = 0
  var firstCell = 0
  /// Where its text ends in the source, before the line end.
  var textEnd = 0
  /// How many fields it has, those that were not stored included.
  var fieldCount = 0
  /// Whether a field that was not stored has text.
  var hasMoreFilled = false
  /// Where the quote stands that is open now.
  var openQuote: Int?
  var issue: RecordIssue?

  init(start: Int = 0, firstByte: Int = 0, firstCell: Int = 0) {
    self.start = start
    self.firstByte = firstByte
    self.firstCell = firstCell
  }
}

private let quote = UInt8(ascii: "\"")
private let lineFeed = UInt8(ascii: "\n")
private let carriageReturn = UInt8(ascii: "\r")
private let ones: UInt64 = 0x0101_0101_0101_0101
private let highs: UInt64 = 0x8080_8080_8080_8080
