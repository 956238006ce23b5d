import MailModel

@testable import Addressing

/// Rows for tests, written as a list would show them.
enum RowExamples {
  static let today = day(2026, 1, 15)

  static let check = AddressCheck(rules: AddressRules(senders: ["ny", "sf"], today: today))

  /// A row without any fault; a test names only what it changes.
  static func draft(_ changes: [RowField: String] = [:]) -> RowDraft {
    var fields: [RowField: String] = [
      .reference: "CASE-2026-001", .name: "Dolores Quill", .street1: "482 Larkspur Ave",
      .city: "Sacramento", .state: "CA", .zip: "95814",
    ]
    fields.merge(changes) { $1 }
    return RowDraft(fields)
  }

  /// `name|company|street1|street2|city|state|zip`
  static func draft(line: String) -> RowDraft {
    let fields: [RowField] = [.name, .company, .street1, .street2, .city, .state, .zip]
    let texts = line.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
    precondition(texts.count == fields.count, "\(line) has \(texts.count) fields")
    return RowDraft(Dictionary(uniqueKeysWithValues: zip(fields, texts)))
  }

  static func findings(_ changes: [RowField: String]) -> [Finding] {
    check.check(draft(changes)).findings
  }

  static func codes(_ changes: [RowField: String]) -> [String] { findings(changes).map(\.code) }

  static func day(_ year: Int, _ month: Int, _ day: Int) -> CivilDate {
    guard let date = CivilDate(year: year, month: month, day: day) else {
      preconditionFailure("\(year)-\(month)-\(day) is no day")
    }
    return date
  }
}

extension RowDraft {
  /// The cells as a reader of files holds them: one run of bytes, and where each field lies in it.
  var cells: (bytes: [UInt8], fields: [Range<Int>]) {
    var bytes: [UInt8] = []
    let fields = RowField.allCases.map { field in
      let from = bytes.count
      bytes += Array(self[field].utf8)
      bytes.append(UInt8(ascii: ","))
      return from..<bytes.count - 1
    }
    return (bytes, fields)
  }
}
