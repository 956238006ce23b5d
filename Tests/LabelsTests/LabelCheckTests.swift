import TestSupport
import Testing

@testable import Labels

struct LabelCheckTests {
  private let label = LabelSamples.pdf()

  /// A frame of a file with `middle`, padded to the least length.
  private func file(_ end: String) -> [UInt8] {
    Array(("%PDF-1.7\n" + String(repeating: "%", count: 100) + "\n" + end).utf8)
  }

  @Test func `a label is one, also with blanks after its end`() {
    #expect(LabelCheck.fault(in: label) == nil)
    #expect(LabelCheck.fault(in: label + Array(" \r\n\n\0".utf8)) == nil)
  }

  @Test func `a cross-reference stream is as good as a table`() {
    #expect(LabelCheck.fault(in: file("7 0 obj\nx\nstartxref\n110\n%%EOF")) == nil)
    #expect(
      LabelCheck.fault(in: file("7 obj\nx\nstartxref\n110\n%%EOF")) == .noTableThere(offset: 110))
  }

  @Test(
    arguments: [
      ("startxref\n9\n%%EO", .cutOff),
      ("xref\nstartxref\n110\n%%EOF x", .cutOff),
      ("%%EOF", .noStartOfTable),
      ("startxref\n\n%%EOF", .noStartOfTable),
      ("startxref\n-4\n%%EOF", .noStartOfTable),
      ("startxref\n99999999999\n%%EOF", .noStartOfTable),
      ("110\n%%EOF", .noStartOfTable),
      ("startxref\n9999999999\n%%EOF", .tableOutside(offset: 9_999_999_999)),
      ("xref\nstartxref\n115\n%%EOF", .tableOutside(offset: 115)),
      ("xref\nstartxref\n111\n%%EOF", .noTableThere(offset: 111)),
      ("xrefs\nstartxref\n110\n%%EOF", .noTableThere(offset: 110)),
    ] as [(String, LabelFault)])
  func `a damaged frame is refused with its fault`(end: String, fault: LabelFault) {
    #expect(LabelCheck.fault(in: file(end)) == fault)
  }

  @Test(
    arguments: [
      ("{\"error\":\"not found\"}", .json), ("  [1]", .json), ("<!DOCTYPE html>", .html),
      ("<html>", .html), ("\u{89}PNG", .unknown), ("^XA^FO", .zpl), ("PDF-1.4", .unknown),
      ("%pdf-1.4", .unknown), (" %PDF-1.4", .unknown),
    ] as [(String, LabelFault.Kind)])
  func `what came instead of a PDF is named`(text: String, kind: LabelFault.Kind) {
    #expect(LabelCheck.fault(in: Array(text.utf8)) == .notPDF(kind))
    let long = Array((text + String(repeating: " ", count: 200)).utf8)
    #expect(LabelCheck.fault(in: long) == .notPDF(kind))
  }

  @Test func `a picture is named`() {
    let picture: [UInt8] = [0x89, 0x50, 0x4E, 0x47] + [UInt8](repeating: 0, count: 200)
    #expect(LabelCheck.fault(in: picture) == .notPDF(.png))
    #expect(LabelFault.notPDF(.png).message == "is not a PDF but a PNG picture")
  }

  @Test func `the limits of length hold at their edges`() {
    let end = "xref\nstartxref\n9\n%%EOF"
    let filler = LabelCheck.bytesMin - 9 - end.utf8.count
    let smallest = "%PDF-1.4\nxref\n" + String(repeating: "%", count: filler - 5) + end
    #expect(LabelCheck.fault(in: Array(smallest.utf8)) == nil)
    let shorter = Array(smallest.utf8.dropLast())
    #expect(LabelCheck.fault(in: shorter) == .tooShort(bytes: LabelCheck.bytesMin - 1))
    #expect(LabelCheck.fault(in: []) == .empty)
    let large = { (count: Int) in
      let end = "xref\nstartxref\n\(count - 30)\n%%EOF"
      let head = Array("%PDF-1.4\n".utf8)
      let filler = [UInt8](repeating: 0x25, count: count - 30 - head.count)
      let whole = head + filler + Array(end.utf8)
      return whole + [UInt8](repeating: 0x20, count: count - whole.count)
    }
    let max = LabelCheck.bytesMax
    #expect(large(max).count == max && LabelCheck.fault(in: large(max)) == nil)
    #expect(LabelCheck.fault(in: large(max + 1)) == .tooLong(bytes: max + 1))
  }

  @Test func `every truncation of a label is refused`() {
    let whole = label.count - 1  // Without the line break at the end it is still whole.
    for count in 0..<whole {
      #expect(LabelCheck.fault(in: Array(label.prefix(count))) != nil, "\(count) bytes")
    }
    #expect(LabelCheck.fault(in: Array(label.prefix(whole))) == nil)
  }

  @Test(arguments: [1, 20_250_101, 0xDEAD_BEEF] as [UInt64])
  func `no bytes make it fail otherwise than with a fault`(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    var refused = 0
    for _ in 0..<3_000 {
      var bytes = label
      for _ in 0..<Int.random(in: 1...8, using: &random) {
        let index = Int.random(in: max(0, bytes.count - 400)..<bytes.count, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: bytes[index] = .random(in: 0...255, using: &random)
        case 1: bytes.remove(at: index)
        default: bytes.insert(.random(in: 0x30...0x39, using: &random), at: index)
        }
      }
      if let fault = LabelCheck.fault(in: bytes) {
        refused += 1
        #expect(!fault.message.isEmpty)
      }
    }
    // Most mutations fall into the cross-reference table, whose entries are not looked at.
    #expect(refused > 100, "seed \(seed)")
  }
}
