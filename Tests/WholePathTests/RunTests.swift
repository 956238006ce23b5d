import CertmailCLI
import Foundation
import Testing

@Suite struct RunTests {
  @Test func `a clean list is mailed whole, and never again`() async throws {
    let job = try JobInFolder()
    #expect(await job.run("run") == 0)
    #expect(try job.states() == ["done": 6])
    #expect(await job.run("run") == 0)
    #expect(try job.accepted().count == 6)
  }

  @Test(arguments: ["close", "reset", "cut", "garbage", "silent"], [true, false])
  func `an answer that is lost ends in exactly one letter or in none, never in two`(
    action: String, after: Bool
  ) async throws {
    let job = try JobInFolder(
      faults: """
        {"rules": [{"on": "POST /mailings", "nth": 3, "do": "\(action)", "after": \(after)}]}
        """)
    let status = await job.run("run")
    let accepted = try job.accepted()
    #expect(Set(accepted).count == accepted.count)
    #expect(accepted.count == (after ? 6 : 5))
    #expect(try job.states() == (after ? ["done": 6] : ["done": 5, "absent": 1]))
    #expect(status == (after ? 0 : 6))
  }

  @Test func `what is proved absent is sent again when the job says so`() async throws {
    let job = try JobInFolder(
      faults: #"{"rules": [{"on": "POST /mailings", "nth": 3, "do": "close"}]}"#,
      extra: ["uncertain": ["settle": "1s", "when_absent": "resend"]])
    #expect(await job.run("run") == 0)
    #expect(try job.states() == ["done": 6])
    #expect(try job.accepted().count == 6)
  }

  @Test func `a 500 is uncertain, not a retry`() async throws {
    let job = try JobInFolder(
      faults: """
        {"rules": [{"on": "POST /mailings", "nth": 2, "do": "status", "status": 500, "after": true}]}
        """)
    #expect(await job.run("run") == 0)
    #expect(try job.accepted().count == 6)
    #expect(try job.states() == ["done": 6])
  }

