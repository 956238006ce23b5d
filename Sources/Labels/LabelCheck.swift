/// Whether bytes that came for a label are one: a PDF that arrived whole.
///
/// Only the frame is looked at, in time that does not grow with what is inside: header, end mark, and
/// that the last cross-reference section stands where `startxref` says (ISO 32000-1, 7.5). This tells
/// a label from an error page and from a download that broke off; it does not promise that it prints.
package enum LabelCheck {
  /// The smallest file with a page that any program writes is a little larger.
  package static let bytesMin = 100
  /// Far above any label seen (5 to 200 KB); more is a wrong answer, not a label.
  package static let bytesMax = 20_000_000

  /// The first thing that is wrong with `bytes`; `nil` for a label.
  package static func fault(in bytes: [UInt8]) -> LabelFault? {
    guard bytes.count >= bytesMin else {
      return bytes.isEmpty ? .empty : firstBytesFault(bytes) ?? .tooShort(bytes: bytes.count)
    }
    guard bytes.count <= bytesMax else { return .tooLong(bytes: bytes.count) }
    if let fault = firstBytesFault(bytes) { return fault }
    var rest = bytes[...]
    rest.dropTrailingWhitespace()
    guard rest.dropTrailing("%%EOF") else { return .cutOff }
    rest.dropTrailingWhitespace()
    guard let offset = rest.dropTrailingNumber() else { return .noStartOfTable }
    rest.dropTrailingWhitespace()
    guard rest.dropTrailing("startxref") else { return .noStartOfTable }
    guard offset < rest.count else { return .tableOutside(offset: offset) }
    return isTable(bytes[offset..<rest.endIndex]) ? nil : .noTableThere(offset: offset)
  }

  private static func firstBytesFault(_ bytes: [UInt8]) -> LabelFault? {
    bytes.starts(with: "%PDF-".utf8) ? nil : .notPDF(LabelFault.Kind(of: bytes))
  }

  /// A cross-reference table (`xref`) or the object that holds a cross-reference stream (`12 0 obj`).
  private static func isTable(_ bytes: ArraySlice<UInt8>) -> Bool {
    if bytes.starts(with: "xref".utf8) {
      return bytes.dropFirst(4).first.map(isWhitespace) ?? false
    }
    var rest = bytes
    guard rest.dropLeadingNumber(), rest.dropLeadingNumber() else { return false }
    return rest.starts(with: "obj".utf8)
  }

  fileprivate static func isWhitespace(_ byte: UInt8) -> Bool {
    switch byte {
    case 0, 9, 10, 12, 13, 32: true
    default: false
    }
  }
}

extension ArraySlice<UInt8> {
  /// The whitespace that PDF knows, NUL among it (7.2.2).
  fileprivate mutating func dropTrailingWhitespace() {
    var end = endIndex
    while end > startIndex, LabelCheck.isWhitespace(self[end - 1]) { end -= 1 }
    self = self[..<end]
  }

  fileprivate mutating func dropTrailing(_ word: String) -> Bool {
    guard suffix(word.utf8.count).elementsEqual(word.utf8) else { return false }
    removeLast(word.utf8.count)
    return true
  }

  /// Takes a number of at most ten digits off the end.
  fileprivate mutating func dropTrailingNumber() -> Int? {
    var digits: [UInt8] = []
    while let last, 0x30...0x39 ~= last, digits.count <= 10 {
      digits.append(last)
      removeLast()
    }
    guard 1...10 ~= digits.count else { return nil }
    return digits.reversed().reduce(0) { $0 * 10 + Int($1 - 0x30) }
  }

  /// Takes a number of at most ten digits and the whitespace after it off the beginning.
  fileprivate mutating func dropLeadingNumber() -> Bool {
    let digits = prefix(11).prefix { 0x30...0x39 ~= $0 }.count
    let blanks = dropFirst(digits).prefix(11).prefix(while: LabelCheck.isWhitespace).count
    guard 1...10 ~= digits, 1...10 ~= blanks else { return false }
    removeFirst(digits + blanks)
    return true
  }
}
