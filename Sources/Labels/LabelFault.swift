/// Why bytes are not a label, for the ledger and for people.
package enum LabelFault: Error, Hashable, Sendable {
  case empty
  case tooShort(bytes: Int)
  case tooLong(bytes: Int)
  /// It is something else altogether.
  case notPDF(Kind)
  /// The end mark is missing: the download broke off.
  case cutOff
  case noStartOfTable
  case tableOutside(offset: Int)
  case noTableThere(offset: Int)

  /// What came instead of a PDF, told by its first bytes.
  package enum Kind: String, Hashable, Sendable {
    case json, html, png, zpl, unknown
  }

  /// What is wrong, to follow "the label of row 14 ": `is cut off: its end is missing`.
  package var message: String {
    switch self {
    case .empty: "is empty"
    case .tooShort(let bytes):
      "has only \(bytes) bytes; a label has at least \(LabelCheck.bytesMin)"
    case .tooLong(let bytes):
      "has \(bytes) bytes; at most \(LabelCheck.bytesMax) are taken for a label"
    case .notPDF(let kind): "is not a PDF but \(kind.words)"
    case .cutOff: "is cut off: its end is missing"
    case .noStartOfTable: "is damaged: it does not say where its table of contents starts"
    case .tableOutside(let offset):
      "is damaged: its table of contents should be at byte \(offset), behind its end"
    case .noTableThere(let offset): "is damaged: there is no table of contents at byte \(offset)"
    }
  }
}

extension LabelFault.Kind {
  init(of bytes: [UInt8]) {
    let start = bytes.prefix(64).drop { $0 <= 0x20 }
    let word = String(decoding: start.prefix(16), as: UTF8.self).lowercased()
    self =
      switch start.first {
      case UInt8(ascii: "{"), UInt8(ascii: "["): .json
      case UInt8(ascii: "<") where ["<!doctype", "<html", "<?xml"].contains(where: word.hasPrefix):
        .html
      case 0x89 where word.dropFirst().hasPrefix("png"): .png
      case UInt8(ascii: "^") where word.hasPrefix("^xa"): .zpl
      default: .unknown
      }
  }

  fileprivate var words: String {
    switch self {
    case .json: "JSON, most likely an error message"
    case .html: "a web page, most likely an error page"
    case .png: "a PNG picture"
    case .zpl: "printer commands (ZPL)"
    case .unknown: "something else"
    }
  }
}
