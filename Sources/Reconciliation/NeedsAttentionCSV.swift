package import MailModel

/// `needs-attention.csv`: the invalid and refused rows, to be corrected and imported again.
///
/// The own columns are untouched but for the guard against formulas; `certmail_row` (`HASH6:ROW`)
/// names the row that a corrected one repairs.
package struct NeedsAttentionCSV {
  /// Our columns, in their order. `certmail_row` keeps its name always: the importer looks for it.
  package static let columns = ["row", "code", "message", "hint", RowField.certmailRow.rawValue]

  /// How many rows were written; with none the file should not be there.
  package private(set) var rowCount = 0

  private let hash6: String
  private let own: OwnColumns
  private var out: OutputBuffer

  /// Starts the file.
  /// - Parameter totals: of the first pass; only its widest row counts here.
  package init(_ header: ReportHeader, totals: BatchTotals, to sink: any ByteSink) {
    hash6 = header.batchHash6
    own = OwnColumns(header.columns, cellsMax: totals.cellsMax)
    out = OutputBuffer(sink)
    out.byteOrderMark()
    let last = Self.columns.count - 1
    own.writeHeader(Self.columns[..<last].map(own.name) + [Self.columns[last]], to: &out)
  }

  /// Whether a row in `state` belongs in this file.
  package static func takes(_ state: MailingState) -> Bool {
    state == .invalid || state == .refused
  }

  /// Writes the row if it is one to correct; any other is passed over.
  package mutating func add(_ entry: borrowing ReportEntry) throws {
    guard Self.takes(entry.state) else { return }
    rowCount += 1
    own.write(entry.cells, to: &out)
    out.number(entry.row)
    out.comma()
    out.csv(entry.code)
    out.comma()
    out.csv(entry.message)
    out.comma()
    out.csv(entry.hint)
    out.comma()
    out.raw(string: hash6)
    out.byte(UInt8(ascii: ":"))
    out.number(entry.row)
    out.endRecord()
    try out.flushIfFull()
  }

  /// Hands the last bytes on.
  package mutating func finish() throws { try out.flush() }
}
