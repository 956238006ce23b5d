import MailModel

/// A row's own cells as they came, without storing twice what the mailing's fields hold already.
///
/// Layout: for each cell a LEB128 number, 0 for "equal to its field's value", else the cell's
/// byte count plus one, then that many bytes. Trailing zeros are left out, so that a row whose
/// cells all equal their fields takes no room at all.
package enum GivenRecord {
  /// Appends one cell to `bytes`; `isField` says that the cell equals its field's stored value.
  package static func append(_ cell: Span<UInt8>, isField: Bool, to bytes: inout [UInt8]) {
    if isField {
      bytes.append(0)
      return
    }
    var count = cell.count + 1
    while count >= 0x80 {
      bytes.append(UInt8(count & 0x7F) | 0x80)
      count >>= 7
    }
    bytes.append(UInt8(count))
    cell.withUnsafeBufferPointer { bytes.append(contentsOf: $0) }
  }

  /// Appends the cells of a record of `count` columns to `cells`.
  /// - Parameter field: appends the stored value of a column's field.
  static func read(
    _ record: UnsafeBufferPointer<UInt8>, count: Int, to cells: inout RowCells,
    field: (_ column: Int, inout RowCells) -> Void
  ) {
    var at = record.startIndex
    while at < record.endIndex {
      let length = number(record, &at)
      guard length > 0 else {
        field(cells.count, &cells)
        continue
      }
      let end = min(at + length - 1, record.endIndex)
      cells.append(buffer: UnsafeBufferPointer(rebasing: record[at..<end]))
      at = end
    }
    while cells.count < count { field(cells.count, &cells) }
  }

  /// How many cells a record of `columns` columns has.
  static func count(_ record: UnsafeBufferPointer<UInt8>, columns: Int) -> Int {
    var count = 0
    var at = record.startIndex
    while at < record.endIndex {
      at += max(0, number(record, &at) - 1)
      count += 1
    }
    return max(count, columns)
  }

  private static func number(_ record: UnsafeBufferPointer<UInt8>, _ at: inout Int) -> Int {
    var value = 0
    var shift = 0
    while at < record.endIndex, shift < 56 {
      let byte = record[at]
      at += 1
      value |= Int(byte & 0x7F) << shift
      if byte < 0x80 { break }
      shift += 7
    }
    return value
  }
}
