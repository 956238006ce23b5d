import Foundation
import Testing

/// The money as it is billed.
@Suite struct ChargesTests {
  @Test(arguments: [["--ledes"], ["--by", "matter"]])
  func `what the sandbox charged is not to be billed, and that is said`(form: [String]) async throws
  {
    let job = try JobInFolder(rows: 1)
    #expect(await job.run("run") == 0)
    #expect(try job.words("report", form).contains("warning: these are the sandbox's charges"))
  }

  private static let list = """
    reference,name,street1,city,state,zip,matter
    C-1,Jane Doe,1 Oak St,Los Angeles,CA,90001,10234.0007
    C-2,Jane Doe,2 Oak St,Los Angeles,CA,90001,10234.0008
    C-3,Jane Doe,3 Oak St,Los Angeles,CA,90001,10234.0007
    C-4,Jane Doe,4 Oak St,Los Angeles,CA,90001,
    C-5,Jane Doe,5 Oak St,Los Angeles,CA,90001,a matter with a very long name

    """

  private func lines(_ name: String, _ job: JobInFolder) throws -> [String] {
    try String(contentsOfFile: job.folder + "/" + name, encoding: .utf8)
      .split(whereSeparator: \.isNewline).map(String.init)
  }

  /// The last column in cents.
  private func cents(_ lines: some Sequence<String>) -> Int {
    lines.compactMap { Int($0.split(separator: ",").last?.filter(\.isNumber) ?? "") }.reduce(0, +)
  }

  @Test func `a charge that nobody knows is a difference`() async throws {
    let job = try JobInFolder(rows: 1, faults: #"{"rules": []}"#)
    #expect(await job.run("run") == 0)
    let id = try job.column("SELECT api_id FROM piece")[0]
    try job.change("UPDATE piece SET postage = NULL, service_fee = NULL, charged = NULL")
    try JobInFolder.write(
      """
      {"rules": [
        {"on": "GET /mailings$", "each": true, "do": "text", "text": "{\\"data\\": []}"},
        {"on": "GET /mailings/{id}$", "each": true, "do": "text", "text": "{\\"id\\": \\"\(id)\\"}"}]}
      """, job.folder + "/faults.json")
    let text = try job.output("reconcile")
    #expect(text.contains(":2: neither the API nor the ledger says what it was charged"), "\(text)")
  }

  @Test func `charges by row, by matter and by the API are the same to the cent`() async throws {
    let job = try JobInFolder(
      list: Self.list,
      faults: #"{"rules": [{"on": "POST /mailings", "nth": 2, "do": "close", "after": true}]}"#)
    #expect(await job.run("run") == 0)
    #expect(await job.run("run") == 0)
    let path = job.folder + "/by-matter.csv"
    #expect(await job.run("report", "--by", "matter", "-o", path) == 0)
    let charged = try job.sent("cost.total").compactMap(Double.init).reduce(0, +)
    #expect(Int((charged * 100).rounded()) == 5 * 750)
    #expect(cents(try lines("out/latest/charges.csv", job).dropFirst()) == 5 * 750)
    #expect(cents(try lines("out/latest/charges-by-matter.csv", job).dropFirst()) == 5 * 750)
    let byMatter = try lines("by-matter.csv", job)
    #expect(
      byMatter[1...] == [
        ",1,5.86,1.64,7.50", "10234.0007,2,11.72,3.28,15.00", "10234.0008,1,5.86,1.64,7.50",
        "a matter with a very long name,1,5.86,1.64,7.50",
      ])
  }

  @Test func `LEDES has an invoice a matter, and says what it leaves out`() async throws {
    let job = try JobInFolder(list: Self.list)
    #expect(await job.run("run") == 0)
    let path = job.folder + "/bill.txt"
    #expect(
      await job.run("report", "--ledes", "--law-firm-id", "94-1234567", "-o", path) == 3)
    let bill = try lines("bill.txt", job)
    #expect(bill.count == 5)
    #expect(bill[0] == "LEDES1998B[]")
    let fields = bill.dropFirst(2).map {
      $0.split(separator: "|", omittingEmptySubsequences: false)
    }
    #expect(fields.allSatisfy { $0.count == 24 && $0[15] == "E108" && $0[19] == "94-1234567" })
    #expect(fields.map { $0[2] } == ["10234", "10234", "10234"])
    #expect(fields.map { $0[3] } == ["10234.0007", "10234.0007", "10234.0008"])
    #expect(fields.map { $0[4] } == ["15.00", "15.00", "7.50"])
    #expect(Set(fields.map { $0[1] }).count == 2)
  }

  @Test func `only the days that are asked for are billed`() async throws {
    let job = try JobInFolder()
    #expect(await job.run("run") == 0)
    let path = job.folder + "/later.csv"
    #expect(await job.run("report", "--by", "matter", "--since", "2190-01-01", "-o", path) == 0)
    #expect(try lines("later.csv", job).count == 1)
    #expect(await job.run("report", "--by", "matter", "--until", "2190-01-01", "-o", path) == 0)
    #expect(try lines("later.csv", job).count == 2)
    #expect(await job.run("report", "--by", "matter", "--since", "yesterday") == 2)
    #expect(await job.run("report", "--since", "2190-01-01") == 2)
  }
}
