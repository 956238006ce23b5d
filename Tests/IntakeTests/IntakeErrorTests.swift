import MailModel
import Testing

@testable import Intake

@Suite struct IntakeErrorTests {
  @Test(arguments: [
    (
      "PK\u{3}\u{4}...", "list.xlsx",
      #"list.xlsx is an Excel workbook; in Excel choose File, Save As, "CSV UTF-8 (Comma delimited)" and import that file"#
    ),
    (
      "PK\u{3}\u{4}...", "list.zip",
      "list.zip is a ZIP archive; unpack it and import the CSV or JSON file in it"
    ),
    (
      "%PDF-1.7", "list.pdf",
      "list.pdf is a PDF document; export the list as CSV or JSON and import that file"
    ),
    (
      "\n <!DOCTYPE html>", "list.csv",
      "list.csv is a web page; export the list as CSV or JSON and import that file"
    ),
    (
      "{\\rtf1", "list.csv",
      "list.csv is not a text file; export the list as CSV or JSON and import that file"
    ),
    ("", "list.csv", "list.csv is empty; export the list again"),
    ("\n\n", "list.csv", "list.csv is empty; export the list again"),
    (header, "list.csv", "list.csv has no rows; export the list again"),
    (header + "\n,,\n\n", "list.csv", "list.csv has no rows; export the list again"),
    ("[]", "list.json", "list.json has no rows; export the list again"),
    (
      header + "\nA,\"b", "list.csv",
      #"list.csv row 2, column "street1": a quote opens here and is never closed; close the quote at the end of its value, and write a quote inside a value twice"#
    ),
    (
      "name,street1,city\nx", "list.csv",
      #"list.csv has no columns for state, zip; the columns found are "name", "street1", "city"; rename them, or say which is which under input.columns in the job file"#
    ),
    (
      header + ",Full Name\nx", "list.csv",
      #"list.csv has several columns for name: "name", "Full Name"; the columns found are "name", "street1", "city", "state", "zip", "Full Name"; rename them, or say which is which under input.columns in the job file"#
    ),
    (
      "Ada,1 Main St,Springfield,IL,62701\n", "list.csv",
      "list.csv has no row of column names: its first row looks like a recipient; put a row above it: name, street1, city, state, zip"
    ),
    (
      "[{\"zip\":1},\n{\"zip\":}]", "list.json",
      #"list.json row 2: line 2, character 8: found "}" where a value should be; correct it there, or export the list again"#
    ),
    (
      "[1,2]", "list.json",
      #"list.json holds no list of objects; write an array of objects, one object a line, or an object with "recipients": […]"#
    ),
  ])
  func `an error says what, where and what to do next`(text: String, name: String, message: String)
  {
    #expect(failure(text, name: name)?.description == message)
  }

  @Test func `an old Excel workbook is known, too`() {
    #expect(failure([0xD0, 0xCF, 0x11, 0xE0, 0xA1], name: "list.xls")?.problem == .excelWorkbook)
    #expect(failure([0x1F, 0x8B, 8], name: "list.gz")?.problem == .archive("gzip"))
  }

  @Test func `a file with many NULs is no text, one with few is`() {
    let text = Array((header + "\n" + goodRow).utf8)
    let allowed = text.count / 9
    #expect(failure(text + Array(repeating: 0, count: allowed)) == nil)
    #expect(failure(text + Array(repeating: 0, count: allowed + 1))?.problem == .notText)
  }

  @Test func `what cannot be opened says why`() {
    #expect(throws: IntakeError(.cannotOpen(reason: "No such file or directory"), file: "no.csv")) {
      try CaseListReader(path: "/nowhere/no.csv")
    }
    #expect(throws: IntakeError(.notAFile, file: "tmp")) { try CaseListReader(path: "/tmp") }
  }

  @Test func `an error shows no more than forty column names`() {
    let error = IntakeError(
      .headersUnusable([], found: (1...45).map { "c\($0)" }), file: "list.csv")
    #expect(error.remedy.contains("\"c40\" and 5 more;"))
    #expect(!error.remedy.contains("c41"))
  }
}

@Suite struct RecordIssueTests {
  @Test(arguments: [
    (RecordIssue.tooManyCells(found: 7), "too_many_cells", "7 cells, but the header has 2 columns"),
    (.rowTooLong, "row_too_long", "the row is too long to be a recipient"),
    (
      .fieldTooLong(column: 1), "field_too_long",
      #"column "B" is too long to be part of an address"#
    ),
    (.invalidText(column: 2), "invalid_text", "cell 3 has bytes that are not text"),
    (.notAnObject, "not_an_object", "this element is not a JSON object"),
    (.duplicateMember(column: 0), "duplicate_member", #"column "A" is given twice"#),
    (
      .tooManyColumns, "too_many_columns",
      "the object has more members than a list may have columns"
    ),
  ])
  func `an issue has a code, a message and a hint`(
    issue: RecordIssue, code: String, message: String
  ) {
    #expect(issue.code == code)
    #expect(issue.message(columns: ["A", "B"]) == message)
    #expect(!issue.hint.isEmpty)
  }
}
