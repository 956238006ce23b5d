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
      extra: ["limits": ["attempts": 2, "request_timeout": "2s", "reserve_requests": 0]])
    #expect(await job.run("run") == exit)
    #expect(try job.accepted().count == 1)
    try JobInFolder.write(#"{"rules": []}"#, job.folder + "/faults.json")
    #expect(await job.run("run") == 0)
    #expect(try job.states() == ["done": 6])
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

  @Test func `a corrected row repairs the one it came from, and no good row is touched`()
    async throws
  {
    let job = try JobInFolder(
      list: """
        reference,name,street1,city,state,zip
        CASE-1,Jane Doe,1 Oak St,Los Angeles,CA,90001
        CASE-2,John Roe,2 Oak St,Los Angeles,CF,90001

        """)
    #expect(await job.run("run") == 3)
    let attention = job.folder + "/out/latest/needs-attention.csv"
    let text = try String(contentsOfFile: attention, encoding: .utf8)
    let corrected = job.folder + "/corrected.csv"
    try JobInFolder.write(text.replacing(",CF,", with: ",CA,"), corrected)
    #expect(await job.run("import", corrected) == 0)
    #expect(await job.run("run") == 0)
    #expect(try job.states() == ["done": 2])
    #expect(try job.accepted().count == 2)
    #expect(!FileManager.default.fileExists(atPath: attention))
    // The same file again, and one whose row is done: nothing is mailed.
    try JobInFolder.write(text.replacing(",CF,", with: ",NV,"), corrected)
    #expect(await job.run("import", corrected) == 3)
    #expect(try job.states() == ["done": 2])
  }

  /// A repair that leaves a fault keeps what it did correct, however the columns stand.
  @Test(arguments: [
    ("reference,name,street1,city,state,zip,certmail_row", "A-1,Jane Doe,99 New Ave,,NJ,07102,"),
    (
      "reference,zip,done by,street1,name,city,state,certmail_row",
      "A-1,07102,me,99 New Ave,Jane Doe,,NJ,"
    ),
  ])
  func `what was corrected stays so when the row is still not right`(
    header: String, row: String
  ) async throws {
    let job = try JobInFolder(
      list: "reference,name,street1,city,state,zip\nA-1,Jane Doe,12 Old St,,NJ,0710A\n")
    #expect(await job.run("run") == 3)
    let attention = job.folder + "/out/latest/needs-attention.csv"
    let name = try #require(
      try String(contentsOfFile: attention, encoding: .utf8).split(separator: "\r\n").last?
        .split(separator: ",").last)
    let corrected = job.folder + "/corrected.csv"
    try JobInFolder.write("\(header)\n\(row)\(name)\n", corrected)
    #expect(await job.run("import", corrected) == 3)
    let again = try String(contentsOfFile: attention, encoding: .utf8)
    #expect(again.contains("A-1,Jane Doe,99 New Ave,,NJ,07102,"))
    try JobInFolder.write(
      again.replacing("99 New Ave,,NJ", with: "99 New Ave,Newark,NJ"), corrected)
    #expect(await job.run("import", corrected) == 0)
    #expect(await job.run("run") == 0)
    #expect(try job.sent("to.street1") == ["99 New Ave"])
  }

  @Test func `leading zeros that a spreadsheet took from a repair list are put back`() async throws
  {
    let job = try JobInFolder(
      list: """
        reference,name,street1,city,state,zip,matter
        000123,Jane Doe,1 Oak St,Boston,XX,02108,007

        """)
    #expect(await job.run("run") == 3)
    let text = try String(
      contentsOfFile: job.folder + "/out/latest/needs-attention.csv", encoding: .utf8)
    let corrected = job.folder + "/corrected.csv"
    let saved = text.replacing(
      "000123,Jane Doe,1 Oak St,Boston,XX,02108,007",
      with: "123,Jane Doe,1 Oak St,Boston,MA,2108,7")
    #expect(saved != text)
    try JobInFolder.write(saved, corrected)
    #expect(await job.run("import", corrected) == 0)
    #expect(await job.run("run") == 0)
    #expect(try job.accepted().first?.hasPrefix("000123 ~") == true)
    let report = try String(contentsOfFile: job.folder + "/out/latest/report.csv", encoding: .utf8)
    #expect(report.contains("000123,Jane Doe,1 Oak St,Boston,MA,02108,007,"))
  }

  @Test func `every list that needs correcting is named with the next command`() async throws {
    let job = try JobInFolder(
      list: "reference,name,street1,city,state,zip\nA-1,Jane Doe,1 Oak St,Los Angeles,XX,90001\n",
      extra: ["input": ["files": ["*.csv"]]])
    try JobInFolder.write(
      "reference,name,street1,city,state,zip\nB-1,John Roe,2 Oak St,Los Angeles,XX,90001\n",
      job.folder + "/other.csv")
    let words = try job.words("run")
    let names = words.split(separator: "\n").filter { $0.hasPrefix("next: correct ") }
    #expect(names.count == 1 && names[0].split(separator: "needs-attention.csv").count == 4)
    #expect(words.contains("needs-attention.csv and "))
  }

  @Test func `a file of which nothing could be used is no list that was taken in`() async throws {
    let job = try JobInFolder(extra: ["input": ["files": ["*.csv"], "done": "done"]])
    try JobInFolder.write(
      "reference,name,street1,city,state,zip,certmail_row\n"
        + "B-1,John Roe,2 Oak St,Los Angeles,CA,90001,abcdef:9\n", job.folder + "/foreign.csv")
    #expect(await job.run("quote") == 3)
    #expect(await job.run("run") == 3)
    #expect(FileManager.default.fileExists(atPath: job.folder + "/rejected/foreign.csv"))
    #expect(try job.states() == ["done": 6])
    #expect(try job.output("quote").contains("0 ready, 0 need attention, $0.00 quoted"))
  }

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

  @Test func `what an unquoted comma pushed beyond the header comes back, and can be corrected`()
    async throws
  {
    let job = try JobInFolder(
      list: """
        reference,name,street1,city,state,zip,matter
        CASE-1,Jane Doe,1 Oak St,Los Angeles,CA,90001,M-1
        CASE-2,John Roe,2 Oak St, Apt 4,Los Angeles,CA,90001,M-7

        """)
    #expect(await job.run("run") == 3)
    let text = try String(
      contentsOfFile: job.folder + "/out/latest/needs-attention.csv", encoding: .utf8)
    #expect(text.contains("matter,extra_1,row,code"))
    #expect(text.contains("CA,90001,M-7,3,too_many_cells"))
    let corrected = job.folder + "/corrected.csv"
    try JobInFolder.write(
      text.replacing(
        "2 Oak St,\" Apt 4\",Los Angeles,CA,90001,M-7",
        with: "\"2 Oak St, Apt 4\",Los Angeles,CA,90001,M-7,"),
      corrected)
    #expect(await job.run("import", corrected) == 0)
    #expect(await job.run("run") == 0)
    #expect(try job.sent("to.street1").sorted() == ["1 Oak St", "2 Oak St, Apt 4"])
    let report = try String(contentsOfFile: job.folder + "/out/latest/report.csv", encoding: .utf8)
    #expect(report.contains("\"2 Oak St, Apt 4\",Los Angeles,CA,90001,M-7,"))
  }

  @Test func `empty cells beyond the header make no column`() async throws {
    let job = try JobInFolder(
      list: "reference,name,street1,city,state,zip\nA-1,Jane Doe,1 Oak St,Los Angeles,CA,90001,,\n")
    #expect(await job.run("run") == 0)
    let report = try String(contentsOfFile: job.folder + "/out/latest/report.csv", encoding: .utf8)
    #expect(!report.contains("extra_1"))
  }

  @Test func `a cell that looks like a formula stays as it is through every repair`() async throws {
    let job = try JobInFolder(
      list: """
        reference,name,street1,city,state,zip,matter
        CASE-1,=Ana Ruiz,-5 Elm St,Boston,XX,02108,+M

        """)
    #expect(await job.run("run") == 3)
    for street in 6...8 {
      let attention = job.folder + "/out/latest/needs-attention.csv"
      let text = try String(contentsOfFile: attention, encoding: .utf8)
      #expect(text.contains("'=Ana Ruiz") && !text.contains("''"))
      let state = street == 8 ? "MA" : "XX"
      let corrected = job.folder + "/corrected-\(street).csv"
      try JobInFolder.write(
        text.replacing("-\(street - 1) Elm", with: "-\(street) Elm").replacing(
          ",XX,", with: ",\(state),"), corrected)
      #expect(await job.run("import", corrected) == (street == 8 ? 0 : 3))
    }
    #expect(await job.run("run") == 0)
    #expect(try job.sent("to.name") == ["=Ana Ruiz"])
    #expect(try job.sent("to.street1") == ["-8 Elm St"])
    let report = try String(contentsOfFile: job.folder + "/out/latest/report.csv", encoding: .utf8)
    #expect(!report.contains("''"))
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
}
