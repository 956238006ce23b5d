/// A PDF 1.4 file (ISO 32000-1) made of pages of text, lines and bars.
///
/// The same pages always give the same bytes: no time stamp and no random id is written. Only the
/// standard 14 fonts are used, so nothing is embedded, and the text can be searched and copied.
package struct PDFDocument: Sendable {
  /// What readers show in their title bar.
  package var title: String
  package var pages: [PDFPage]

  package init(title: String, pages: [PDFPage]) {
    self.title = title
    self.pages = pages
  }

  /// The file. A document without a page gets one empty letter page, as PDF demands one.
  package func bytes() -> [UInt8] {
    var file = PDFObjects()
    let pages = pages.isEmpty ? [PDFPage(width: 612, height: 792)] : pages
    let fonts = PDFFont.allCases.filter { font in pages.contains { $0.fonts.contains(font) } }
    file.add("<< /Type /Catalog /Pages 2 0 R >>")
    file.add(pageTree(count: pages.count, firstPage: 4 + fonts.count))
    file.add("<< /Title \(Self.textString(title)) /Producer (certmail) >>")
    for font in fonts { file.add(font.dictionary) }
    let resources = fontResources(fonts)
    for page in pages {
      file.add(pageDictionary(page, resources: resources, contents: file.nextNumber + 1))
      file.addStream(page.content)
    }
    return file.finish(root: 1, info: 3)
  }

  private func pageTree(count: Int, firstPage: Int) -> String {
    let kids = (0..<count).map { "\(firstPage + 2 * $0) 0 R" }.joined(separator: " ")
    return "<< /Type /Pages /Kids [\(kids)] /Count \(count) >>"
  }

  private func fontResources(_ fonts: [PDFFont]) -> String {
    fonts.enumerated().map { "/\($1.resourceName) \(4 + $0) 0 R" }.joined(separator: " ")
  }

  private func pageDictionary(_ page: PDFPage, resources: String, contents: Int) -> String {
    let width = PDFNumber.text(page.width)
    let height = PDFNumber.text(page.height)
    return "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 \(width) \(height)] "
      + "/Resources << /Font << \(resources) >> >> /Contents \(contents) 0 R >>"
  }

  /// A text string outside of page content: UTF-16 with its mark, as hexadecimal (7.9.2.2).
  private static func textString(_ text: String) -> String {
    let digits = Array("0123456789ABCDEF")
    var hexadecimal = "<FEFF"
    for unit in text.utf16 {
      for shift in [12, 8, 4, 0] { hexadecimal.append(digits[Int(unit >> shift) & 15]) }
    }
    return hexadecimal + ">"
  }
}
