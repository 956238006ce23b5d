import MailModel

/// The input's own columns in a CSV report, and our columns' names beside them.
///
/// A row may have more cells than the header (a comma that was not quoted): they get columns
/// `extra_1`, `extra_2`, … so that nothing that came in is lost and no column shifts.
struct OwnColumns {
  /// How many columns beyond the header's a report has; what is more is joined in the last one.
  static let extraMax = 20
  /// What our column's name starts with when the input has a column of the same name.
  static let prefix = "certmail_"

  private let names: [String]
  private let cellCount: Int

  /// - Parameter cellsMax: the most cells of any row.
  init(_ columns: [String], cellsMax: Int) {
    let extra = min(max(0, cellsMax - columns.count), Self.extraMax)
    names = columns + (0..<extra).map { "extra_\($0 + 1)" }
    cellCount = names.count
  }

  /// Our column's name, which no own column has, nor the one by which a repaired row is known.
  func name(_ ours: String) -> String {
    var name = ours
    while names.contains(name) || name == RowField.certmailRow.rawValue {
      name = Self.prefix + name
    }
    return name
  }

  /// Appends all own names and then `ours`, and ends the record.
  func writeHeader(_ ours: [String], to out: inout OutputBuffer) {
    for name in names {
      out.csv(name)
      out.comma()
    }
    for (index, name) in ours.enumerated() {
      if index > 0 { out.comma() }
      out.csv(name)
    }
    out.endRecord()
  }

  /// Appends a row's own cells, each with a comma after it.
  func write(_ cells: borrowing RowCells, to out: inout OutputBuffer) {
    let joins = cells.count > cellCount
    let plain = joins ? max(0, cellCount - 1) : min(cells.count, cellCount)
    cells.bytes.withUnsafeBufferPointer { bytes in
      var start = 0
      for index in 0..<plain {
        let end = cells.ends[index]
        out.csv(buffer: UnsafeBufferPointer(rebasing: bytes[start..<end]))
        out.comma()
        start = end
      }
    }
    if joins, cellCount > 0 {
      out.csv((plain..<cells.count).map { cells[$0] }.joined(separator: ","))
      out.comma()
    }
    for _ in min(cells.count, cellCount)..<cellCount { out.comma() }
  }
}
