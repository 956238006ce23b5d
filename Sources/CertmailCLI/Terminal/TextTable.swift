/// A table for a terminal: a line of headings and a line a row, in columns.
package struct TextTable: Hashable, Sendable {
  /// How the cells of a column stand.
  package enum Alignment: Hashable, Sendable {
    /// Text.
    case left
    /// Numbers and amounts.
    case right
  }

  /// One column.
  package struct Column: Hashable, Sendable {
    package var heading: String
    package var alignment: Alignment

    package init(_ heading: String, _ alignment: Alignment = .left) {
      self.heading = heading
      self.alignment = alignment
    }
  }

  package var columns: [Column]
  /// Each has a cell a column; missing ones are empty.
  package var rows: [[String]]
  /// A line below the table, which makes no column wider.
  package var note: String?

  /// What stands between two columns.
  static let gap = "  "

  /// No text column becomes narrower than this, however narrow the terminal is.
  static let columnWidthMin = 6

  package init(_ columns: [Column], rows: [[String]] = []) {
    self.columns = columns
    self.rows = rows
  }

  /// The lines of the table; `width` is the terminal's, `nil` when nothing is to be cut.
  ///
  /// Where the table is too wide, the widest text columns give way and cells end in `…`; numbers are
  /// never cut, because half an amount is a wrong amount.
  package func lines(width: Int?) -> [String] {
    let cells = ([columns.map(\.heading)] + rows).map { row in
      columns.indices.map { $0 < row.count ? DisplayWidth.harmless(row[$0]) : "" }
    }
    let widths = widths(of: cells, limit: width)
    let lines = cells.map { row in
      let line = columns.indices.map { cell(row[$0], widths[$0], columns[$0].alignment) }
      return String(line.joined(separator: Self.gap).reversed().drop { $0 == " " }.reversed())
    }
    return lines + (note.map { [DisplayWidth.harmless($0)] } ?? [])
  }

  private func widths(of cells: [[String]], limit: Int?) -> [Int] {
    var widths = columns.indices.map { column in
      cells.map { DisplayWidth.columns($0[column]) }.max() ?? 0
    }
    guard let limit else { return widths }
    let gaps = Self.gap.count * max(0, columns.count - 1)
    var surplus = widths.reduce(gaps, +) - limit
    while surplus > 0 {
      let texts = columns.indices.filter {
        columns[$0].alignment == .left && widths[$0] > Self.columnWidthMin
      }
      guard let widest = texts.max(by: { widths[$0] < widths[$1] }) else { break }
      widths[widest] -= 1
      surplus -= 1
    }
    return widths
  }

  private func cell(_ text: String, _ width: Int, _ alignment: Alignment) -> String {
    let shown = DisplayWidth.cut(text, to: width)
    let blanks = String(repeating: " ", count: width - DisplayWidth.columns(shown))
    return alignment == .left ? shown + blanks : blanks + shown
  }
}
