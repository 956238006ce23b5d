extension CertifiedMailLabel {
  static let specimen = "SPECIMEN – NOT POSTAGE"

  private typealias Grid = LabelGrid

  /// The service mark on the left, and on the right what stands in for postage.
  func drawHead(on page: inout PDFPage) {
    let box = Grid.height - Grid.margin - Grid.bannerTop
    page.fill(x: Grid.margin, y: Grid.bannerTop, width: 96, height: box)
    let mark = TextStyle(.helveticaBold, 15)
    page.text("CERTIFIED", centeredAt: 54, y: Grid.bannerTop + 29, style: mark, gray: 1)
    page.text("MAIL®", centeredAt: 54, y: Grid.bannerTop + 12, style: mark, gray: 1)
    page.frame(x: 164, y: Grid.bannerTop + 6, width: 112, height: box - 12, pen: 1)
    let words = TextStyle(.helveticaBold, 11)
    page.text("SPECIMEN –", centeredAt: 220, y: Grid.bannerTop + 32, style: words)
    page.text("NOT POSTAGE", centeredAt: 220, y: Grid.bannerTop + 19, style: words)
    let note = TextStyle(.helvetica, 6)
    page.text(
      "No postage and no fees were paid", centeredAt: 220, y: Grid.bannerTop + 10, style: note)
    let banner = TextStyle(.helveticaBold, 18)
    page.text(
      "USPS CERTIFIED MAIL®", centeredAt: Grid.width / 2, y: Grid.bannerBottom + 8, style: banner)
  }

  /// The return address on the left, on the right what the carrier is asked to do.
  func drawSender(on page: inout PDFPage) {
    let box = AddressBlock.Box(x: Grid.left, top: Grid.bannerBottom - 6, width: 150, height: 62)
    AddressBlock(sender, in: box, font: .helvetica, sizes: 5...9).draw(on: &page, in: box)
    var y = Grid.bannerBottom - 18
    for (index, line) in MailClassText.lines(mailClass).prefix(3).enumerated() {
      let font: PDFFont = index < 2 ? .helveticaBold : .helvetica
      let text = WinAnsiText(line)
      let width = Grid.right - 172
      var style = TextStyle(font, index < 2 ? 10 : 8)
      style.size = text.sizeThatFits(width, style, smallest: 5)
      let shown = text.shortened(to: width, style)
      page.text(shown, x: Grid.right - shown.width(style), y: y, style: style)
      y -= 12
    }
  }

  func drawRecipient(on page: inout PDFPage) {
    let caption = TextStyle(.helvetica, 7)
    page.text(WinAnsiText("TO:"), x: Grid.left, y: Grid.senderBottom - 12, style: caption)
    let box = AddressBlock.Box(
      x: Grid.left + 20, top: Grid.senderBottom - 5, width: Grid.right - Grid.left - 20, height: 94)
    AddressBlock(recipient, in: box, font: .helveticaBold, sizes: 7...14).draw(on: &page, in: box)
  }

  func drawBarcode(on page: inout PDFPage) {
    page.rule(x: Grid.margin, y: Grid.barcodeTop, length: Grid.inner, pen: 3)
    page.rule(x: Grid.margin, y: Grid.barcodeBottom, length: Grid.inner, pen: 3)
    let words = TextStyle(.helveticaBold, 11)
    let middle = Grid.width / 2
    page.text(
      "USPS CERTIFIED MAIL®", centeredAt: middle, y: Grid.barcodeTop - 14, style: words)
    let symbol = barcode
    let width = Double(symbol.moduleCount) * Grid.module
    let start = ((middle - width / 2) / Grid.dot).rounded() * Grid.dot
    page.bars(
      symbol, x: start, y: Grid.barcodeTop - 24 - Grid.barHeight, module: Grid.module,
      height: Grid.barHeight)
    page.text(
      trackingNumber.grouped, centeredAt: middle, y: Grid.barcodeBottom + 9, style: words)
  }

  func drawFoot(on page: inout PDFPage) {
    let width = Grid.right - Grid.left
    if !reference.isEmpty {
      let text = WinAnsiText("Reference: " + reference)
      var style = TextStyle(.helvetica, 9)
      style.size = text.sizeThatFits(width, style, smallest: 6)
      let shown = text.shortened(to: width, style)
      page.text(shown, x: Grid.left, y: Grid.barcodeBottom - 17, style: style)
    }
    page.text(
      Self.specimen, centeredAt: Grid.width / 2, y: Grid.margin + 9,
      style: TextStyle(.helveticaBold, 11))
  }
}

extension PDFPage {
  fileprivate mutating func text(
    _ text: String, centeredAt x: Double, y: Double, style: TextStyle, gray: Double = 0
  ) {
    let encoded = WinAnsiText(text)
    self.text(encoded, x: x - encoded.width(style) / 2, y: y, style: style, gray: gray)
  }
}
