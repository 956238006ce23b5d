/// Files that are no case list though people take them for one, told by their first bytes.
enum ForeignFormat {
  /// How many bytes it looks at.
  static let headBytes = 1_024

  /// Returns the file's first bytes; throws what it is, with the way to a list.
  static func refuse(_ file: ListFile) throws(IntakeError) -> ArraySlice<UInt8> {
    var head = [UInt8](repeating: 0, count: headBytes)
    let count = try file.read(into: &head, 0..<headBytes, at: 0)
    guard count > 0 else { throw IntakeError(.empty, file: file.name) }
    if let problem = problem(head[..<count], name: file.name) {
      throw IntakeError(problem, file: file.name)
    }
    return head[..<count]
  }

  static func problem(_ head: ArraySlice<UInt8>, name: String) -> IntakeError.Problem? {
    if head.starts(with: [0x50, 0x4B, 0x03, 0x04]) {
      let isArchive = name.lowercased().hasSuffix(".zip")
      return isArchive ? .archive("ZIP") : .excelWorkbook
    }
    if head.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) { return .excelWorkbook }
    if head.starts(with: [0x1F, 0x8B]) { return .archive("gzip") }
    if head.starts(with: Array("%PDF-".utf8)) { return .pdf }
    let binary: [[UInt8]] = [
      [0x89, 0x50, 0x4E, 0x47], [0xFF, 0xD8, 0xFF], Array("{\\rtf".utf8),
      Array("SQLite format".utf8),
      [0x7F, 0x45, 0x4C, 0x46],
    ]
    if binary.contains(where: { head.starts(with: $0) }) { return .notText }
    return isWebPage(head) ? .webPage : nil
  }

  /// Whether so many of a text's first bytes are NUL that it is none: one in ten.
  static func isBinary(_ head: ArraySlice<UInt8>, encoding: TextEncoding) -> Bool {
    switch encoding {
    case .utf16LittleEndian, .utf16BigEndian: false
    case .utf8, .damagedUTF8, .windows1252: head.count { $0 == 0 } * 10 > head.count
    }
  }

  private static func isWebPage(_ head: ArraySlice<UInt8>) -> Bool {
    let text = head.drop { $0 <= 0x20 || $0 >= 0x80 }.prefix(16).map { $0 | 0x20 }
    return ["<!doctype html", "<html"].contains { text.starts(with: $0.utf8.map { $0 | 0x20 }) }
  }
}
