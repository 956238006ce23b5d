import PDFPages
import Testing

@testable import Labels

struct IndexSheetsTests {
  private func lines(_ count: Int, text: String = "x") -> [IndexSheets.Line] {
    (0..<count).map { number in
      let entry = BinderEntry(
        row: number + 2, position: number + 1, reference: text, recipient: text,
        trackingNumber: text, document: text, matter: text)
      return IndexSheets.Line(entry: entry, page: number + 2)
    }
  }

  /// What is printed on pages, piece by piece.
  private static func texts(of pages: [PDFPage]) -> [Substring] {
    String(decoding: PDFDocument(title: "t", pages: pages).bytes(), as: UTF8.self)
      .split(separator: " Tj").dropLast().compactMap { $0.split(separator: "(").last?.dropLast() }
  }

  @Test func `a sheet names its columns, its rows and its number`() {
    #expect(
      Self.texts(of: IndexSheets(title: "notices", lines: lines(1)).pages()) == [
        "notices", "1 label, matter x", "Page", "Row", "Reference", "Recipient", "Tracking number",
        "Document", "2", "2", "x", "x", "x", "x", "Sheet 1 of 1",
      ])
  }

  @Test(arguments: [(0, 1), (1, 1), (50, 1), (51, 2), (100, 2), (101, 3)])
  func `a sheet takes fifty rows`(rows: Int, sheets: Int) {
    #expect(IndexSheets.count(rows: rows) == sheets)
    #expect(IndexSheets(title: "t", lines: lines(rows)).pages().count == sheets)
  }

  @Test func `long texts are cut, so that columns do not run into each other`() {
    let long = String(repeating: "iiii ", count: 100)
    let pages = IndexSheets(title: "t", lines: lines(50, text: long)).pages()
    let bytes = PDFDocument(title: "t", pages: pages).bytes()
    // 16 times fit into the widest column, 138 points; the heading alone has room for 81.
    let rows = String(decoding: bytes, as: UTF8.self).split(separator: "\n").dropFirst(20)
    let cells = rows.filter { $0.contains("iiii") && !$0.contains("matter") }
    #expect(cells.count == 50 * 4)
    #expect(cells.allSatisfy { !$0.contains(String(repeating: "iiii ", count: 17)) })
    #expect(LabelCheck.fault(in: bytes) == nil)
  }

  @Test(arguments: [("", true), ("notice.pdf", false)])
  func `why a row has no label runs on where no document is named`(
    document: String, isWhole: Bool
  ) {
    let entry = BinderEntry(
      row: 2, position: 1, reference: "A", recipient: "B", document: document, matter: "")
    let line = IndexSheets.Line(
      entry: entry, page: 2, gapReason: "not mailed: no ZIP of NY starts with 9")
    let pages = IndexSheets(title: "t", lines: [line]).pages()
    let text = String(decoding: PDFDocument(title: "t", pages: pages).bytes(), as: UTF8.self)
    #expect(text.contains("(not mailed: no ZIP of NY starts with 9)") == isWhole)
  }

  @Test(
    arguments: [
      ("/MediaBox [0 0 288 432]", MediaBox(width: 288, height: 432)),
      ("/MediaBox[ 10 20.5 300 400.5 ]", MediaBox(width: 290, height: 380)),
      ("/MediaBox\n[432 288 0 0]", MediaBox(width: 432, height: 288)),
      ("/MediaBox [0 0 72 14400]", MediaBox(width: 72, height: 14_400)),
      ("/MediaBox [0 0 71.9 432]", nil), ("/MediaBox [0 0 288 14400.1]", nil),
      ("/MediaBox [0 0 288]", nil), ("/MediaBox 12 0 R", nil), ("/MediaBox [0 0 nan inf]", nil),
      ("/MediaBox [", nil), ("/MediaBo", nil), ("", nil),
    ] as [(String, MediaBox?)])
  func `the size of a page is read, and nonsense is not`(text: String, box: MediaBox?) {
    #expect(MediaBox(in: Array(("%PDF-1.4 " + text).utf8)) == box)
  }

  @Test func `a gap page says what is missing, of whom, and that it is not to be sent`() {
    let entry = BinderEntry(
      row: 14, position: 1, reference: "CASE-1", recipient: "Ana Reyes", matter: "M-1")
    let page = GapPage(entry: entry, reason: "not mailed: refused").page(.usual)
    #expect(
      Self.texts(of: [page]) == [
        "No label for row 14: not mailed:", "refused", "Reference: CASE-1", "To: Ana Reyes",
        "Matter: M-1", "Do not send this page.",
      ])
  }

  @Test func `a gap page shows what fits, on the smallest page and with the longest reason`() {
    let long = String(repeating: "reason ", count: 200)
    let entry = BinderEntry(
      row: 14, position: 1, reference: long, recipient: long, matter: long)
    for box in [MediaBox(width: 72, height: 72), .usual] {
      let page = GapPage(entry: entry, reason: long).page(box)
      let bytes = PDFDocument(title: "gap", pages: [page]).bytes()
      #expect(String(decoding: bytes, as: UTF8.self).contains("(No"))
    }
  }
}
