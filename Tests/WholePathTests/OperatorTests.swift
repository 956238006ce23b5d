import Foundation
import SQLiteKit
import Testing

/// What an operator leaves for the night, and does in the morning.
@Suite struct OperatorTests {
  private func jobWithInbox() throws -> JobInFolder {
    let job = try JobInFolder(
      extra: ["input": ["files": ["inbox/*.csv"], "done": "inbox/done"]])
    try FileManager.default.createDirectory(
      atPath: job.folder + "/inbox", withIntermediateDirectories: true)
    return job
  }

  private func names(_ folder: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
  }

  @Test func `approval is asked for with what else should be looked at`() async throws {
    let job = try JobInFolder(
      rows: 1,
      extra: [
        "input": ["files": ["*.csv"]], "limits": ["approval": "required", "reserve_requests": 0],
      ])
    #expect(await job.run("run") == 8)
    #expect(await job.run("approve", "--expect-count", "1", "--expect-total", "7.50") == 0)
    #expect(await job.run("run") == 0)
    try JobInFolder.write(
      "reference,name,street1,city,state,zip\nCASE-1,Jane Doe,9 New St,Los Angeles,CA,90001\n"
        + "CASE-8,John Roe,9 New St,Los Angeles,XX,90001\n", job.folder + "/more.csv")
    let words = try job.words("run")
    #expect(words.contains("\nnext: certmail approve ") && words.contains("; correct "))
    #expect(try job.output("approve", ["--json"]).contains("changed_letter"))
    #expect(
      try job.words("status").contains("--state invalid --state held"))
  }

  @Test
  func `report tells a program where the reports are, and ends with 3 where one does not balance`()
    async throws
  {
    struct Answer: Decodable {
      struct Report: Decodable, Equatable {
        var batch: String
        var source: String
        var folder: String
        var balanced: Bool
        var reasons: [String]
      }
      var reports: [Report]
    }
    let job = try JobInFolder(rows: 1)
    #expect(await job.run("run") == 0)
    let whole = try JSONDecoder().decode(
      Answer.self, from: Data(try job.output("report", ["--json"]).utf8)
    ).reports
    let report = try #require(whole.first)
    #expect(whole.count == 1 && report.balanced && report.reasons.isEmpty)
    #expect(report.source == "list.csv")
    #expect(FileManager.default.fileExists(atPath: report.folder + "/report.json"))
    #expect(report.folder.hasSuffix("/" + report.batch))
    try job.change("UPDATE piece SET charged = NULL")
    #expect(await job.run("report") == 3)
    let broken = try JSONDecoder().decode(
      Answer.self, from: Data(try job.output("report", ["--json"]).utf8)
    ).reports
    #expect(broken.map(\.balanced) == [false])
    #expect(
      broken.first?.reasons.contains("row 2 was mailed, but no charge is known") ?? false)
  }

  @Test func `lists of the inbox are moved when they are imported, unusable ones beside them`()
    async throws
  {
    let job = try jobWithInbox()
    try JobInFolder.write(JobInFolder.list(rows: 3), job.folder + "/inbox/a.csv")
    try JobInFolder.write("nothing,of,use\n1,2,3\n", job.folder + "/inbox/b.csv")
    #expect(await job.run("run") == 5)
    #expect(names(job.folder + "/inbox/done") == ["a.csv"])
    #expect(names(job.folder + "/inbox/rejected") == ["b.csv"])
    #expect(try job.accepted().count == 3)
    // The same content under another name: a clear no-op.
    try JobInFolder.write(JobInFolder.list(rows: 3), job.folder + "/inbox/c.csv")
    #expect(await job.run("run") == 0)
    #expect(names(job.folder + "/inbox/done") == ["a.csv", "c.csv"])
    #expect(try job.accepted().count == 3)
  }

  @Test func `a wait for the API's prices is told, though nothing is under way yet`() async throws {
    let job = try JobInFolder(
      rows: 1,
      faults: """
        {"rules": [{"on": "GET /pricing", "nth": 1, "do": "status", "status": 429,
          "retry_after": 3}]}
        """)
    let said = try job.words("import").split(separator: "\n")
    let waits = said.filter { $0.hasPrefix("waiting until ") && $0.hasSuffix(": rate limit") }
    #expect(waits.count == 1, "\(said)")
    #expect(try job.states() == ["queued": 1])
  }

  @Test func `a list in the inbox that no pattern finds is told, and a lock is no list`()
    async throws
  {
    let job = try jobWithInbox()
    for name in ["LIST.CSV", "People.xlsx", ".hidden.CSV", "~$a.csv", "notes.md"] {
      try JobInFolder.write("x", job.folder + "/inbox/" + name)
    }
    try JobInFolder.write(JobInFolder.list(rows: 1), job.folder + "/inbox/a.csv")
    let said = try job.words("run").split(separator: "\n").filter { $0.contains("is not taken in") }
    #expect(said.count == 2)
    for (line, name) in zip(said, ["LIST.CSV", "People.xlsx"]) {
      #expect(
        line.contains(
          "/inbox/\(name) is not taken in: no pattern of input.files names it (inbox/*.csv)"))
    }
    #expect(try job.states() == ["done": 1])
    #expect(
      names(job.folder + "/inbox") == [
        ".hidden.CSV", "LIST.CSV", "People.xlsx", "done", "notes.md", "~$a.csv",
      ])
  }

  @Test func `a file that is still being written is left alone until it stops changing`()
    async throws
  {
    let job = try jobWithInbox()
    let path = job.folder + "/inbox/growing.csv"
    let list = JobInFolder.list(rows: 40)
    let half = list.index(list.startIndex, offsetBy: list.count / 2)
    try Data(list[..<half].utf8).write(to: URL(fileURLWithPath: path))
    let file = try #require(FileHandle(forWritingAtPath: path))
    try file.seekToEnd()
    let rest = Data(list[half...].utf8)
    // A thread of its own: among tasks the second half may wait longer than a file has to be quiet.
    Thread.detachNewThread {
      Thread.sleep(forTimeInterval: 0.7)
      do { try file.write(contentsOf: rest) } catch { Issue.record(error) }
    }
    let status = await job.run("run")
    #expect(status == 0)
    #expect(try job.states() == ["done": 40])
  }

  @Test func `held rows are released by exact count and total, whole or in part`() async throws {
    let job = try JobInFolder(extra: ["limits": ["approval": "required", "reserve_requests": 0]])
    #expect(await job.run("run") == 8)
    #expect(await job.run("approve") == 8)
    for (count, total) in [("5", "45.00"), ("6", "45.01"), ("7", "45.00")] {
      #expect(await job.run("approve", "--expect-count", count, "--expect-total", total) == 8)
    }
    #expect(try job.states() == ["held": 6])
    #expect(
      await job.run(
        "approve", "--rows", "2-3", "--expect-count", "2", "--expect-total", "15.00") == 0)
    #expect(try job.states() == ["held": 4, "queued": 2])
    #expect(try job.column("SELECT count(*) FROM decision WHERE action = 'approved'") == ["2"])
    #expect(try job.column("SELECT DISTINCT who <> '' FROM decision") == ["1"])
    #expect(await job.run("run") == 8)
    #expect(try job.accepted().count == 2)
  }

  @Test func `a cancelled row is never mailed, a mailed one cannot be cancelled`() async throws {
    let job = try JobInFolder()
    #expect(await job.run("import") == 0)
    #expect(await job.run("cancel", "3", "--reason", "settled") == 0)
    #expect(try job.column("SELECT reason FROM decision") == ["settled"])
    #expect(await job.run("run") == 0)
    #expect(try job.states() == ["cancelled": 1, "done": 5])
    #expect(await job.run("cancel", "4", "--reason", "too late") == 2)
    #expect(try job.states() == ["cancelled": 1, "done": 5])
  }

  @Test func `of rows to cancel all are taken out, or none`() async throws {
    let job = try JobInFolder()
    #expect(await job.run("import") == 0)
    #expect(await job.run("cancel", "3", "--reason", "settled") == 0)
    #expect(await job.run("cancel", "2-4", "--reason", "settled") == 2)
    #expect(try job.states() == ["cancelled": 1, "queued": 5])
    let report = try String(contentsOfFile: job.folder + "/out/latest/report.csv", encoding: .utf8)
    #expect(report.contains("cancelled"))
  }

  /// A job with one uncertain row, whose letter was made and is not listed yet.
  private func jobInDoubt() async throws -> (JobInFolder, row: String) {
    let job = try JobInFolder(
      faults: """
        {"rules": [{"on": "POST /mailings", "nth": 2, "after": true, "do": "close"}],
         "listing": {"lag_milliseconds": 60000}}
        """,
      extra: ["uncertain": ["settle": "15m"]])
    #expect(await job.run("run", "--no-wait") == 6)
    let row = try #require(
      try job.column("SELECT row FROM mailing WHERE state = 'uncertain'").first)
    return (job, row)
  }

  @Test func `a row that may have been mailed is not cancelled, only written off`() async throws {
    let (job, row) = try await jobInDoubt()
    #expect(await job.run("cancel", row, "--reason", "settled") == 2)
    #expect(try job.states()["uncertain"] == 1)
    try JobInFolder.write(
      #"{"rules": [{"on": "GET /mailings$", "do": "status", "status": 400}]}"#,
      job.folder + "/faults.json")
    #expect(
      try job.words("resolve", [row, "--write-off", "--reason", "asked the provider"]).contains(
        "warning: the API could not be asked whether it has this letter (GET /mailings: the API refuses "
          + "this (400: a fault of the script)); the decision stands\n"))
    #expect(try job.states()["cancelled"] == 1)
  }

  @Test func `a letter that the API lists is neither sent again nor written off`() async throws {
    let (job, row) = try await jobInDoubt()
    try JobInFolder.write("{}", job.folder + "/faults.json")
    for decision in ["--resend", "--write-off"] {
      #expect(await job.run("resolve", row, decision, "--reason", "sure of it") == 2)
      #expect(try job.states()["uncertain"] == 1)
    }
    let words = try job.words("resolve", [row, "--resend", "--reason", "sure of it"])
    #expect(words.contains("the API has this letter as mailing "))
    let made = Set(try job.accepted().map { String($0.prefix { $0 != " " }) })
    #expect(made.count == 6)
    #expect(await job.run("run") == 0)
    #expect(try job.accepted().count == 6)
  }

  /// Of two letters one is lost and one forgotten, whose mailing a person then gives to the lost one's
  /// row: that row, the mailing, and what `resolve` says of it.
  private func adoption(in job: JobInFolder) async throws -> (
    row: String, id: String, words: String
  ) {
    #expect(await job.run("run", "--no-wait") == 6)
    let id = try #require(try job.column("SELECT api_id FROM piece").first)
    let row = try #require(
      try job.column("SELECT row FROM mailing WHERE state = 'uncertain'").first)
    try job.change("DELETE FROM piece")
    return (row, id, try job.words("resolve", [row, "--adopt", id, "--reason", "found it"]))
  }

  @Test func `a row is given no mailing of another recipient, and none that it cannot have`()
    async throws
  {
    let job = try JobInFolder(
      list: """
        reference,name,street1,city,state,zip
        A-1,Ann Lee,1 Oak St,Reno,NV,89501
        A-2,Bob Roe,9 Elm Ave,Los Angeles,CA,90001

        """,
      faults: #"{"rules": [{"on": "POST /mailings", "nth": 2, "do": "close"}]}"#,
      extra: ["uncertain": ["settle": "15m"]])
    let (row, id, words) = try await adoption(in: job)
    #expect(words.contains("mailing \(id) is to another recipient (Ann Lee, 1 Oak St)"))
    #expect(try job.states()["uncertain"] == 1)
    #expect(
      try job.words("resolve", [row, "--adopt", "clx0", "--reason", "found it"])
        == "certmail: the API has no mailing clx0; certmail api \(job.job) mailings lists what it has; "
        + "row \(row) stays as it is\n")
    let other = row == "2" ? "3" : "2"
    #expect(await job.run("resolve", other, "--adopt", id, "--reason", "found it") == 2)
    #expect(
      try job.words("resolve", [other, "--adopt", id, "--reason", "found it"])
        .contains("row \(other) is done: only one that may have been mailed can be given a mailing")
    )
  }

  @Test func `a row is given no mailing that carries another row's mark`() async throws {
    let job = try JobInFolder(
      rows: 2,
      faults: #"{"rules": [{"on": "POST /mailings", "nth": 2, "do": "close"}]}"#,
      extra: ["uncertain": ["settle": "15m"]])
    let (_, id, words) = try await adoption(in: job)
    #expect(words.contains("mailing \(id) carries the mark of row "), "\(words)")
    #expect(try job.states()["uncertain"] == 1)
  }

  @Test func `a row that is named with what is no hash is refused`() async throws {
    let job = try JobInFolder()
    #expect(await job.run("import") == 0)
    #expect(await job.run("cancel", "o7c733:3", "--reason", "settled") == 2)
    #expect(try job.states() == ["queued": 6])
  }

  @Test func `a quote counts what earlier lists left in line and what a repair makes whole`()
    async throws
  {
    let job = try JobInFolder(
      list: "reference,name,street1,city,state,zip\n"
        + (1...4).map { "A-\($0),Jane Doe,\($0) Oak St,Los Angeles,CA,90001\n" }.joined()
        + "A-5,Jane Doe,5 Oak St,Los Angeles,CF,90001\n",
      extra: ["input": ["files": ["list*.csv"]]])
    #expect(await job.run("run", "--limit", "1") == 3)
    let text = try String(
      contentsOfFile: job.folder + "/out/latest/needs-attention.csv", encoding: .utf8)
    try JobInFolder.write(text.replacing(",CF,", with: ",CA,"), job.folder + "/list-b.csv")
    try JobInFolder.write(
      JobInFolder.list(rows: 2).replacing("CASE", with: "B"), job.folder + "/list-c.csv")
    let quoted = try job.output("quote")
    #expect(quoted.contains("6 ready"), "\(quoted)")
    #expect(await job.run("run") == 0)
    #expect(try job.states() == ["done": 7])
  }

  @Test(arguments: [
    ["approve"], ["retry"], ["cancel", "2", "--reason", "settled"], ["backup", "copy.sqlite"],
  ])
  func `with --json a decision answers with JSON alone`(words: [String]) async throws {
    let job = try JobInFolder(
      rows: 3, extra: ["limits": ["approval": "required", "reserve_requests": 0]])
    #expect(await job.run("import") == 8)
    let arguments = words.dropFirst().map { $0.contains(".") ? "\(job.folder)/\($0)" : $0 }
    let out = try job.output(words[0], arguments + ["--json"])
    #expect(try JSONSerialization.jsonObject(with: Data(out.utf8)) is [String: Any], "\(out)")
  }

  @Test func `a row's sender is the office that it names`() async throws {
    let office = [
      "name": "Firm, Oakland", "street1": "9 Lake St", "city": "Oakland", "state": "CA",
    ]
    let job = try JobInFolder(
      list: "reference,name,street1,city,state,zip,sender\n"
        + "A,Jane Doe,1 Oak St,Los Angeles,CA,90001,\n"
        + "B,Jane Doe,2 Oak St,Los Angeles,CA,90001,oakland\n"
        + "C,Jane Doe,3 Oak St,Los Angeles,CA,90001,nowhere\n",
      extra: ["senders": ["oakland": office.merging(["zip": "94601"]) { $1 }]])
    #expect(await job.run("run") == 3)
    #expect(try job.sent("from.city").sorted() == ["Oakland", "San Francisco"])
    #expect(try job.states() == ["done": 2, "invalid": 1])
  }

  @Test func `a backup made while a run goes on is whole`() async throws {
    let job = try JobInFolder(
      rows: 20,
      faults: """
        {"rules": [{"on": "POST /mailings", "each": true, "do": "delay", "milliseconds": 60}]}
        """)
    async let status = job.run("run")
    while (try? job.states()["done"] ?? 0) ?? 0 == 0 {
      try await Task.sleep(for: .milliseconds(20))
    }
    #expect(await job.run("backup", job.folder + "/copy.sqlite") == 0)
    #expect(await status == 0)
    let copy = try Connection(path: job.folder + "/copy.sqlite", mode: .readOnly)
    #expect(try copy.prepare("PRAGMA integrity_check").map { $0.text(0) } == ["ok"])
    #expect(try copy.prepare("SELECT count(*) FROM mailing").map { $0.int(0) } == [20])
    let mode = try FileManager.default.attributesOfItem(atPath: job.folder + "/copy.sqlite")
    #expect(mode[.posixPermissions] as? Int == 0o600)
  }

  @Test func `a run ends with its time, says so, and the next one goes on`() async throws {
    let job = try JobInFolder(
      rows: 12,
      faults: """
        {"rules": [{"on": "POST /mailings", "each": true, "do": "delay", "milliseconds": 400}]}
        """,
      extra: [
        "limits": [
          "run_for": "1s", "concurrent_requests": 1, "reserve_requests": 0,
          "request_timeout": "20s",
        ]
      ])
    #expect(await job.run("run") == 7)
    let first = try job.accepted().count
    #expect(first < 12)
    #expect(try job.states()["uncertain"] == nil)
    let text = try String(contentsOfFile: job.job, encoding: .utf8)
    try JobInFolder.write(
      text.replacing("\"run_for\":\"1s\"", with: "\"run_for\":\"10m\""), job.job)
    #expect(await job.run("run") == 0)
    #expect(Set(try job.accepted()).count == 12)
    #expect(try job.accepted().count == 12)
  }

  @Test func `a run whose time is over before it sends says that letters wait`() async throws {
    let job = try JobInFolder(extra: ["limits": ["run_for": "1s", "reserve_requests": 0]])
    // Just written, it is waited for longer than the run may take.
    try FileManager.default.setAttributes(
      [.modificationDate: Date()], ofItemAtPath: job.folder + "/list.csv")
    #expect(await job.run("run") == 7)
    #expect(try job.states() == ["queued": 6])
    let text = try String(contentsOfFile: job.job, encoding: .utf8)
    try JobInFolder.write(
      text.replacing("\"run_for\":\"1s\"", with: "\"run_for\":\"10m\""), job.job)
    #expect(await job.run("run") == 0)
  }
}
