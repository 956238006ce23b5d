@testable import PDFPages

/// A piece of text found again in a page's content, to see whether it stays inside.
struct TextRun: CustomStringConvertible {
  var x: Double
  var y: Double
  var width: Double
  var description: String

  /// Reads the `BT … ET` lines that `PDFPage` writes.
  static func all(in page: PDFPage) -> [TextRun] {
    String(decoding: page.content, as: UTF8.self).split(separator: "\n").compactMap(read)
  }

  private static func read(_ line: Substring) -> TextRun? {
    guard line.hasSuffix(" Tj ET"), let open = line.firstIndex(of: "(") else { return nil }
    let words = line[..<open].split(separator: " ")
    // gray g BT /font size Tf x y Td
    guard words.count == 9,
      let font = PDFFont.allCases.first(where: { "/" + $0.resourceName == words[3] }),
      let size = Double(words[4]), let x = Double(words[6]), let y = Double(words[7])
    else { return nil }
    let text = WinAnsiText(codes: decode(line[open...].dropFirst().dropLast(" Tj ET".count + 1)))
    return TextRun(x: x, y: y, width: text.width(TextStyle(font, size)), description: String(line))
  }

  private static func decode(_ literal: Substring) -> [UInt8] {
    var codes: [UInt8] = []
    var bytes = Array(literal.utf8)[...]
    while let byte = bytes.popFirst() {
      guard byte == UInt8(ascii: "\\"), let next = bytes.first else {
        codes.append(byte)
        continue
      }
      if 0x30...0x37 ~= next {
        codes.append(bytes.prefix(3).reduce(0) { $0 &* 8 &+ ($1 - 0x30) })
        bytes = bytes.dropFirst(3)
      } else {
        codes.append(next)
        bytes = bytes.dropFirst()
      }
    }
    return codes
  }
}
