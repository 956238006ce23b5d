/// A small PDF (ISO 32000-1): pages with text in the standard fonts, and rectangles.
///
/// The same content is the same bytes: no time, no random id.
package struct PDFDocument: Sendable {
  /// A standard font that every reader has; WinAnsi encoded.
  package enum Font: Int, CaseIterable, Sendable {
    case regular, bold, mono

    var name: String {
      switch self {
      case .regular: "Helvetica"
      case .bold: "Helvetica-Bold"
      case .mono: "Courier"
      }
    }
  }

  /// One page; the origin is the lower left corner, the unit a point (1/72 inch).
  package struct Page: Sendable {
    let width: Double
    let height: Double
    private(set) var content: [UInt8] = []

    package init(width: Double, height: Double) {
      self.width = width
      self.height = height
    }

    /// Fills a rectangle in black.
    package mutating func fill(x: Double, y: Double, width: Double, height: Double) {
      content += Array("\(x) \(y) \(width) \(height) re f\n".utf8)
    }

    /// Writes one line of text from its base line's left end.
    package mutating func text(
      _ text: String, x: Double, y: Double, size: Double, font: Font = .regular
    ) {
      content += Array("BT /F\(font.rawValue) \(size) Tf \(x) \(y) Td (".utf8)
      for byte in WinAnsi.bytes(text) {
        if byte == 0x28 || byte == 0x29 || byte == 0x5C { content.append(0x5C) }
        content.append(byte)
      }
      content += Array(") Tj ET\n".utf8)
    }
  }

  private var pages: [Page] = []

  package init() {}

  package mutating func add(_ page: Page) { pages.append(page) }

  /// The file's bytes.
  package func bytes() -> [UInt8] {
    var file: [UInt8] = Array("%PDF-1.4\n%".utf8) + [0xE2, 0xE3, 0xCF, 0xD3, 0x0A]
    var offsets: [Int] = []
    func object(_ body: [UInt8], _ file: inout [UInt8]) {
      offsets.append(file.count)
      file += Array("\(offsets.count) 0 obj\n".utf8) + body + Array("\nendobj\n".utf8)
    }
    let firstPage = 3 + Font.allCases.count
    let kids = pages.indices.map { "\(firstPage + 2 * $0) 0 R" }.joined(separator: " ")
    object(Array("<< /Type /Catalog /Pages 2 0 R >>".utf8), &file)
    object(Array("<< /Type /Pages /Kids [\(kids)] /Count \(pages.count) >>".utf8), &file)
    for font in Font.allCases {
      let encoding = "/Encoding /WinAnsiEncoding"
      object(
        Array("<< /Type /Font /Subtype /Type1 /BaseFont /\(font.name) \(encoding) >>".utf8), &file)
    }
    let fonts = Font.allCases.map { "/F\($0.rawValue) \(3 + $0.rawValue) 0 R" }.joined(
      separator: " ")
    for (index, page) in pages.enumerated() {
      let box = "/MediaBox [0 0 \(page.width) \(page.height)]"
      object(
        Array(
          "<< /Type /Page /Parent 2 0 R \(box) /Resources << /Font << \(fonts) >> >> /Contents \(firstPage + 2 * index + 1) 0 R >>"
            .utf8), &file)
      object(
        Array("<< /Length \(page.content.count) >>\nstream\n".utf8) + page.content
          + Array("endstream".utf8), &file)
    }
    let start = file.count
    file += Array("xref\n0 \(offsets.count + 1)\n0000000000 65535 f \n".utf8)
    for offset in offsets {
      let digits = String(offset)
      file += Array(
        (String(repeating: "0", count: 10 - digits.count) + digits + " 00000 n \n").utf8)
    }
    let trailer =
      "trailer\n<< /Size \(offsets.count + 1) /Root 1 0 R >>\nstartxref\n\(start)\n%%EOF\n"
    return file + Array(trailer.utf8)
  }
}

/// Text in the encoding of PDF's standard fonts; what it lacks is shown as `?`.
enum WinAnsi {
  static func bytes(_ text: String) -> [UInt8] {
    text.unicodeScalars.map { scalar in
      switch scalar.value {
      case 0x20...0x7E, 0xA0...0xFF: UInt8(scalar.value)
      case 0x2018: 0x91
      case 0x2019: 0x92
      case 0x201C: 0x93
      case 0x201D: 0x94
      case 0x2013: 0x96
      case 0x2014: 0x97
      case 0x2026: 0x85
      default: UInt8(ascii: "?")
      }
    }
  }
}
