import Foundation
import Testing

@Suite struct LongListTests {
  /// Rows with faults, duplicates and non-ASCII names among them; padded so that the list is long.
  private static func list(padding: Int) -> String {
    let pad = String(repeating: "x", count: padding)
    return "reference,name,street1,city,state,zip,note\n"
      + (0..<6000).map { row in
        let number = row % 50 == 49 ? row - 7 : row
        let state = row % 100 == 3 ? "XX" : "CA"
        let name = row % 30 == 0 ? "Zoë Müller" : "Jane Doe"
        return "CASE-\(number),\(name),\(number + 1) Oak St,Los Angeles,\(state),90001,\(pad)\n"
      }.joined()
  }

  private static let dump = """
    SELECT m.row || '|' || state || '|' || ifnull(token, '') || '|' || reference || '|' || name
      || '|' || ifnull(code, '') || '|' || ifnull(message, '') || '|' || ifnull(twin, '') || '|'
      || ifnull(quoted, '')
    FROM mailing m ORDER BY id
    """

  @Test func `a long list is stored in another way with the same result`() async throws {
    let short = try JobInFolder(list: Self.list(padding: 10))
    let long = try JobInFolder(list: Self.list(padding: 800))
    #expect(await short.run("import") == 3)
    #expect(await long.run("import") == 3)
    let rows = try long.column(Self.dump)
    #expect(rows.count == 6000)
    #expect(try short.column(Self.dump) == rows)
    #expect(Set(try long.states().keys) == ["queued", "invalid", "duplicate"])
    // The index is there again, and refuses what it must.
    #expect(throws: (any Error).self) {
      try long.change(
        "UPDATE mailing SET token = (SELECT token FROM mailing WHERE id = 1) WHERE id = 2")
    }
  }

  @Test func `a long list that comes again with other columns mails nothing twice`() async throws {
    let job = try JobInFolder(list: Self.list(padding: 800))
    #expect(await job.run("import") == 3)
    let queued = try #require(try job.states()["queued"])
    let again = job.folder + "/again.csv"
    try JobInFolder.write(Self.list(padding: 801), again)
    #expect(await job.run("import", again) == 3)
    // Each letter is a duplicate of the first list's; only the invalid rows are invalid again.
    #expect(try job.states()["queued"] == queued)
    #expect(try job.states().values.reduce(0, +) == 12_000)
  }
}
