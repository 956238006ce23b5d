import Foundation
import MailModel
import Testing

@testable import Reconciliation

/// Strings that break programs, in every field of every report.
@Suite struct NaughtyStringsTests {
  /// The big list where it is there, and a few of its kind in any case.
  private static let strings: [String] = {
    let few = [
      "", "=1+1", "\"", "\\", ",\r\n", "\u{0}\u{1B}", "\u{FEFF}x", "\u{202E}rtl", "<script>", "]]>",
      "&amp;", "😀", "\u{FFFE}", "\u{2028}", "'", "NULL", "Ω≈ç√", "-1", "\t", "e\u{301}",
    ]
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../../shared/data/blns/blns.json").standardizedFileURL
    guard let data = FileManager.default.contents(atPath: file.path) else {
      print("SKIPPED: the big list of naughty strings is not at \(file.path)")
      return few
    }
    guard let list = try? JSONDecoder().decode([String].self, from: data) else {
      // Counted as a failure by the test of the count below.
      return []
    }
    return few + list
  }()

  private static let entries: [ReportEntry] = strings.indices.map { index in
    func text(_ shift: Int) -> String { strings[(index + shift) % strings.count] }
    return makeDone(row: index + 2) {
      $0.state = index % 3 == 0 ? .invalid : .done
      $0.cells = RowCells([text(0), text(1)])
      ($0.reference, $0.matter, $0.document) = (text(0), text(3), text(4))
      ($0.code, $0.message, $0.hint) = (text(5), text(6), text(7))
      ($0.sentReference, $0.mailingID, $0.trackingNumber) = (text(8), text(9), text(10))
      ($0.label, $0.trackingStatus, $0.mailClass) = (text(11), text(12), MailClass(text(13)))
      $0.recipient = PostalAddress(
        name: text(14), company: text(15), street1: text(16), street2: text(17), city: text(18),
        state: text(19), zip: text(20))
    }
  }

  private var header: ReportHeader { makeHeader(inputRows: Self.entries.count) }

  @Test func `there are strings to try`() { #expect(Self.strings.count >= 20) }

  @Test func `JSON gives every string back`() throws {
    let text = try jsonText(header, Self.entries)
    let report = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
    let rows = try #require(report?["rows"] as? [[String: Any]])
    #expect(rows.count == Self.entries.count)
    for (row, entry) in zip(rows, Self.entries) {
      #expect(same(row["reference"], entry.reference))
      #expect(same(row["message"], entry.message))
      #expect(same(row["name"], entry.recipient.name))
      #expect(same(row["tracking_number"], entry.trackingNumber))
    }
  }

  /// Foundation drops a byte order mark at the start of a text that it reads.
  private func same(_ value: Any?, _ text: String) -> Bool {
    guard let value = value as? String else { return text.isEmpty }
    let marked = text.unicodeScalars.first == "\u{FEFF}"
    return Array(value.unicodeScalars) == Array(text.unicodeScalars.dropFirst(marked ? 1 : 0))
  }

  @Test func `CSV gives every cell back, but for the guard, and starts no formula`() throws {
    let records = readCSV(try csvText(header, Self.entries))
    #expect(records.count == Self.entries.count + 1)
    for (record, entry) in zip(records.dropFirst(), Self.entries) {
      #expect(record.count == 2 + ReportCSV.columns.count)
      for index in 0..<2 {
        let cell = entry.cells[index]
        let expected = FormulaGuard.needsQuote(cell.utf8) ? "'" + cell : cell
        #expect(Array(record[index].unicodeScalars) == Array(expected.unicodeScalars))
      }
      for field in record where FormulaGuard.needsQuote(field.utf8) {
        #expect(field.hasPrefix("'"))
      }
    }
  }

  @Test func `the file to correct has every row that needs it`() throws {
    let records = readCSV(try attentionText(header, Self.entries))
    #expect(records.count - 1 == Self.entries.count { $0.state == .invalid })
    #expect(records.allSatisfy { $0.count == 2 + NeedsAttentionCSV.columns.count })
  }

  @Test func `HTML stays well-formed and runs nothing`() throws {
    let text = try htmlText(header, Self.entries)
    #expect(isWellFormed(text))
    #expect(!text.lowercased().contains("<script"))
  }
}
