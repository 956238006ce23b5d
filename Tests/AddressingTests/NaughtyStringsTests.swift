import Foundation
import MailModel
import Testing

@testable import Addressing

@Suite struct NaughtyStringsTests {
  @Test func `no naughty string crashes the check or is mailed with a control character`() throws {
    for text in try Self.strings() {
      for field in RowField.allCases {
        let row = RowExamples.check.check(RowExamples.draft([field: text]))
        let again = RowExamples.check.check(row.draft)
        #expect(again.recipient == row.recipient)
        guard row.verdict == .valid else { continue }
        #expect(Self.isMailable(row), "\(field.rawValue) \(text.quoted)")
      }
    }
  }

  @Test func `a string of controls makes the row invalid`() {
    #expect(RowExamples.check.check(RowExamples.draft([.name: "a\u{1}b"])).verdict == .invalid)
  }

  private static func isMailable(_ row: CheckedRow) -> Bool {
    let recipient = row.recipient
    let texts = [
      recipient.name, recipient.company, recipient.street1, recipient.street2, recipient.city,
      recipient.state, recipient.zip, row.reference, row.matter,
    ]
    return texts.allSatisfy { text in
      text.unicodeScalars.allSatisfy { scalar in
        switch TextClass(scalar) {
        case .latin, .notLatin: true
        case .blank: scalar == " "
        case .lineBreak, .invisible, .refused: false
        }
      }
    }
  }

  /// Our own few, and the big list of naughty strings when it is at hand.
  private static func strings() throws -> [String] {
    let own = [
      "", " ", "\u{0}", "\r\n", "\u{202E}abc", "‪‪test‪", "Z̮̞̠͙͔ͅḀ̗̞͈̻̗Ḷ͙͎̯̹̞͓G̻O̭̗̮", "<script>", "';--", "💥",
      "\u{10FFFF}", "\u{E0041}\u{E007F}", "\u{1F468}\u{200D}\u{1F469}", "-1", "1E+99", "NaN",
    ]
    let path = SharedData.url("blns/blns.json")
    guard FileManager.default.fileExists(atPath: path.path) else {
      print("NaughtyStringsTests: \(path.lastPathComponent) is not here; own strings only")
      return own
    }
    return own + (try JSONDecoder().decode([String].self, from: Data(contentsOf: path)))
  }
}

/// Where the tables that are shared between the project's copies lie.
enum SharedData {
  static func url(_ name: String) -> URL {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("../shared/data/\(name)").standardized
  }
}
