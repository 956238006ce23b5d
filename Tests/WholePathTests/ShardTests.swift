import CertmailCLI
import Foundation
import MailModel
import SQLiteKit
import SandboxAPI
import TestSupport
import Testing

/// One job in four parts, each with a ledger of its own, against one API.
@Suite struct ShardTests {
  /// A job whose API is a sandbox that all parts share.
  private struct SharedJob {
    let job: JobInFolder
    let sandbox: Sandbox
    private let journal: String

    init(list: String, limits: [String: Any] = [:]) async throws {
      let store = try Scratch.path("shared.sqlite")
      journal = store + ".journal.jsonl"
      sandbox = try Sandbox(SandboxConfiguration(store: store, now: { UTCTime(Date()) }))
      let baseURL = try await sandbox.start()
      var all: [String: Any] = ["request_timeout": "20s", "reserve_requests": 0]
      all.merge(limits) { $1 }
      job = try JobInFolder(
        list: list, extra: ["api": ["base_url": baseURL, "key_file": "key"], "limits": all])
      try JobInFolder.write(sandbox.key, job.folder + "/key")
      try FileManager.default.setAttributes(
        [.posixPermissions: 0o600], ofItemAtPath: job.folder + "/key")
    }

    /// Runs all parts at once; their exit statuses.
    func runParts(_ count: Int) async -> [Int32] {
      await withTaskGroup(of: Int32.self) { group in
        for number in 1...count {
          group.addTask { await job.run("run", "--shard", "\(number)/\(count)") }
        }
        return await group.reduce(into: []) { $0.append($1) }
      }
    }

    func ledgers(_ count: Int) -> [String] {
      (1...count).map { "\(job.folder)/l.\($0)of\(count).sqlite" }
    }

    func merge(_ ledgers: [String]) async -> Int32 {
      await Program.run(["report", job.job, "--quiet", "--merge"] + ledgers)
    }

    /// What the sandbox made, by its own journal.
    func accepted() throws -> [[String: Any]] {
      try String(contentsOfFile: journal, encoding: .utf8).split(separator: "\n").map {
        try #require(JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
      }
    }

