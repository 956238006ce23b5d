import Foundation
import Testing

@testable import Intake

@Suite struct NaughtyStringsTests {
  private static func strings() throws -> [String]? {
    guard let folder = SharedData.folder("blns") else { return nil }
    let data = try Data(contentsOf: folder.appendingPathComponent("blns.json"))
    // NUL is refused by rule and tested there.
    return try JSONDecoder().decode([String].self, from: data).filter { !$0.utf8.contains(0) }
  }

  private static func expected(_ strings: [String]) -> [Row] {
    strings.enumerated().map { Row($0.offset + 2, ["x", $0.element]) }
  }

  @Test func `strings that break programs come through CSV unchanged`() throws {
    guard let strings = try Self.strings() else { return }
    let rows = strings.map { "x,\"" + $0.replacingOccurrences(of: "\"", with: "\"\"") + "\"\n" }
    let table = try CSVTable("key,text\n" + rows.joined())
    #expect(strings.count > 500)
    #expect(table.rows == Self.expected(strings))
  }

  @Test func `strings that break programs come through JSON unchanged`() throws {
    guard let strings = try Self.strings() else { return }
    let objects = strings.map { ["key": "x", "text": $0] }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    let table = try JSONTable(String(decoding: encoder.encode(objects), as: UTF8.self))
    #expect(table.rows.map(\.cells) == Self.expected(strings).map(\.cells))
  }
}
