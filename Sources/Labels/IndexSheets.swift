import PDFPages

/// The sheets in front of the labels: which row is on which page, for whoever fills the envelopes.
struct IndexSheets {
  /// A row of the index.
  struct Line: Sendable {
    var entry: BinderEntry
    /// The page of the merged file that the label, or its gap page, starts on.
    var page: Int
    /// Why there is no label; `nil` when there is one.
    var gapReason: String?
  }

  private struct Column: Sendable {
    var title: String
    var width: Double
    var text: @Sendable (Line) -> String
  }

  /// How many rows go onto one letter-size sheet.
  static let rowsPerSheet = 50

  let title: String
  let lines: [Line]

  /// How many sheets `rows` rows need; at least one.
  static func count(rows: Int) -> Int { max(1, (rows + rowsPerSheet - 1) / rowsPerSheet) }

  private static let margin = 36.0
  private static let rowHeight = 12.6
  private static let gap = 6.0
  private static let body = TextStyle(.helvetica, 8)
  private static let head = TextStyle(.helveticaBold, 8)

  private static let columns = [
    Column(title: "Page", width: 34) { String($0.page) },
    Column(title: "Row", width: 36) { String($0.entry.row) },
    Column(title: "Reference", width: 110) { $0.entry.reference },
    Column(title: "Recipient", width: 138) { $0.entry.recipient },
    Column(title: "Tracking number", width: 124) { line in
      line.gapReason ?? grouped(line.entry.trackingNumber)
    },
    Column(title: "Document", width: 98) { $0.entry.document },
  ]

  /// The sheets, letter size, each with title, column heads and its number.
  func pages() -> [PDFPage] {
    let sheets = Self.count(rows: lines.count)
    return (0..<sheets).map { sheet in
      let rows = lines.dropFirst(sheet * Self.rowsPerSheet).prefix(Self.rowsPerSheet)
      return page(rows, footer: "Sheet \(sheet + 1) of \(sheets)")
    }
  }

  private func page(_ rows: ArraySlice<Line>, footer: String) -> PDFPage {
    var page = PDFPage(width: 612, height: 792)
    let inner = page.width - 2 * Self.margin
    let large = TextStyle(.helveticaBold, 14)
    let heading = WinAnsiText(title).shortened(to: inner, large)
    page.text(heading, x: Self.margin, y: 742, style: large)
    page.text(
      WinAnsiText(summary).shortened(to: inner, Self.body), x: Self.margin, y: 727,
      style: Self.body)
    draw(Self.columns.map(\.title), y: 708, style: Self.head, on: &page)
    page.rule(x: Self.margin, y: 704, length: inner, pen: 0.8)
    var y = 704 - Self.rowHeight
    for line in rows {
      var texts = Self.columns.map { $0.text(line) }
      // The reason for a gap may run on where no document is named.
      if line.gapReason != nil, texts.last?.isEmpty == true { texts.removeLast() }
      draw(texts, y: y + 3.6, style: line.gapReason == nil ? Self.body : Self.head, on: &page)
      page.rule(x: Self.margin, y: y, length: inner, pen: 0.2)
      y -= Self.rowHeight
    }
    page.text(WinAnsiText(footer), x: Self.margin, y: 30, style: Self.body)
    return page
  }

  private func draw(_ texts: [String], y: Double, style: TextStyle, on page: inout PDFPage) {
    var x = Self.margin
    for (index, text) in texts.enumerated() {
      // The last text has the room of the columns that are left.
      let isLast = index == texts.count - 1
      let columns = Self.columns[index...(isLast ? Self.columns.count - 1 : index)]
      let width = columns.reduce(0) { $0 + $1.width }
      page.text(
        WinAnsiText(text).shortened(to: width - Self.gap, style), x: x, y: y, style: style)
      x += width
    }
  }

  /// `48 labels, 2 without a label, matter 10234`.
  private var summary: String {
    let gaps = lines.count { $0.gapReason != nil }
    let labels = lines.count - gaps
    var text = labels == 1 ? "1 label" : "\(labels) labels"
    if gaps > 0 { text += ", \(gaps) without a label" }
    let matters = Set(lines.map(\.entry.matter))
    if matters.count == 1, let matter = matters.first, !matter.isEmpty {
      text += ", matter \(matter)"
    }
    return text
  }

  private static func grouped(_ tracking: String) -> String {
    TrackingNumber(tracking)?.grouped ?? tracking
  }
}
