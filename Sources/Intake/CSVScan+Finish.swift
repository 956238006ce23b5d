/// What is decided about a record once all its fields have been read.
extension CSVScan {
  /// Whether all cells of the record are empty or blanks, as in the empty lines of a spreadsheet.
  @inline(__always)
  func isBlankRecord() -> Bool {
    guard record.issue == nil, !record.hasMoreFilled else { return false }
    return isBlank(record.firstByte..<byteCount)
  }

  /// Cuts off the blank cells beyond `columnCount` and marks the record when filled ones are left.
  mutating func trim(toColumns columnCount: Int) {
    let stored = cellCount - record.firstCell
    guard record.hasMoreFilled || stored > columnCount else { return }
    var kept = stored
    while kept > columnCount, !record.hasMoreFilled, isBlank(cell(kept - 1)) { kept -= 1 }
    cellCount = record.firstCell + kept
    byteCount = kept == 0 ? record.firstByte : Int(cellEnds[cellCount - 1])
    if kept > columnCount {
      record.issue = .tooManyCells(found: record.hasMoreFilled ? record.fieldCount : kept)
    }
  }

  /// Marks the record when a cell holds U+FFFD, which stands for bytes that were no character.
  mutating func markReplacements() {
    for column in 0..<cellCount - record.firstCell {
      let range = cell(column)
      for index in range where arena[index] == 0xEF && index + 2 < range.upperBound {
        if arena[index + 1] == 0xBF, arena[index + 2] == 0xBD {
          record.issue = record.issue ?? .invalidText(column: column)
          return
        }
      }
    }
  }

  private func cell(_ column: Int) -> Range<Int> {
    let index = record.firstCell + column
    let start = column == 0 ? record.firstByte : Int(cellEnds[index - 1])
    return start..<Int(cellEnds[index])
  }

  private func isBlank(_ range: Range<Int>) -> Bool {
    var index = range.lowerBound
    while index < range.upperBound {
      switch arena[index] {
      case 0x20, 0x09, 0x0A, 0x0D: index += 1
      case 0xC2 where index + 1 < range.upperBound && arena[index + 1] == 0xA0: index += 2
      default: return false
      }
    }
    return true
  }
}
