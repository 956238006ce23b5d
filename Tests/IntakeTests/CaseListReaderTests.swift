import Foundation
import Intake
import MailModel
import Testing

private func file(_ bytes: [UInt8], _ name: String = "list.csv") throws -> String {
  let folder = FileManager.default.temporaryDirectory.path + "/intake-\(UUID().uuidString)"
  try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  try Data(bytes).write(to: URL(fileURLWithPath: folder + "/" + name))
  return folder + "/" + name
}

private func rows(_ path: String) throws -> (columns: [String], rows: [[String]], numbers: [Int]) {
  var reader = try CaseListReader(path: path)
  var batch = RecordBatch()
  var rows: [[String]] = []
  var numbers: [Int] = []
  while try reader.next(into: &batch) {
    for record in batch.records {
      rows.append(reader.columns.indices.map { batch.text(record, $0) })
      numbers.append(record.rowNumber)
    }
  }
  return (reader.columns, rows, numbers)
}

private let header = "name,street1,city,state,zip"

@Suite struct CaseListReaderTests {
  @Test(arguments: ["\r\n", "\n", "\r"], [",", ";", "\t"])
  func `any line end and delimiter is read`(end: String, delimiter: String) throws {
    let text = [header, "\"Doe, Jane\",1 Oak St,Reno,NV,89501", "", "J\u{E9} Roe,2 Oak,Reno,NV,89501"]
      .map { $0.replacing(",", with: delimiter) }.joined(separator: end)
    let read = try rows(try file(Array(text.utf8)))
    #expect(read.rows.count == 2)
    #expect(read.rows[0][0] == "Doe\(delimiter) Jane")
    #expect(read.numbers == [2, 4])
  }

  @Test func `Windows-1252 and UTF-16 are recognised`() throws {
    let text = header + "\r\nJos\u{E9},1 Oak,Reno,NV,89501\r\n"
    let latin = text.unicodeScalars.map { UInt8($0.value) }
    #expect(try rows(try file(latin)).rows[0][0] == "José")
    let wide: [UInt8] = [0xFF, 0xFE] + text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    #expect(try rows(try file(wide)).rows[0][0] == "José")
  }

  @Test(arguments: [
    #"[{"name":"A","street1":"1","city":"R","state":"NV","zip":89501}]"#,
    #"{"recipients":[{"name":"A","street1":"1","city":"R","state":"NV","zip":"89501"}]}"#,
    #"{"name":"A","street1":"1","city":"R","state":"NV","zip":"89501"}"#,
    #"[{"to":{"name":"A","street1":"1","city":"R","state":"NV","zip":"89501"}}]"#,
  ])
  func `each JSON shape is read`(text: String) throws {
    let read = try rows(try file(Array(text.utf8), "list.json"))
    #expect(read.rows == [["A", "1", "R", "NV", "89501"]])
  }

  @Test(arguments: ["[", "[{]", #"[{"name":}]"#, "[1,]", #"[{"name":"a"},]"#, #"{"a":01}"#, "nul"])
  func `broken JSON is refused whole`(text: String) throws {
    let path = try file(Array(text.utf8), "list.json")
    #expect(throws: IntakeError.self) { try rows(path) }
  }

  @Test func `a missing column is named beside those that were found`() throws {
    let path = try file(Array("name,street1,city\nA,1,R\n".utf8))
    let error = #expect(throws: IntakeError.self) { try rows(path) }
    #expect(error?.description.contains("has no column for state") == true)
    #expect(error?.description.contains("\"street1\"") == true)
  }

  @Test func `a workbook is refused with the way to save it`() throws {
    let path = try file([0x50, 0x4B, 0x03, 0x04] + Array("xl/workbook.xml".utf8), "list.xlsx")
    let error = #expect(throws: IntakeError.self) { try rows(path) }
    #expect(error?.description.contains("CSV UTF-8") == true)
  }
}

@Suite struct HeaderMapTests {
  @Test func `common names are recognised, and two name columns are joined`() {
    var map = HeaderMap(explicit: [:])
    for name in ["Case No.", "First Name", "Last Name", "Address 1", "Apt", "Town", "St", "Zip Code"] {
      map.add(name)
    }
    #expect(map.columns[RowField.reference.index] == [0])
    #expect(map.columns[RowField.name.index] == [1, 2])
    #expect(map.columns[RowField.street2.index] == [4])
    #expect(map.faults([]).isEmpty)
  }

  @Test func `two columns for one field are named`() {
    var map = HeaderMap(explicit: [:])
    let names = ["name", "recipient", "street1", "city", "state", "zip"]
    for name in names { map.add(name) }
    #expect(map.faults(names) == [.ambiguous(.name, columns: ["name", "recipient"])])
  }
}
