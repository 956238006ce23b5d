import Foundation
import Intake
import TestSupport

/// A case list on disk for one test.
struct ListFixture {
  let path: String

  init(_ bytes: [UInt8], name: String = "list.csv") throws {
    let folder = try Scratch.folder()
    let file = folder.appendingPathComponent(name)
    try Data(bytes).write(to: file)
    path = file.path
  }

  init(_ text: String, name: String = "list.csv") throws {
    try self.init(Array(text.utf8), name: name)
  }

  func reader(
    format: ListFormat? = nil, limits: IntakeLimits = IntakeLimits()
  ) throws(IntakeError) -> CaseListReader {
    try CaseListReader(path: path, format: format, limits: limits)
  }
}

/// A header that has all a list needs, and a row for it.
let header = "name,street1,city,state,zip"
let goodRow = "Ada Quill,1 Main St,Springfield,IL,62701"

/// One record, as tests compare it.
struct Row: Equatable {
  var number: Int
  var cells: [String]
  var issue: RecordIssue?

  init(_ number: Int, _ cells: [String], _ issue: RecordIssue? = nil) {
    self.number = number
    self.cells = cells
    self.issue = issue
  }
}

/// All that a list gives.
struct ReadList: Equatable {
  var columns: [String] = []
  var rows: [Row] = []
  var summary = ""
  var hash = ""

  init(_ reader: CaseListReader) throws(IntakeError) {
    var reader = reader
    var batch = RecordBatch()
    while try reader.next(into: &batch) {
      for record in batch.records {
        rows.append(Row(record.rowNumber, batch.texts(record), record.issue))
      }
    }
    columns = reader.columns
    summary = reader.summary
    hash = reader.contentHash?.hex ?? ""
  }

  init(
    _ bytes: [UInt8], name: String = "list.csv", limits: IntakeLimits = IntakeLimits()
  ) throws {
    let fixture = try ListFixture(bytes, name: name)
    try self.init(fixture.reader(limits: limits))
  }

  init(_ text: String, name: String = "list.csv", limits: IntakeLimits = IntakeLimits()) throws {
    try self.init(Array(text.utf8), name: name, limits: limits)
  }
}

/// The error that reading a list ends with.
func failure(_ bytes: [UInt8], name: String = "list.csv", limits: IntakeLimits = IntakeLimits())
  -> IntakeError?
{
  do {
    _ = try ReadList(bytes, name: name, limits: limits)
    return nil
  } catch {
    return error as? IntakeError
  }
}

func failure(_ text: String, name: String = "list.csv", limits: IntakeLimits = IntakeLimits())
  -> IntakeError?
{
  failure(Array(text.utf8), name: name, limits: limits)
}
