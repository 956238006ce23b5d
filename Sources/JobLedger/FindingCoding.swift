import Foundation
import MailModel

/// Findings as the ledger's JSON, and back.
enum FindingCoding {
  private struct Form: Codable {
    var severity: String
    var code: String
    var field: String?
    var message: String
    var hint: String
  }

  static func text(_ findings: [Finding]) throws -> String? {
    guard !findings.isEmpty else { return nil }
    let forms = findings.map {
      Form(
        severity: $0.severity.rawValue, code: $0.code, field: $0.field?.rawValue,
        message: $0.message, hint: $0.hint)
    }
    return String(decoding: try JSONEncoder().encode(forms), as: UTF8.self)
  }

  static func findings(_ text: String) throws -> [Finding] {
    guard !text.isEmpty else { return [] }
    return try JSONDecoder().decode([Form].self, from: Data(text.utf8)).map {
      Finding(
        Finding.Severity(rawValue: $0.severity) ?? .warning, $0.code,
        $0.field.flatMap { RowField(rawValue: $0) }, $0.message, hint: $0.hint)
    }
  }
}

/// Lists of texts as the ledger's JSON, and back.
enum TextList {
  static func json<Element: Encodable>(_ list: [Element]) throws -> String {
    String(decoding: try JSONEncoder().encode(list), as: UTF8.self)
  }

  static func list<Element: Decodable>(_ json: String) throws -> [Element] {
    try JSONDecoder().decode([Element].self, from: Data(json.utf8))
  }
}
