import Foundation

/// What a file is by its first bytes, before its text is looked at.
enum FileKind {
  private static let headBytes = 512

  /// Refuses what is no list at all, with the way to make one of it.
  static func refuseUnusable(_ file: ListFile) throws(IntakeError) {
    let head = try head(file)
    guard !head.isEmpty else { throw IntakeError(.empty, file: file.name) }
    let isWorkbookName = [".xlsx", ".xls", ".xlsm", ".ods"].contains {
      file.name.lowercased().hasSuffix($0)
    }
    if head.starts(with: [0x50, 0x4B, 0x03, 0x04]) {
      let holdsSheets = isWorkbookName || String(decoding: head, as: UTF8.self).contains("xml")
      throw IntakeError(holdsSheets ? .excelWorkbook : .archive("ZIP"), file: file.name)
    }
    if head.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) {
      throw IntakeError(.excelWorkbook, file: file.name)
    }
    if head.starts(with: [0x1F, 0x8B]) { throw IntakeError(.archive("gzip"), file: file.name) }
    if head.starts(with: "%PDF-".utf8) { throw IntakeError(.pdf, file: file.name) }
    if head.starts(with: [0xFF, 0xFE, 0, 0]) || head.starts(with: [0, 0, 0xFE, 0xFF]) {
      throw IntakeError(.utf32, file: file.name)
    }
    let start = String(decoding: head.drop { $0 <= 0x20 }.prefix(15), as: UTF8.self).lowercased()
    if start.hasPrefix("<!doctype") || start.hasPrefix("<html") {
      throw IntakeError(.webPage, file: file.name)
    }
  }

  /// By the name's ending, else by the first character.
  static func format(
    of file: ListFile, path: String, survey: EncodingSurvey
  ) throws(IntakeError) -> CaseListReader.Format {
    let name = path.lowercased()
    if name.hasSuffix(".json") || name.hasSuffix(".jsonl") || name.hasSuffix(".ndjson") {
      return .json
    }
    if name.hasSuffix(".csv") || name.hasSuffix(".tsv") || name.hasSuffix(".txt") { return .csv }
    let first = try head(file).dropFirst(survey.markBytes).first { $0 > 0x20 }
    return first == UInt8(ascii: "{") || first == UInt8(ascii: "[") ? .json : .csv
  }

  private static func head(_ file: ListFile) throws(IntakeError) -> ArraySlice<UInt8> {
    var buffer = [UInt8](repeating: 0, count: headBytes)
    let count = try file.read(into: &buffer, 0..<headBytes, at: 0)
    return buffer[..<count]
  }
}
