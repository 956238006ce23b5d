/// A Certified Mail label, 4 by 6 inches, as the sandbox hands it out: everything a real one shows,
/// marked as a specimen that pays no postage.
package struct CertifiedMailLabel: Sendable {
  package var sender: LabelAddress
  package var recipient: LabelAddress
  /// The API's name of the class: `certified_return_receipt`.
  package var mailClass: String
  package var trackingNumber: TrackingNumber
  /// The sender's own text; may be empty.
  package var reference: String

  package init(
    sender: LabelAddress, recipient: LabelAddress, mailClass: String,
    trackingNumber: TrackingNumber, reference: String
  ) {
    self.sender = sender
    self.recipient = recipient
    self.mailClass = mailClass
    self.trackingNumber = trackingNumber
    self.reference = reference
  }

  /// The label as a PDF file of one page, 288 by 432 points; the same label gives the same bytes.
  package func pdf() -> [UInt8] {
    let title = "Certified Mail label \(trackingNumber.digits) (specimen)"
    return PDFDocument(title: title, pages: [page()]).bytes()
  }

  /// The label as a page.
  func page() -> PDFPage {
    var page = PDFPage(width: LabelGrid.width, height: LabelGrid.height)
    let grid = LabelGrid.self
    page.frame(
      x: grid.margin, y: grid.margin, width: grid.inner, height: grid.height - 2 * grid.margin,
      pen: 1)
    for y in [grid.bannerTop, grid.bannerBottom, grid.senderBottom] {
      page.rule(x: grid.margin, y: y, length: grid.inner, pen: 1)
    }
    drawHead(on: &page)
    drawSender(on: &page)
    drawRecipient(on: &page)
    drawBarcode(on: &page)
    drawFoot(on: &page)
    return page
  }

  /// What the barcode holds: FNC1, `420` and the ZIP's five digits, FNC1, the 22 digits.
  ///
  /// Without a usable ZIP only the tracking number is encoded.
  var barcode: Code128 {
    let routing = recipient.zip5.map { ["420" + $0] } ?? []
    let elements = (routing + [trackingNumber.digits]).flatMap { text in
      [Code128.Element.fnc1] + text.utf8.map { .ascii($0) }
    }
    return Code128(elements)
  }
}
