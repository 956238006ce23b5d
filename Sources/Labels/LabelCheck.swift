import Foundation

/// Whether bytes count as a label: a whole PDF within bounds.
package enum LabelCheck {
  package static let bytesMin = 100
  package static let bytesMax = 20_000_000

  /// Why `bytes` are no label, in plain words; `nil` when they are one.
  package static func fault(_ bytes: [UInt8]) -> String? {
    guard bytes.count >= bytesMin else { return "it is too small to be a PDF" }
    guard bytes.count <= bytesMax else { return "it is larger than \(bytesMax) bytes" }
    guard bytes.starts(with: "%PDF-".utf8) else { return "it is not a PDF" }
    let tail = bytes.suffix(1024)
    let end = tail.lastIndex { $0 > 0x20 }.map { tail[...$0] } ?? []
    guard end.suffix(5).elementsEqual("%%EOF".utf8) else { return "the PDF is cut short" }
    guard hasPlausibleStart(tail, of: bytes) else {
      return "the PDF's table of contents is missing"
    }
    return nil
  }

  /// `startxref` names a place inside the file.
  private static func hasPlausibleStart(_ tail: ArraySlice<UInt8>, of bytes: [UInt8]) -> Bool {
    let text = String(decoding: tail, as: UTF8.self)
    guard let mark = text.range(of: "startxref", options: .backwards) else { return false }
    let digits = text[mark.upperBound...].drop { $0.isWhitespace }.prefix { $0.isNumber }
    guard let offset = Int(digits) else { return false }
    return offset > 0 && offset < bytes.count
  }
}
