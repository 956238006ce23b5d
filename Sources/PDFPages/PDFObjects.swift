/// The bytes of a PDF file while its numbered objects are appended, with the place of each.
struct PDFObjects {
  /// Header, and the comment of high bytes that tells transports the file is binary (7.5.2).
  private var bytes: [UInt8] = Array("%PDF-1.4\n%".utf8) + [0xE2, 0xE3, 0xCF, 0xD3, 0x0A]
  private var offsets: [Int] = []

  /// The number that the next object gets; the first is 1.
  var nextNumber: Int { offsets.count + 1 }

  /// Appends an object whose value is `value`.
  mutating func add(_ value: String) {
    begin()
    bytes += value.utf8
    bytes += "\nendobj\n".utf8
  }

  /// Appends a stream object, not compressed.
  mutating func addStream(_ content: [UInt8]) {
    begin()
    bytes += "<< /Length \(content.count) >>\nstream\n".utf8
    bytes += content
    bytes += "\nendstream\nendobj\n".utf8
  }

  /// Appends the cross-reference table and the trailer (7.5.4, 7.5.5) and returns the file.
  consuming func finish(root: Int, info: Int) -> [UInt8] {
    let table = bytes.count
    bytes += "xref\n0 \(offsets.count + 1)\n0000000000 65535 f \n".utf8
    for offset in offsets {
      let digits = String(offset)
      bytes += String(repeating: "0", count: 10 - digits.count).utf8
      bytes += "\(digits) 00000 n \n".utf8
    }
    bytes += "trailer\n<< /Size \(offsets.count + 1) /Root \(root) 0 R /Info \(info) 0 R >>\n".utf8
    bytes += "startxref\n\(table)\n%%EOF\n".utf8
    return bytes
  }

  private mutating func begin() {
    let number = nextNumber
    offsets.append(bytes.count)
    bytes += "\(number) 0 obj\n".utf8
  }
}
