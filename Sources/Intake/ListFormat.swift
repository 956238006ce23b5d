/// The form of a case list.
package enum ListFormat: String, CaseIterable, Hashable, Sendable {
  case csv, json

  /// By the file's extension; else JSON when the first character that is no blank opens an array
  /// or an object.
  static func detect(name: String, head: some Sequence<UInt8>) -> ListFormat {
    switch name.split(separator: ".").last?.lowercased() {
    case "json", "jsonl", "ndjson": return .json
    case "csv", "tsv", "tab": return .csv
    default:
      // NUL and the byte order marks belong to encodings that are found out later.
      let skipped: Set<UInt8> = [0x20, 0x09, 0x0A, 0x0D, 0x00, 0xEF, 0xBB, 0xBF, 0xFE, 0xFF]
      let first = head.first { !skipped.contains($0) }
      return first == UInt8(ascii: "[") || first == UInt8(ascii: "{") ? .json : .csv
    }
  }
}