  @Test func `a 422 refuses the row and no other`() async throws {
    let job = try JobInFolder(
      faults: #"{"rules": [{"on": "POST /mailings", "nth": 2, "do": "status", "status": 422}]}"#)
    #expect(await job.run("run") == 3)
    #expect(try job.states() == ["done": 5, "refused": 1])
    // All that are named, or none: row 2 is mailed.
    #expect(await job.run("retry", "--row", "3", "--row", "2") == 2)
    #expect(try job.states() == ["done": 5, "refused": 1])
    #expect(await job.run("retry") == 0)
    #expect(await job.run("run") == 0)
    #expect(try job.states() == ["done": 6])
  }

  @Test(arguments: [(401, 4), (403, 4), (402, 7), (404, 7)])
  func `a refusal of the account stops the run and leaves the rows in line`(
    status: Int, exit: Int32
  ) async throws {
    let job = try JobInFolder(
      faults: #"{"rules": [{"on": "POST /mailings", "do": "status", "status": \#(status)}]}"#)
    #expect(await job.run("run") == exit)
    #expect(try job.states() == ["queued": 6])
    #expect(try job.accepted().isEmpty)
  }

  @Test(arguments: [(409, 7), (401, 4), (503, 7)])
  func `a run whose first mailing cannot be read back ends, and the next one goes on`(
    status: Int, exit: Int32
  ) async throws {
    // The second listing: the first one is that of the run's beginning.
    let job = try JobInFolder(
      faults: """
        {"rules": [{"on": "GET /mailings", "nth": 1, "do": "delay", "milliseconds": 1},
          {"on": "GET /mailings", "do": "status", "status": \(status)}]}
        """,
      extra: ["limits": ["attempts": 2, "request_timeout": "20s", "reserve_requests": 0]])
    #expect(await job.run("run") == exit)
    #expect(try job.accepted().count == 1)
    try JobInFolder.write(#"{"rules": []}"#, job.folder + "/faults.json")
    #expect(await job.run("run") == 0)
    #expect(try job.states() == ["done": 6])
    #expect(try job.accepted().count == 6)
  }

  @Test(arguments: [
    "GET /mailings/clx\(String(100_000_003, radix: 36))/label", "GET /pricing", "GET /mailings$",
  ])
  func `the end of the job's time ends a wait for the rate limit, and the next run goes on`(
    call: String
  ) async throws {
    var limits: [String: Any] = [
      "run_for": "2s", "reserve_requests": 0, "request_timeout": "20s",
    ]
    let job = try JobInFolder(
      faults: """
        {"rules": [{"on": "\(call)", "do": "status", "status": 429, "retry_after": 3600}]}
        """,
      extra: ["limits": limits])
    #expect(await job.run("run") == 7)
    try JobInFolder.write(#"{"rules": []}"#, job.folder + "/faults.json")
    try job.change("DELETE FROM meta WHERE key = 'paused_until'")
    limits["run_for"] = nil
    try job.set("limits", limits)
    #expect(await job.run("run") == 0)
    #expect(try job.accepted().count == 6)
  }

  @Test func `a 429 is waited out`() async throws {
    let job = try JobInFolder(
      faults: """
        {"rules": [{"on": "POST /mailings", "nth": 3, "do": "status", "status": 429,
          "retry_after": 1}]}
        """)
    #expect(await job.run("run") == 0)
    #expect(try job.accepted().count == 6)
  }

  @Test func `the next run waits for the instant that a 429 named`() async throws {
    let job = try JobInFolder(rows: 1)
    #expect(await job.run("import") == 0)
    let until = Int64(Date(timeIntervalSinceNow: 1.5).timeIntervalSince1970 * 1000)
    try job.change("INSERT INTO meta VALUES ('paused_until', '\(until)')")
    let began = ContinuousClock.now
    #expect(await job.run("run") == 0)
    #expect(ContinuousClock.now - began >= .milliseconds(1200))
    #expect(try job.states() == ["done": 1])
  }

  @Test func `the cap is never passed by a cent`() async throws {
    // certified costs 7.50 in the sandbox
    let job = try JobInFolder(
      extra: ["limits": ["spend_per_run": "22.50", "reserve_requests": 0]])
    #expect(await job.run("run") == 7)
    #expect(try job.states() == ["done": 3, "queued": 3])
  }

  @Test func `limit sends a few, and the next run the rest`() async throws {
    let job = try JobInFolder()
    #expect(await job.run("run", "--limit", "2") == 0)
    #expect(try job.states() == ["done": 2, "queued": 4])
    #expect(await job.run("run") == 0)
    #expect(try job.states() == ["done": 6])
  }

  @Test func `approval holds everything until count and total are named`() async throws {
    let job = try JobInFolder(extra: ["limits": ["approval": "required"]])
    #expect(await job.run("run") == 8)
    #expect(try job.states() == ["held": 6])
    #expect(await job.run("approve", "--expect-count", "6", "--expect-total", "44.99") == 8)
    #expect(await job.run("approve", "--expect-count", "6", "--expect-total", "45.00") == 0)
    #expect(await job.run("run") == 0)
    #expect(try job.states() == ["done": 6])
  }

  @Test func `a quote mails and queues nothing`() async throws {
    let job = try JobInFolder()
    #expect(await job.run("quote") == 0)
    #expect(!FileManager.default.fileExists(atPath: job.folder + "/l.sqlite"))
    #expect(try job.accepted().isEmpty)
  }

  @Test func `an unusable list is told, and nothing of it is imported`() async throws {
    let job = try JobInFolder(list: "name,street1\nJane Doe,1 Oak St\n")
    #expect(await job.run("run") == 5)
    #expect(try job.states().isEmpty)
  }

  @Test func `a lost label is fetched again`() async throws {
    let job = try JobInFolder()
    #expect(await job.run("run") == 0)
    let labels = job.folder + "/out/latest/labels"
    let names = try FileManager.default.contentsOfDirectory(atPath: labels)
    try FileManager.default.removeItem(atPath: labels + "/" + (try #require(names.first)))
    #expect(await job.run("run") == 0)
    #expect(try FileManager.default.contentsOfDirectory(atPath: labels).count == 6)
  }

  @Test func `a ledger that was lost mails nothing twice`() async throws {
    let job = try JobInFolder()
    #expect(await job.run("run") == 0)
    for name in ["l.sqlite", "l.sqlite-wal", "l.sqlite-shm"] {
      // The last connection may have taken its side files away already.
      try? FileManager.default.removeItem(atPath: job.folder + "/" + name)
    }
    #expect(await job.run("run") == 0)
    #expect(try job.accepted().count == 6)
    #expect(try job.states() == ["done": 6])
  }

  /// A repair that leaves a fault keeps what it did correct, however the columns stand.
  @Test func `a list that is not there is not said to stay where it is`() async throws {
    let job = try JobInFolder(extra: ["input": ["files": ["*.csv"], "done": "done"]])
    let words = try job.words("import", [job.folder + "/nosuch.csv"])
    #expect(words.contains("nosuch.csv cannot be opened") && !words.contains("stays where it is"))
  }

  @Test func `an empty inbox is said`() async throws {
    let job = try JobInFolder(
      extra: ["input": ["files": ["*.csv", "in/*.json"], "done": "done"]])
    #expect(try !job.words("run").contains("no new list"))
    #expect(try job.words("run").contains("no new list: nothing is in *.csv, in/*.json\n"))
  }

  @Test func `a quote says what one run would not send`() async throws {
    let job = try JobInFolder(extra: ["limits": ["spend_per_run": "20.00"]])
    #expect(
      try job.words("quote").contains(
        "warning: $45.00 is more than limits.spend_per_run ($20.00): a run sends up to that, the "
          + "rest waits for the next"))
    try job.set("limits", ["spend_per_run": "45.00"])
    #expect(try !job.words("quote").contains("spend_per_run"))
  }

  @Test func `a reprint says which of the rows asked for have a page`() async throws {
    let job = try JobInFolder()
    #expect(await job.run("run") == 0)
    #expect(
      try job.words("labels", ["--rows", "2-99"]).contains(
        "warning: 6 of 98 rows asked for have a page"))
    #expect(try !job.words("labels", ["--rows", "4,2,2"]).contains("asked for"))
    #expect(try !job.words("labels", ["--rows", "2-7"]).contains("asked for"))
  }

  @Test(arguments: [
    ("required", [], "certmail approve"), ("none", ["--limit", "2"], "certmail run"),
    ("none", [], "certmail status"),
  ])
  func `the summary names the next command`(
    approval: String, options: [String], next: String
  ) async throws {
    let extra: [String: Any] = [
      "limits": ["approval": approval, "reserve_requests": 0],
      "after_run": ["sh", "-c", "cat > told.txt"],
    ]
    let job = try JobInFolder(rows: 4, extra: extra)
    _ = await Program.run(["run", job.job, "--quiet"] + options)
    let told = try String(contentsOfFile: job.folder + "/told.txt", encoding: .utf8)
    #expect(told.contains("\"next\":\"\(next) "))
  }

  @Test func `after_run gets the summary and the exit status, never the key`() async throws {
    let job = try JobInFolder(
      extra: ["after_run": ["sh", "-c", "{ cat; echo $CERTMAIL_EXIT; env; } > told.txt"]])
    #expect(await job.run("run") == 0)
    let told = try String(contentsOfFile: job.folder + "/told.txt", encoding: .utf8)
    #expect(told.contains(#""by_state":{"done":6}"#))
    #expect(told.split(separator: "\n").contains("0"))
    #expect(!told.contains("321m_"))
  }

  @Test func `house numbers in a column of their own are mailed, and none twice`() async throws {
    let job = try JobInFolder(
      list: "name,house no,street,apt,city,state,zip\n"
        + "Jane Doe,45,Oak St,4B,Los Angeles,CA,90001\nJim Roe,4,45 Oak St,,Los Angeles,CA,90001\n"
        + "Ann Poe,46,46 Oak St,,Los Angeles,CA,90001\n")
    #expect(await job.run("run") == 0)
    #expect(try job.sent("to.street1").sorted() == ["4 45 Oak St", "45 Oak St", "46 Oak St"])
  }
}
