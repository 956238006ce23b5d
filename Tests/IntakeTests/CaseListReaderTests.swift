import Foundation
import MailModel
import Testing

@testable import Intake

@Suite struct CaseListReaderTests {
  private let cells = ["Ada Quill", "1 Main St", "Springfield", "IL", "62701"]

  @Test func `a list is read with its columns and the numbers a spreadsheet shows`() throws {
    let list = try ReadList(header + "\n" + goodRow + "\n\n ,,\n" + goodRow)
    #expect(list.columns == ["name", "street1", "city", "state", "zip"])
    #expect(list.rows == [Row(2, cells), Row(5, cells)])
    #expect(list.summary == "UTF-8, comma, LF")
  }

  @Test func `a title above the column names is passed over, and the rows keep their numbers`()
    throws
  {
    let title = "Notices of November,,,,\n\n"
    let list = try ReadList(title + header + "\n" + goodRow + "\n")
    #expect(list.rows == [Row(4, cells)])
    #expect(list.summary == "UTF-8, comma, LF, column names in row 3")
    // The row that the job's own mapping names is the header wherever it stands.
    let own = try ListFixture(title + "Wer,street1,city,state,zip\n" + goodRow, name: "list.csv")
    let reader = try CaseListReader(path: own.path, explicit: [.name: ["Wer"]])
    #expect(try ReadList(reader).rows == [Row(4, cells)])
  }

  @Test(arguments: [
    (CSVRecords.titleRowsMax, true), (CSVRecords.titleRowsMax + 1, false),
  ])
  func `so many rows may stand above the column names`(rows: Int, isRead: Bool) throws {
    let list = String(repeating: "Notices\n", count: rows) + header + "\n" + goodRow
    if isRead {
      #expect(try ReadList(list).rows == [Row(rows + 2, cells)])
    } else {
      let error = try #require(throws: IntakeError.self) { try ReadList(list) }
      #expect(error.description.contains("the columns found are \"Notices\""), "\(error)")
    }
  }

  @Test(arguments: [
    ("list.csv", "UTF-8, comma, LF"), ("list.txt", "UTF-8, comma, LF"),
    ("list", "UTF-8, comma, LF"),
  ])
  func `CSV is known by its extension or its first character`(name: String, summary: String) throws
  {
    #expect(try ReadList(header + "\n" + goodRow + "\n", name: name).summary == summary)
  }

  @Test(arguments: ["list.json", "list.jsonl", "list.txt", "list"])
  func `JSON is known by its extension or its first character`(name: String) throws {
    let object = #"{"to":{"name":"A","street1":"s","city":"c","state":"IL","zip":62701}}"#
    #expect(try ReadList(object + "\n" + object, name: name).summary == "UTF-8, JSON lines")
    #expect(try ReadList("[\(object)]", name: name).summary == "UTF-8, JSON array")
    let wrapped = "{\"mailings\":[\(object)]}"
    #expect(try ReadList(wrapped, name: name).summary == "UTF-8, JSON list \"mailings\"")
    var wide: [UInt8] = [0xFF, 0xFE]
    for unit in wrapped.utf16 { wide += [UInt8(unit & 0xFF), UInt8(unit >> 8)] }
    #expect(try ReadList(wide, name: name).summary == "UTF-16, JSON list \"mailings\"")
  }

