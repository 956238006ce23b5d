import Foundation
import TestSupport
import Testing

@testable import PDFPages

struct Code128Tests {
  @Test func `every pattern is 11 modules with an even number of bar modules, the stop 13`() {
    #expect(Code128.patterns.count == 107)
    #expect(Set(Code128.patterns).count == 107)
    for pattern in Code128.patterns.dropLast() {
      #expect(pattern.count == 6)
      #expect(pattern.reduce(0, +) == 11)
      #expect((pattern[0] + pattern[2] + pattern[4]).isMultiple(of: 2))
    }
    #expect(Code128.patterns[106] == [2, 3, 3, 1, 1, 1, 2])
  }

  /// Published worked examples: `PJJ123C` in set A, `(01)60000116030603` in set C with FNC1.
  @Test(
    arguments: [
      ([103, 48, 42, 42, 17, 18, 19, 35], 54),
      ([105, 102, 1, 60, 0, 1, 16, 3, 6, 3], 71),
    ] as [([UInt8], UInt8)])
  func `the check symbol is the weighted sum modulo 103`(values: [UInt8], check: UInt8) {
    #expect(Code128.checkSymbol(values) == check)
  }

  @Test func `the GS1 example of a trade item is encoded as published`() throws {
    let values = try Code128.gs1(["0160000116030603"]).values
    #expect(values == [105, 102, 1, 60, 0, 1, 16, 3, 6, 3, 71, 106])
  }

  @Test(
    arguments: [
      ("", [105]),
      ("AIM", [104, 33, 41, 45]),
      ("12", [105, 12]),
      ("123", [105, 12, 100, 19]),
      ("1234", [105, 12, 34]),
      ("A1234", [104, 33, 99, 12, 34]),
      ("12345", [105, 12, 34, 100, 21]),
      ("\r\nA", [103, 77, 74, 33]),
      ("ab\tcd", [104, 65, 66, 98, 73, 67, 68]),
      ("\u{7F}", [104, 95]),
    ] as [(String, [UInt8])])
  func `the fewest symbols are used`(text: String, data: [UInt8]) throws {
    #expect(try Code128(text).values.dropLast(2) == data[...])
  }

  @Test func `what is not ASCII is refused by name`() {
    #expect(throws: Code128.NotEncodable(character: "é")) { try Code128("caf\u{E9}") }
    #expect(throws: Code128.NotEncodable(character: "\u{80}")) { try Code128.gs1(["\u{80}"]) }
  }

  @Test func `each element string starts with FNC1`() throws {
    let values = try Code128.gs1(["42095814", "9407"]).values
    #expect(values.dropLast(2) == [105, 102, 42, 9, 58, 14, 102, 94, 7])
  }

  @Test func `a scanner reads every digit pair and all three sets`() throws {
    let pairs = (0..<100).map { $0 < 10 ? "0\($0)" : "\($0)" }
    let texts =
      stride(from: 0, to: 100, by: 10).map { pairs[$0..<$0 + 10].joined() } + [
        "abcdefghijkl", "mnopqrstuvwxyz", "ABCDEFGHIJKLM", "NOPQRSTUVWXYZ", " !#$%&'()*+,-./",
        ":;<=>?@[]^_`{|}~", "a1234b56789C",
      ]
    #expect(try Set(read(texts)) == Set(texts), "unless a tool is missing")
  }

  /// What zbarimg reads off a page with `texts` as symbols; `texts` when a tool is missing.
  private func read(_ texts: [String]) throws -> [String] {
    guard let pdftoppm = InstalledTool("pdftoppm"), let zbarimg = InstalledTool("zbarimg") else {
      return texts
    }
    var page = PDFPage(width: 612, height: 792)
    for (index, text) in texts.enumerated() {
      let y = 740 - 42 * Double(index)
      page.bars(try Code128(text), x: 48, y: y, module: 1.92, height: 24)
    }
    let folder = try Scratch.folder()
    let file = folder.appending(path: "page.pdf")
    try Data(PDFDocument(title: "symbols", pages: [page]).bytes()).write(to: file)
    let image = folder.appending(path: "page").path
    _ = try pdftoppm.run(["-r", "150", "-png", "-singlefile", file.path, image])
    let output = try zbarimg.run([
      "--quiet", "--raw", "-Sdisable", "-Scode128.enable", image + ".png",
    ])
    return output.output.split(separator: "\n").map(String.init)
  }
}
