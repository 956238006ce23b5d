import PDFPages

/// The page that stands where a label is missing, so that the stack of paper keeps its order.
struct GapPage {
  let entry: BinderEntry
  let reason: String

  private static let margin = 18.0

  /// The page, as large as the labels around it.
  func page(_ box: MediaBox) -> PDFPage {
    var page = PDFPage(width: box.width, height: box.height)
    let inner = box.width - 2 * Self.margin
    page.frame(
      x: Self.margin / 2, y: Self.margin / 2, width: box.width - Self.margin,
      height: box.height - Self.margin, pen: 2)
    var y = box.height - Self.margin
    for (text, style, linesMax) in paragraphs {
      for line in WinAnsiText(text).wrapped(to: inner, style, linesMax: linesMax) {
        y -= style.size * 1.2
        guard y > Self.margin else { return page }
        page.text(line, x: Self.margin, y: y, style: style)
      }
      y -= 6
    }
    return page
  }

  private var paragraphs: [(text: String, style: TextStyle, linesMax: Int)] {
    [
      ("No label for row \(entry.row): \(reason)", TextStyle(.helveticaBold, 14), 6),
      (
        entry.reference.isEmpty ? "" : "Reference: \(entry.reference)", TextStyle(.helvetica, 11), 2
      ),
      (entry.recipient.isEmpty ? "" : "To: \(entry.recipient)", TextStyle(.helvetica, 11), 2),
      (entry.matter.isEmpty ? "" : "Matter: \(entry.matter)", TextStyle(.helvetica, 11), 2),
      ("Do not send this page.", TextStyle(.helvetica, 9), 1),
    ]
  }
}