  @Test func `a person in an object of their own, with an address in another, is a recipient`()
    throws
  {
    let list = try ReadList(
      """
      [{"caseNumber": "1", "defendant": {"name": "Ann Ray", "address":
        {"line1": "5 Elm St", "city": "Boston", "state": "MA", "postalCode": "02108"}}}]
      """, name: "list.json")
    #expect(
      list.columns == [
        "caseNumber", "defendant.name", "defendant.address.line1", "defendant.address.city",
        "defendant.address.state", "defendant.address.postalCode",
      ])
    #expect(list.rows == [Row(1, ["1", "Ann Ray", "5 Elm St", "Boston", "MA", "02108"])])
  }

  @Test func `a given format goes before the extension`() throws {
    let fixture = try ListFixture(header + "\n" + goodRow, name: "list.json")
    #expect(try ReadList(fixture.reader(format: .csv)).rows == [Row(2, cells)])
    #expect(throws: IntakeError.self) { try fixture.reader() }
  }

  @Test(arguments: ["list.csv", "list.jsonl"])
  func `the first batch says how many rows a list has, about`(name: String) throws {
    let rows = RecordBatch.recordsMax * 5
    let lines =
      name == "list.csv"
      ? header + "\n" + String(repeating: goodRow + "\n", count: rows)
      : String(
        repeating: #"{"name":"A","street1":"s","city":"c","state":"IL","zip":62701}"# + "\n",
        count: rows)
    var reader = try ListFixture(lines, name: name).reader()
    var batch = RecordBatch()
    #expect(try reader.next(into: &batch))
    let expected = lines.utf8.count * batch.records.count / reader.bytesRead
    #expect(abs(expected - rows) < rows / 100)
    while try reader.next(into: &batch) {}
    #expect(reader.bytesRead == lines.utf8.count)
  }

  @Test func `a pipe is read like a file`() throws {
    let pipe = Pipe()
    let text = header + "\n" + goodRow + "\nJos"
    pipe.fileHandleForWriting.write(Data(text.utf8) + [0xE9] + Data(",s,c,IL,62701".utf8))
    try pipe.fileHandleForWriting.close()
    let descriptor = dup(pipe.fileHandleForReading.fileDescriptor)
    let list = try ReadList(CaseListReader(fileDescriptor: descriptor))
    #expect(list.rows.map(\.cells[0]) == ["Ada Quill", "José"])
    #expect(list.summary == "Windows-1252, comma, LF")
  }

  @Test func `a pipe with more than a file may have is refused`() throws {
    let pipe = Pipe()
    pipe.fileHandleForWriting.write(Data((header + "\n" + goodRow).utf8))
    try pipe.fileHandleForWriting.close()
    let descriptor = dup(pipe.fileHandleForReading.fileDescriptor)
    var limits = IntakeLimits()
    limits.fileBytes = 20
    #expect(throws: IntakeError(.tooLarge(limit: 20), file: "standard input")) {
      try CaseListReader(fileDescriptor: descriptor, limits: limits)
    }
  }

  @Test func `a file that grows while it is read is refused`() throws {
    let fixture = try ListFixture(header + "\n" + goodRow)
    var reader = try fixture.reader()
    let handle = try #require(FileHandle(forWritingAtPath: fixture.path))
    try handle.seekToEnd()
    handle.write(Data("\n\(goodRow)".utf8))
    try handle.close()
    var batch = RecordBatch()
    #expect(throws: IntakeError(.changedWhileReading, file: "list.csv")) {
      while try reader.next(into: &batch) {}
    }
  }

  @Test func `columns of the job's own mapping are found`() throws {
    let fixture = try ListFixture("Who,street1,city,state,zip\n" + goodRow)
    let reader = try CaseListReader(path: fixture.path, explicit: [.name: ["Who"]])
    #expect(reader.headers[.name] == [0])
    #expect(throws: IntakeError.self) { try CaseListReader(path: fixture.path) }
  }

  @Test func `a batch gives cells as ranges and as text`() throws {
    let fixture = try ListFixture(header + "\n" + goodRow + "\nB")
    var reader = try fixture.reader()
    var batch = RecordBatch()
    #expect(try reader.next(into: &batch))
    let (first, second) = (batch.records[0], batch.records[1])
    #expect(batch.text(first, 4) == "62701")
    #expect(batch.cell(second, 0).count == 1)
    #expect(batch.cell(second, 4).isEmpty)
    #expect(batch.cell(second, -1).isEmpty)
    #expect(batch.extent(first) == 0..<goodRow.utf8.count - 4)
    #expect(reader.contentHash == nil)
    #expect(try !reader.next(into: &batch))
    #expect(reader.contentHash != nil)
    #expect(reader.recordCount == 2)
    #expect(batch.records.isEmpty)
  }
}
