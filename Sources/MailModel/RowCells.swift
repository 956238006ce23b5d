/// A row's own columns as they came, in their order: UTF-8 bytes end to end, and where each ends.
///
/// One buffer a row instead of one string a cell, so that a million rows cost no allocation each
/// when the caller uses one value again and again.
package struct RowCells: Hashable, Sendable {
  /// The text of all cells, one after the other, without separators.
  package private(set) var bytes: [UInt8] = []
  /// For each cell the index in `bytes` after its last byte.
  package private(set) var ends: [Int] = []

  package init() {}

  package init(_ cells: some Sequence<String>) {
    for cell in cells { append(cell.utf8) }
  }

  /// How many cells there are.
  package var count: Int { ends.count }

  /// Adds a cell at the end; `text` is UTF-8.
  @inlinable package mutating func append(_ text: some Sequence<UInt8>) {
    let whole: Void? = text.withContiguousStorageIfAvailable { append(buffer: $0) }
    if whole == nil { append(Array(text)) }
  }

  /// Adds a cell at the end from a contiguous buffer of UTF-8.
  package mutating func append(buffer: UnsafeBufferPointer<UInt8>) {
    bytes.append(contentsOf: buffer)
    ends.append(bytes.count)
  }

  /// Makes room for so much, where the caller knows it beforehand.
  package mutating func reserve(bytes count: Int, cells: Int) {
    bytes.reserveCapacity(count)
    ends.reserveCapacity(cells)
  }

  /// Empties the row and keeps its memory for the next one.
  package mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
  }

  /// Where cell `index` lies in `bytes`.
  package func range(_ index: Int) -> Range<Int> {
    (index == 0 ? 0 : ends[index - 1])..<ends[index]
  }

  /// The cells as texts.
  package var texts: [String] { (0..<count).map { self[$0] } }

  /// Cell `index` as text.
  package subscript(index: Int) -> String { String(decoding: bytes[range(index)], as: UTF8.self) }
}
