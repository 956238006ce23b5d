import Testing

@testable import CertmailCLI

@Suite struct SpreadsheetCellTests {
  @Test(arguments: [
    ("12", "0012"), ("2-Jan", "1/2"), ("1-Feb", "1/2"), ("Jan-26", "2026-1"), ("26-Jan", "1-26"),
    ("1.23457E+11", "123456789012"), ("3.00E+05", "3E5"), ("Nguy?n V?n An", "Nguyễn Văn An"),
  ])
  func `what a spreadsheet makes of a cell is taken back`(text: String, before: String) {
    #expect(SpreadsheetCell.restored(text, before) == before)
  }

  @Test(arguments: [
    ("12", "0013"), ("12", "12"), ("2-Feb", "1/3"), ("Jan-27", "2026-1"), ("2-Jan", "A/2"),
    ("2-Jan", "1/2/3"), ("1.5E+11", "123456789012"), ("3.00E+05", "E-5"), ("", "0012"), ("x", ""),
    ("Nguy?n", "Nguyen"), ("Nguyen", "Nguyễn"), ("?n", "Nguyễn"),
  ])
  func `what a person typed stays`(text: String, before: String) {
    #expect(SpreadsheetCell.restored(text, before) == text)
  }
}
