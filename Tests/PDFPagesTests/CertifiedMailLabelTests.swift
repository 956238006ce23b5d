import Foundation
import TestSupport
import Testing

@testable import PDFPages

struct CertifiedMailLabelTests {
  @Test func `a label is one page of 4 by 6 inches that says what it is`() {
    let file = String(decoding: LabelSamples.label().pdf(), as: UTF8.self)
    #expect(file.contains("/MediaBox [0 0 288 432]"))
    #expect(file.contains("/Count 1"))
    #expect(file.contains("(SPECIMEN \\226 NOT POSTAGE)"))
    #expect(file.contains("(USPS CERTIFIED MAIL\\256)"))
    #expect(file.contains("(9407 1999 0003 2100 0000 11)"))
  }

  @Test func `the same label gives the same bytes`() {
    #expect(LabelSamples.label().pdf() == LabelSamples.label().pdf())
    #expect(LabelSamples.label().pdf() != LabelSamples.label(reference: "other").pdf())
  }

  @Test func `the barcode is FNC1 420 ZIP5 FNC1 and the number, all in code set C`() {
    let values = LabelSamples.label().barcode.values
    #expect(values.prefix(7) == [105, 102, 42, 9, 58, 14, 102])
    #expect(values[7..<18] == [94, 7, 19, 99, 0, 3, 21, 0, 0, 0, 11])
    #expect(values.count == 20 && values.last == 106)
  }

  @Test(arguments: ["", "1234", "123456", "95814x", "ABCDE"])
  func `a ZIP that is none stays out of the barcode`(zip: String) {
    var recipient = LabelSamples.recipient
    recipient.zip = zip
    #expect(LabelSamples.label(recipient: recipient).barcode.values.prefix(3) == [105, 102, 94])
  }

  @Test(arguments: LabelSamples.hardRecipients.indices)
  func `no text leaves its page, whatever the names are`(index: Int) {
    let address = LabelSamples.hardRecipients[index]
    let label = LabelSamples.label(
      sender: address, recipient: address, mailClass: address.name, reference: address.company)
    for run in TextRun.all(in: label.page()) {
      #expect(run.x >= LabelGrid.margin, "\(run)")
      #expect(run.x + run.width <= LabelGrid.width - LabelGrid.margin + 0.01, "\(run)")
      #expect(run.y >= LabelGrid.margin, "\(run)")
    }
  }

  @Test(arguments: LabelSamples.hardRecipients.indices)
  func `qpdf finds nothing wrong with a label`(index: Int) throws {
    guard let qpdf = InstalledTool("qpdf") else { return }
    let address = LabelSamples.hardRecipients[index]
    let folder = try Scratch.folder()
    let file = folder.appending(path: "label.pdf")
    let label = LabelSamples.label(sender: address, recipient: address)
    try Data(label.pdf()).write(to: file)
    let check = try qpdf.run(["--check", file.path])
    #expect(check.status == 0, "\(check.output)")
  }

  @Test func `the text can be copied out`() throws {
    guard let pdftotext = InstalledTool("pdftotext") else { return }
    let folder = try Scratch.folder()
    let file = folder.appending(path: "label.pdf")
    var recipient = LabelSamples.recipient
    recipient.name = "José Peña-Łukasz (Jr.)"
    try Data(LabelSamples.label(recipient: recipient).pdf()).write(to: file)
    let text = try pdftotext.run([file.path, "-"]).output
    for expected in [
      "José Peña-Lukasz (Jr.)", "Sacramento CA 95814-0001", "RETURN RECEIPT",
      "Reference: 2025-CV-01234", "SPECIMEN – NOT POSTAGE", "9407 1999 0003 2100 0000 11",
    ] {
      #expect(text.replacing("  ", with: " ").contains(expected), "\(text)")
    }
  }

  @Test func `a scanner reads the ZIP and the number at 300 dpi`() throws {
    guard let pdftoppm = InstalledTool("pdftoppm"), let zbarimg = InstalledTool("zbarimg") else {
      return
    }
    let folder = try Scratch.folder()
    let file = folder.appending(path: "label.pdf")
    try Data(LabelSamples.label().pdf()).write(to: file)
    let image = folder.appending(path: "label").path
    _ = try pdftoppm.run(["-r", "300", "-png", "-singlefile", file.path, image])
    let read = try zbarimg.run(["--quiet", image + ".png"])
    let digits = "9407199900032100000011"
    #expect(read.output == "CODE-128:42095814\u{1D}\(digits)\n")
  }
}
