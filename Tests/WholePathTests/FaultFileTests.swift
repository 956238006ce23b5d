import Foundation
import Testing

/// Every list of `samples/faults` comes to what its README says.
@Suite struct FaultFileTests {
  private static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "samples/faults").path

  /// For each list the rows with their states and codes; `nil` where the list is refused.
  private static let expected: [String: String?] = [
    "api-shape.json": "1 queued, 2 queued",
    "bad-state.csv": "2 invalid state_unknown, 3 queued",
    "bad-zip.csv": "2 invalid zip_malformed, 3 invalid zip_malformed, 4 invalid zip_state_mismatch",
    "blank-rows.csv": "2 queued, 5 queued",
    "byte-order-mark.csv": "2 queued, 3 queued",
    "control-characters.csv": "2 invalid control_character, 3 invalid control_character",
    "cut-off.json": nil,
    "duplicate-letter.csv": "2 queued, 3 queued, 4 duplicate duplicate",
    "empty.csv": nil,
    "foreign-address.csv": "2 invalid foreign_address, 3 queued",
    "formula-cell.csv": "2 queued, 3 queued, 4 queued",
    "header-only.csv": nil,
    "line-break-in-field.csv": "2 queued, 3 queued",
    "lost-zip-zero.csv": "2 queued, 3 invalid zip_malformed",
    "missing-column.csv": nil,
    "no-header.csv": nil,
    "not-a-list.json": nil,
    "nul-bytes.csv": "2 queued",
    "number-zip.json": "1 queued, 2 queued",
    "old-workbook.xls": nil,
    "past-deadline.csv": "2 queued, 3 invalid mail_by_unreadable",
    "ragged-row.csv": "2 queued, 3 invalid too_many_cells, 4 queued",
    "same-reference-other-person.csv": "2 queued, 3 queued",
    "sep-line.csv": "2 queued, 3 queued",
    "short-row.csv": "2 queued, 3 invalid city_missing, 4 queued",
    "too-long-field.csv": "2 invalid too_long, 3 queued",
    "totals-row.csv": "2 queued, 3 queued, 4 ignored",
    "two-columns-one-field.csv": nil,
    "unknown-mail-class.csv": "2 invalid mail_class_unknown, 3 queued",
    "unknown-sender.csv": "2 invalid sender_unknown, 3 queued",
    "unterminated-quote.csv": nil,
    "utf16.csv": "2 queued, 3 queued",
    "workbook-renamed.csv": nil,
    "workbook.xlsx": nil,
    "wrong-type.json": "1 invalid not_text, 2 queued",
  ]

  @Test func `no sample is without its expectation`() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder)
    #expect(Set(files).subtracting(["README.md", "sandbox"]) == Set(Self.expected.keys))
  }

  @Test(arguments: expected.keys.sorted())
  func `a list with a fault comes to what its README says`(file: String) async throws {
    let job = try JobInFolder()
    let status = await job.run("import", Self.folder + "/" + file)
    let rows = try job.column(
      """
      SELECT group_concat(text, ', ') FROM (
        SELECT trim(row || ' ' || state || ' ' || coalesce(code, '')) AS text
        FROM mailing ORDER BY id)
      """
    ).joined()
    guard let expected = try #require(Self.expected[file]) else {
      #expect(status == 5)
      #expect(rows.isEmpty)
      return
    }
    #expect(status == (expected.contains("invalid") ? 3 : 0))
    #expect(rows == expected)
  }
}