    /// The joined report of the only list.
    func merged() throws -> [String: Any] {
      let folder = job.folder + "/out/merged"
      let name = try #require(
        FileManager.default.contentsOfDirectory(atPath: folder).first { $0 != "latest" })
      let data = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)/report.json"))
      return try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
    }
  }

  /// Forty letters, one of them twice, and three rows that cannot be mailed.
  private static let list =
    JobInFolder.list(rows: 40) + "CASE-7,Jane Doe,7 Oak St,Los Angeles,CA,90001\n"
    + (1...3).map { "BAD-\($0),Jane Doe,\($0) Elm St,Los Angeles,CA,ABCDE\n" }.joined()

  @Test
  func `four parts at once mail each letter once, and their reports join to one that balances`()
    async throws
  {
    let shared = try await SharedJob(list: Self.list)
    let statuses = await shared.runParts(4)
    #expect(statuses.allSatisfy { [0, 3].contains($0) })
    let references = try shared.accepted().compactMap { $0["token"] as? String }
    #expect(references.count == 40)
    #expect(Set(references).count == 40)
    #expect(await shared.merge(shared.ledgers(4)) == 0)
    let report = try shared.merged()
    #expect(report["balanced"] as? Bool == true)
    let rows = try #require(report["rows"] as? [[String: Any]])
    #expect(rows.compactMap { $0["row"] as? Int } == Array(2...45))
    let states = Dictionary(grouping: rows) { $0["state"] as? String ?? "" }.mapValues(\.count)
    #expect(states == ["done": 40, "duplicate": 1, "invalid": 3])
    // Each label is where the joined report says.
    let labels = rows.compactMap { $0["label"] as? String }.filter { !$0.isEmpty }
    #expect(labels.count == 40)
    #expect(labels.allSatisfy { $0.hasPrefix("../../") })
    let before = try shared.accepted().count
    _ = await shared.runParts(4)
    #expect(try shared.accepted().count == before)
    await shared.sandbox.stop()
  }

  @Test func `a part that is missing leaves the report unbalanced, one given twice is refused`()
    async throws
  {
    let shared = try await SharedJob(list: Self.list)
    _ = await shared.runParts(3)
    let ledgers = shared.ledgers(3)
    #expect(await shared.merge([ledgers[0], ledgers[2]]) == 3)
    #expect(try shared.merged()["balanced"] as? Bool == false)
    #expect(await shared.merge([ledgers[0], ledgers[0]]) == 1)
    #expect(await shared.merge([shared.job.folder + "/none.sqlite"]) == 1)
    #expect(await shared.merge([]) == 2)
    #expect(await Program.run(["report", shared.job.job, "--quiet", ledgers[0]]) == 2)
    await shared.sandbox.stop()
  }

  @Test func `together the parts stay below the cap, to the cent`() async throws {
    let shared = try await SharedJob(list: Self.list, limits: ["spend_per_run": "100.01"])
    _ = await shared.runParts(4)
    let spent = try shared.accepted().compactMap { $0["total"] as? Int }.reduce(0, +)
    #expect(spent > 0)
    #expect(spent <= 10_001)
    await shared.sandbox.stop()
  }

  @Test func `a job that was cut in another way, or not at all, is refused`() async throws {
    let job = try JobInFolder()
    #expect(await job.run("run", "--shard", "1/2") == 0)
    #expect(await job.run("run") == 2)
    #expect(await job.run("run", "--shard", "1/3") == 2)
    #expect(await job.run("run", "--shard", "2/2") == 0)
    let whole = try JobInFolder()
    #expect(await whole.run("run") == 0)
    #expect(await whole.run("run", "--shard", "1/2") == 2)
    for text in ["0/4", "5/4", "1/0", "a/b", "1/1001", "1", "1/2/3"] {
      #expect(await whole.run("run", "--shard", text) == 2, "\(text)")
    }
  }

  @Test func `a ledger that was given another part's name is refused`() async throws {
    let job = try JobInFolder()
    #expect(await job.run("run", "--shard", "1/2") == 0)
    try FileManager.default.moveItem(
      atPath: job.folder + "/l.1of2.sqlite", toPath: job.folder + "/l.2of2.sqlite")
    #expect(await job.run("run", "--shard", "2/2") == 2)
  }

  @Test func `a corrected row whose letter another part might have is held`() async throws {
    let job = try JobInFolder(
      list: "reference,name,street1,city,state,zip\n"
        + (1...16).map { "C-\($0),Jane Doe,\($0) Oak St,Los Angeles,CA,ABCDE\n" }.joined())
    for part in ["1/2", "2/2"] { #expect(await job.run("run", "--shard", part) == 3) }
    for part in ["1of2", "2of2"] {
      let folder = "\(job.folder)/out/\(part)/latest"
      let list = try String(contentsOfFile: folder + "/needs-attention.csv", encoding: .utf8)
      try JobInFolder.write(
        list.replacing("ABCDE", with: "90001"), "\(job.folder)/repair-\(part).csv")
    }
    var states: [String: Int] = [:]
    for part in ["1of2", "2of2"] {
      let name = part.replacing("of", with: "/")
      _ = await Program.run(
        ["import", job.job, "--quiet", "--shard", name, "\(job.folder)/repair-1of2.csv"])
      _ = await Program.run(
        ["import", job.job, "--quiet", "--shard", name, "\(job.folder)/repair-2of2.csv"])
      try Connection(path: "\(job.folder)/l.\(part).sqlite", mode: .readOnly)
        .prepare("SELECT coalesce(code, state), count(*) FROM mailing GROUP BY 1")
        .eachRow { states[$0.text(0), default: 0] += $0.int(1) }
    }
    #expect(states["invalid"] == nil)
    let queued = states["queued"] ?? 0
    let held = states["other_part"] ?? 0
    #expect(queued > 0 && held > 0)
    #expect(queued + held == 16)
  }
}
