package import Foundation
import PDFPages

/// Binds labels into one PDF in list order: index sheets first, then each row's label, or a page that
/// says why there is none.
///
/// The labels' pages are taken over as they are, whatever their size. The same labels make the same
/// bytes.
package struct LabelBinder: Sendable {
  /// How long one call of qpdf may take, in seconds; 250 labels take about one.
  package static let secondsMax = 300

  /// How many rows one file may have: what one printer run and one viewer still take.
  package static let rowsMax = 20_000

  private let path: String
  private let secondsMax: Int

  /// - Parameter path: where to look for `qpdf`, in the form of the variable `PATH`.
  package init(path: String, secondsMax: Int = LabelBinder.secondsMax) {
    self.path = path
    self.secondsMax = secondsMax
  }

  /// Whether `qpdf` is there.
  package var isAvailable: Bool {
    do throws(BinderError) {
      _ = try QPDF(path: path, secondsMax: secondsMax)
      return true
    } catch {
      return false
    }
  }

  /// Writes `output`, whole or not at all; a file of that name is replaced. Blocks meanwhile: seconds
  /// for thousands of labels.
  /// - Parameters:
  ///   - entries: at least one; bound by `position`.
  ///   - title: stands on the index sheets; a batch's name.
  ///   - output: in a folder that exists.
  package func bind(
    _ entries: [BinderEntry], title: String, to output: URL
  ) throws(BinderError) -> BoundLabels {
    guard !entries.isEmpty else { throw .nothingToBind }
    guard entries.count <= Self.rowsMax else {
      throw .tooManyRows(entries.count, max: Self.rowsMax)
    }
    let qpdf = try QPDF(path: path, secondsMax: secondsMax)
    let work = WorkFolder(for: output)
    try work.begin()
    defer { work.end() }
    let ordered = entries.sorted { ($0.position, $0.row) < ($1.position, $1.row) }
    let chunks = try bindChunks(ordered, qpdf: qpdf, work: work)
    let lines = Self.indexLines(ordered, chunks)
    let sheets = IndexSheets(title: title, lines: lines).pages()
    try work.write(PDFDocument(title: title, pages: sheets).bytes(), as: "index.pdf")
    let files = [work.file("index.pdf")] + chunks.map(\.file)
    let outcome = try qpdf.merge(
      files.flatMap { [$0.path, "1-z"] }, into: work.file("bound.pdf"))
    guard outcome.isDone else { throw .qpdfFailed(outcome.complaint) }
    try work.publish("bound.pdf")
    return Self.summary(output, lines, chunks, sheets: sheets.count)
  }

  private func bindChunks(
    _ entries: [BinderEntry], qpdf: QPDF, work: WorkFolder
  ) throws(BinderError) -> [BinderChunk.Bound] {
    let box = Self.mediaBox(of: entries)
    var chunks: [BinderChunk.Bound] = []
    for start in stride(from: 0, to: entries.count, by: BinderChunk.rowsMax) {
      if Task.isCancelled { throw .interrupted }
      let rows = Array(entries[start...].prefix(BinderChunk.rowsMax))
      let chunk = BinderChunk(
        entries: rows, base: work.file("chunk-\(start)"), qpdf: qpdf, box: box)
      chunks.append(try chunk.bind())
    }
    return chunks
  }

  /// The size of the first label that tells it.
  private static func mediaBox(of entries: [BinderEntry]) -> MediaBox {
    for file in entries.lazy.compactMap(\.file).prefix(3) {
      // A label that cannot be read gets its own gap page later; here only its size would matter.
      guard let data = try? Data(contentsOf: file) else { continue }
      if let box = MediaBox(in: Array(data)) { return box }
    }
    return .usual
  }

  private static func indexLines(
    _ entries: [BinderEntry], _ chunks: [BinderChunk.Bound]
  ) -> [IndexSheets.Line] {
    var page = IndexSheets.count(rows: entries.count) + 1
    return zip(entries, chunks.lazy.flatMap(\.rows)).map { entry, row in
      defer { page += row.pages }
      return IndexSheets.Line(entry: entry, page: page, gapReason: row.gapReason)
    }
  }

  private static func summary(
    _ output: URL, _ lines: [IndexSheets.Line], _ chunks: [BinderChunk.Bound], sheets: Int
  ) -> BoundLabels {
    let gaps = lines.compactMap { line in
      line.gapReason.map { BoundLabels.Gap(row: line.entry.row, reason: $0) }
    }
    let pages = chunks.flatMap(\.rows).reduce(sheets) { $0 + $1.pages }
    return BoundLabels(
      file: output, pages: pages, indexSheets: sheets, labels: lines.count - gaps.count, gaps: gaps)
  }
}
