/// A label for certified mail on a page of 4 × 6 inches.
package struct CertifiedMailLabel: Sendable {
  package var senderLines: [String]
  package var recipientLines: [String]
  /// Five digits, for the barcode's route.
  package var zip5: String
  package var trackingNumber: String
  package var mailClass: String
  package var reference: String

  package init(
    senderLines: [String], recipientLines: [String], zip5: String, trackingNumber: String,
    mailClass: String, reference: String
  ) {
    self.senderLines = senderLines
    self.recipientLines = recipientLines
    self.zip5 = zip5
    self.trackingNumber = trackingNumber
    self.mailClass = mailClass
    self.reference = reference
  }

  private static let width = 288.0
  private static let height = 432.0
  private static let margin = 18.0

  /// The PDF, one page.
  package func pdf() -> [UInt8] {
    var page = PDFDocument.Page(width: Self.width, height: Self.height)
    var y = Self.height - 28
    for line in senderLines.filter({ !$0.isEmpty }) {
      page.text(Self.fitted(line, 60), x: Self.margin, y: y, size: 8)
      y -= 10
    }
    page.fill(x: Self.margin, y: 330, width: Self.width - 2 * Self.margin, height: 2)
    page.text("USPS CERTIFIED MAIL", x: Self.margin, y: 308, size: 18, font: .bold)
    page.text(
      mailClass.split(separator: "_").map { $0.prefix(1).uppercased() + $0.dropFirst() }
        .joined(separator: " "), x: Self.margin, y: 294, size: 9)
    page.fill(x: Self.margin, y: 286, width: Self.width - 2 * Self.margin, height: 2)
    y = 258
    for line in recipientLines.filter({ !$0.isEmpty }) {
      page.text(Self.fitted(line, 36), x: 36, y: y, size: 12, font: .bold)
      y -= 15
    }
    drawBarcode(on: &page)
    page.text(
      TrackingNumber.grouped(trackingNumber), x: 50, y: 82, size: 11, font: .bold)
    page.text("Ref: " + Self.fitted(reference, 48), x: Self.margin, y: 52, size: 8)
    page.text("SPECIMEN - NOT POSTAGE", x: Self.margin, y: 30, size: 8)
    var document = PDFDocument()
    document.add(page)
    return document.bytes()
  }

  /// A line with at most `count` characters, its end marked when it is cut.
  private static func fitted(_ line: String, _ count: Int) -> String {
    line.count <= count ? line : line.prefix(count - 3) + "..."
  }

  private func drawBarcode(on page: inout PDFDocument.Page) {
    guard let barcode = GS1Barcode(zip: zip5, trackingNumber: trackingNumber) else { return }
    let modules = Double(barcode.widths.reduce(0, +))
    let module = (Self.width - 2 * Self.margin) / (modules + 20)
    var x = Self.margin + 10 * module
    for (index, width) in barcode.widths.enumerated() {
      let size = Double(width) * module
      if index.isMultiple(of: 2) { page.fill(x: x, y: 100, width: size, height: 60) }
      x += size
    }
  }
}
