/// A font at a size in points.
package struct TextStyle: Hashable, Sendable {
  package var font: PDFFont
  package var size: Double

  package init(_ font: PDFFont, _ size: Double) {
    self.font = font
    self.size = size
  }
}
