import Foundation

@testable import Intake

/// A CSV file read without asking for a recipient's columns.
struct CSVTable: Equatable {
  var columns: [String]
  var rows: [Row] = []

  init(_ bytes: [UInt8], limits: IntakeLimits = IntakeLimits()) throws {
    let fixture = try ListFixture(bytes)
    let file = try ListFile(path: fixture.path, limits: limits)
    let survey = try EncodingSurvey.survey(file)
    let window = TextWindow(over: file, survey: survey, refillBytes: limits.refillBytes)
    var records = try CSVRecords(window, limits: limits)
    columns = records.columns
    var batch = RecordBatch()
    while try records.next(into: &batch) {
      rows += batch.records.map { Row($0.rowNumber, batch.texts($0), $0.issue) }
    }
  }

  init(_ text: String, limits: IntakeLimits = IntakeLimits()) throws {
    try self.init(Array(text.utf8), limits: limits)
  }

  /// The cells below the header.
  var cells: [[String]] { rows.map(\.cells) }
}

/// The cells of a JSON list and its columns.
struct JSONTable: Equatable {
  var columns: [String]
  var rows: [Row] = []

  init(_ text: String, limits: IntakeLimits = IntakeLimits()) throws {
    let fixture = try ListFixture(text, name: "list.json")
    let file = try ListFile(path: fixture.path, limits: limits)
    let survey = try EncodingSurvey.survey(file)
    let window = TextWindow(over: file, survey: survey, refillBytes: limits.refillBytes)
    var records = try JSONRecords(window, limits: limits)
    var batch = RecordBatch()
    while try records.next(into: &batch) {
      rows += batch.records.map { Row($0.rowNumber, batch.texts($0), $0.issue) }
    }
    columns = records.columns
  }
}

extension IntakeLimits {
  /// The usual limits, with what a test is about changed.
  static func with(_ change: (inout IntakeLimits) -> Void) -> IntakeLimits {
    var limits = IntakeLimits()
    change(&limits)
    return limits
  }
}
