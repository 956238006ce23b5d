import Foundation
import TestSupport
import Testing

@testable import PDFPages

struct PDFDocumentTests {
  private func document(pages: Int) -> PDFDocument {
    let pages = (0..<pages).map { number in
      var page = PDFPage(width: 612, height: 792)
      page.text(WinAnsiText("page \(number)"), x: 72, y: 700, style: TextStyle(.courier, 12))
      page.rule(x: 72, y: 690, length: 100.5, pen: 0.25)
      return page
    }
    return PDFDocument(title: "Ünïted (test)", pages: pages)
  }

  @Test(arguments: [0, 1, 2, 300])
  func `qpdf counts the pages and finds nothing wrong`(pages: Int) throws {
    guard let qpdf = InstalledTool("qpdf") else { return }
    let folder = try Scratch.folder()
    let file = folder.appending(path: "document.pdf")
    try Data(document(pages: pages).bytes()).write(to: file)
    #expect(try qpdf.run(["--check", file.path]).status == 0)
    let count = try qpdf.run(["--show-npages", file.path]).output
    #expect(count == "\(max(1, pages))\n")
  }

  @Test func `each cross-reference entry has 20 bytes and points at its object`() throws {
    let bytes = document(pages: 12).bytes()
    let text = String(decoding: bytes, as: Unicode.ASCII.self)
    let table = try #require(text.components(separatedBy: "xref\n").dropFirst().first)
    let entries = table.split(separator: "\n").dropFirst(2).prefix { $0.hasSuffix(" n ") }
    #expect(entries.count == 3 + 1 + 2 * 12)
    for (index, entry) in entries.enumerated() {
      #expect(entry.utf8.count == 19)
      let offset = try #require(Int(entry.prefix(10)))
      let object = "\(index + 1) 0 obj\n"
      #expect(String(decoding: bytes[offset..<offset + object.utf8.count], as: UTF8.self) == object)
    }
  }

  @Test func `the title may have any characters`() {
    let file = String(decoding: document(pages: 1).bytes(), as: UTF8.self)
    #expect(file.contains("/Title <FEFF00DC006E00EF0074006500640020002800740065007300740029>"))
  }

  @Test func `no time and no random id is written`() {
    let file = String(decoding: document(pages: 2).bytes(), as: UTF8.self)
    #expect(!file.contains("/CreationDate") && !file.contains("/ID"))
    #expect(document(pages: 2).bytes() == document(pages: 2).bytes())
  }

  @Test(
    arguments: [
      (0, "0"), (-0.0004, "0"), (1, "1"), (-1.5, "-1.5"), (0.96, "0.96"), (10.005, "10.005"),
      (2.9996, "3"), (1_000, "1000"), (40_000, "32767"), (-Double.infinity, "-32767"),
      (.nan, "0"),
    ] as [(Double, String)])
  func `numbers have at most three decimals and no exponent`(value: Double, text: String) {
    #expect(PDFNumber.text(value) == text)
  }
}
