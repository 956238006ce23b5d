import CertmailCLI
import Foundation
import MailModel
import SQLiteKit
import Testing

@testable import JobLedger

@Suite struct LedgerFailureTests {
  @Test func `what the ledger cannot store is kept in the emergency journal and taken in`()
    async throws
  {
    let job = try JobInFolder()
    #expect(await job.run("import") == 0)
    // Intents can be stored, and the third piece cannot: a disk that fills up meanwhile.
    try job.change(
      """
      CREATE TRIGGER full BEFORE INSERT ON piece WHEN (SELECT count(*) FROM piece) >= 2
      BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END
      """)
    #expect(await job.run("run") == 1)
    let accepted = try job.accepted()
    #expect(accepted.count > 2)
    let journal = job.folder + "/l.sqlite.emergency"
    #expect(FileManager.default.fileExists(atPath: journal))
    try job.change("DROP TRIGGER full")
    #expect(await job.run("retry") == 0)
    #expect(try job.column("SELECT count(*) FROM piece") == ["\(accepted.count)"])
    #expect(await job.run("run") == 0)
    #expect(try job.states() == ["done": 6])
    #expect(try job.accepted().count == 6)
    #expect(!FileManager.default.fileExists(atPath: journal))
    // Taken in as they were answered: nothing had to be looked up.
    #expect(try job.column("SELECT DISTINCT found_by FROM piece") == ["answer"])
  }

  private static let piece = PieceRecord(
    apiID: "p2", trackingNumber: nil, status: nil, postage: nil, serviceFee: nil, charged: nil,
    answer: [])

  @Test func `a torn line in the emergency journal takes nothing with it`() async throws {
    let job = try JobInFolder()
    let journal = EmergencyJournal(ledgerPath: job.folder + "/l.sqlite", ledger: "u")
    try journal.prepare()
    let file = try FileHandle(forWritingTo: URL(filePath: journal.path))
    try file.write(contentsOf: Data(#"{"ledger":"u","mailing":1,"ap"#.utf8))
    try file.close()
    try journal.append([(mailing: 2, piece: Self.piece)])
    #expect(try journal.entries().map(\.apiID) == ["p2"])
  }

  @Test func `an emergency journal of another ledger is kept and blocks nothing`() async throws {
    let job = try JobInFolder()
    #expect(await job.run("import") == 0)
    let journal = EmergencyJournal(ledgerPath: job.folder + "/l.sqlite", ledger: "another")
    try journal.prepare()
    try journal.append([(mailing: 2, piece: Self.piece)])
    #expect(await job.run("run") == 0)
    #expect(try job.states() == ["done": 6])
    let kept = try FileManager.default.contentsOfDirectory(atPath: job.folder)
      .filter { $0.hasPrefix("l.sqlite.emergency") }
    #expect(kept.count == 1 && kept[0] != "l.sqlite.emergency")
  }

  @Test(arguments: [false, true])
  func `what was made is stored, or kept, before a failure of what is to go out next is told`(
    isFull: Bool
  ) async throws {
    let job = try JobInFolder(extra: ["limits": ["concurrent_requests": 1]])
    #expect(await job.run("import") == 0)
    // Row 5 has been alone at five unclean ends, and cannot be held.
    try job.change("INSERT INTO run (id, command, started_at) VALUES (9, 'run', 1)")
    for number in 1...5 {
      try job.change(
        """
        INSERT INTO attempt (mailing, run, claim_sequence, claimed_at, token, body, body_sha256,
          key_fingerprint, reserved, end_sequence, ended_at, outcome)
        VALUES (4, 9, \(2 * number - 1), 1, 1, x'7b7d', '', 'f', 750, \(2 * number), 1,
          'interruptedAlone')
        """)
    }
    try job.change(
      """
      CREATE TRIGGER rights BEFORE UPDATE OF state ON mailing WHEN NEW.state = 'held'
      BEGIN SELECT RAISE(ABORT, 'the disk fails'); END
      """)
    if isFull {
      try job.change(
        """
        CREATE TRIGGER full BEFORE INSERT ON piece WHEN (SELECT count(*) FROM piece) >= 2
        BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END
        """)
    }
    #expect(await job.run("run") == 1)
    #expect(try job.accepted().count == 3)
    #expect(try job.column("SELECT count(*) FROM piece") == [isFull ? "2" : "3"])
    try job.change("DROP TRIGGER rights; DROP TRIGGER IF EXISTS full")
    #expect(await job.run("run") == 3)
    #expect(try job.states() == ["done": 5, "held": 1])
    #expect(try job.accepted().count == 5)
    #expect(try job.column("SELECT DISTINCT found_by FROM piece") == ["answer"])
  }

  @Test func `a letter is not proved absent by its own mailing, which was answered to another`()
    async throws
  {
    // One letter is made and its answer lost; meanwhile another is answered with the first one's id.
    let job = try JobInFolder(
      rows: 4,
      faults: """
        {"rules": [{"on": "POST /mailings", "nth": 3, "do": "silent", "after": true},
          {"on": "POST /mailings", "nth": 3, "do": "taken_id"}]}
        """,
      extra: [
        "uncertain": ["settle": "1s", "when_absent": "resend"],
        "limits": ["concurrent_requests": 2, "reserve_requests": 0, "request_timeout": "20s"],
      ])
    #expect(await job.run("run") == 6)
    #expect(await job.run("run") == 6)
    #expect(try job.accepted().count == 4)
    #expect(try job.states() == ["done": 3, "uncertain": 1])
    #expect(
      try job.column("SELECT code FROM mailing WHERE state = 'uncertain'") == ["found_differing"])
  }

  @Test func `where no marks go out, a reference that looks like another row's mark means nothing`()
    async throws
  {
    let job = try JobInFolder(rows: 1, extra: ["reference": ["style": "plain"]])
    #expect(await job.run("run") == 0)
    let token = try #require(try job.column("SELECT token FROM mailing").first.flatMap(Int64.init))
    let list = JobInFolder.list(rows: 2).replacing(
      "CASE-2", with: "C ~\(Token(rawValue: token).text)")
    try JobInFolder.write(list, job.folder + "/list.csv")
    #expect(await job.run("run") == 0)
    #expect(try job.states() == ["done": 2, "duplicate": 1])
  }

  @Test func `an older copy of the ledger without its mark is known by the reports`() async throws {
    // No token tells what the API has: what the copy does not know must wait for a person.
    let job = try JobInFolder(extra: ["reference": ["style": "plain"]])
    #expect(await job.run("run", "--limit", "2") == 0)
    let copy = job.folder + "/copy.sqlite"
    #expect(await job.run("backup", copy) == 0)
    #expect(await job.run("run") == 0)
    #expect(try job.accepted().count == 6)
    try restore(copy, job)
    // Each is read by the id that its report has, and taken back.
    #expect(await job.run("run") == 0)
    #expect(try job.accepted().count == 6)
    #expect(try job.states() == ["done": 6])
    #expect(
      try job.column("SELECT found_by FROM piece ORDER BY mailing")
        == ["answer", "answer", "report", "report", "report", "report"])
  }

  /// Takes the ledger and what lies beside it away, and puts an older copy in its place, if there is one.
  private func restore(_ copy: String?, _ job: JobInFolder) throws {
    for name in try FileManager.default.contentsOfDirectory(atPath: job.folder)
    where name.hasPrefix("l.sqlite") {
      try FileManager.default.removeItem(atPath: job.folder + "/" + name)
    }
    if let copy {
      try FileManager.default.copyItem(atPath: copy, toPath: job.folder + "/l.sqlite")
    }
  }

  @Test func `what a report tells of is not taken back for another recipient`() async throws {
    let job = try JobInFolder(rows: 2, extra: ["reference": ["style": "plain"]])
    let copy = job.folder + "/copy.sqlite"
    #expect(await job.run("import") == 0)
    #expect(await job.run("backup", copy) == 0)
    #expect(await job.run("run") == 0)
    try restore(copy, job)
    // The report's first id is another letter's by now.
    let store = try Connection(path: job.folder + "/s.sqlite", mode: .readWriteCreate)
    try store.execute(
      "UPDATE mailing SET body = replace(body, 'Jane Doe', 'Max Roe') WHERE number = 1")
    #expect(await job.run("run") == 3)
    #expect(try job.states() == ["done": 1, "held": 1])
    #expect(try job.accepted().count == 2)
  }

  @Test func `an older copy is known by reports that tell of uncertain rows only`() async throws {
    let job = try JobInFolder(
      faults: #"{"rules": []}"#,
      extra: ["reference": ["style": "plain"], "uncertain": ["settle": "15m"]])
    #expect(await job.run("run", "--limit", "2") == 0)
    let copy = job.folder + "/copy.sqlite"
    #expect(await job.run("backup", copy) == 0)
    try JobInFolder.write(
      """
      {"rules": [{"on": "POST /mailings", "each": true, "do": "close", "after": true}],
        "listing": {"lag_milliseconds": 600000}}
      """, job.folder + "/faults.json")
    #expect(await job.run("run", "--no-wait") == 6)
    #expect(try job.states()["done"] == 2)
    let made = try job.accepted().count
    #expect(made > 2)
    try restore(copy, job)
    #expect(await job.run("run", "--no-wait") != 0)
    #expect(try job.accepted().count == made)
    #expect(try job.states()["queued"] == nil)
  }

  @Test func `a row that was corrected and mailed before its ledger forgot it is not mailed twice`()
    async throws
  {
    let job = try JobInFolder(
      list: JobInFolder.list(rows: 2) + "CASE-3,Jane Doe,3 Oak St,Reno,CA,89501\n")
    let copy = job.folder + "/copy.sqlite"
    #expect(await job.run("import") == 3)
    #expect(await job.run("backup", copy) == 0)
    #expect(await job.run("run") == 3)
    let row = try job.column("SELECT substr(hash, 1, 6) || ':4' FROM batch")[0]
    func corrected(street: String) async throws -> Int32 {
      try JobInFolder.write(
        "reference,name,street1,city,state,zip,certmail_row\n"
          + "CASE-3,Jane Doe,\(street),Reno,NV,89501,\(row)\n", job.folder + "/\(street).csv")
      return await job.run("import", job.folder + "/\(street).csv")
    }
    #expect(try await corrected(street: "3 Oak St") == 0)
    #expect(await job.run("run") == 0)
    #expect(try job.states() == ["done": 3])
    try restore(copy, job)
    #expect(await job.run("run") == 3)
    #expect(try job.states() == ["done": 2, "invalid": 1])
    #expect(try await corrected(street: "3 Oak Street") == 3)
    _ = await job.run("run")
    #expect(try job.column("SELECT code FROM mailing WHERE state = 'held'") == ["mailed_before"])
    #expect(try job.accepted().count == 3)
  }

  @Test(arguments: [
    ["import"], ["report"], ["cancel", "2", "--reason", "settled"], ["reconcile"], ["quote"],
  ])
  func `no other command wipes out what tells that a ledger was lost or is older`(
    command: [String]
  ) async throws {
    for isLost in [true, false] {
      let job = try JobInFolder(
        rows: 3, faults: #"{"rules": []}"#, extra: ["reference": ["style": "plain"]])
      let copy = job.folder + "/copy.sqlite"
      #expect(await job.run("import") == 0)
      #expect(await job.run("backup", copy) == 0)
      #expect(await job.run("run") == 0)
      // By its id, which a report has, the API does not find a mailing.
      try JobInFolder.write(
        """
        {"rules": [{"on": "GET /mailings/{id}$", "each": true, "do": "status", "status": 404}]}
        """, job.folder + "/faults.json")
      try restore(isLost ? nil : copy, job)
      let said = await Program.run([command[0], job.job, "--quiet"] + command.dropFirst())
      #expect(
        said == (isLost && ["report", "cancel"].contains(command[0]) ? 2 : expected(command[0])))
      #expect(await job.run("run") == 3)
      #expect(try job.accepted().count == 3)
      #expect(try job.states() == ["held": 3])
      let reports = try FileManager.default.contentsOfDirectory(atPath: job.folder + "/out/latest")
      #expect(reports.contains { $0.hasPrefix("report-of-ledger-") })
      // What a person releases then is sent: once is enough to be told.
      #expect(await job.run("approve", "--expect-count", "3", "--expect-total", "22.50") == 0)
      #expect(await job.run("run") == 0)
      #expect(try job.accepted().count == 6)
    }
  }

  /// The exit status on a ledger that has forgotten what was mailed.
  private func expected(_ command: String) -> Int32 {
    ["import", "quote"].contains(command) ? 0 : 3
  }

  @Test(arguments: [true, false])
  func `a ledger lost with everything beside it is known by the reports, and nothing goes twice`(
    keepsMark: Bool
  ) async throws {
    let job = try JobInFolder()
    #expect(await job.run("run", "--limit", "4") == 0)
    for name in try FileManager.default.contentsOfDirectory(atPath: job.folder)
    where name.hasPrefix("l.sqlite") && !(keepsMark && name.hasSuffix(".mark")) {
      try FileManager.default.removeItem(atPath: job.folder + "/" + name)
    }
    // Four are found by their tokens; the two that were never sent wait for a person.
    #expect(await job.run("run") == 3)
    #expect(try job.states() == ["done": 4, "held": 2])
    #expect(await job.run("approve", "--expect-count", "2", "--expect-total", "15.00") == 0)
    #expect(await job.run("run") == 0)
    #expect(try job.states() == ["done": 6])
    #expect(try job.accepted().count == 6)
  }

  @Test func `reports of mailings that neither ledger nor listing knows hold everything`()
    async throws
  {
    let job = try JobInFolder()
    #expect(await job.run("run") == 0)
    // The ledger is gone, and the API lists none of them any more.
    for name in try FileManager.default.contentsOfDirectory(atPath: job.folder)
    where name.hasPrefix("l.sqlite") || name.hasPrefix("s.sqlite") {
      try FileManager.default.removeItem(atPath: job.folder + "/" + name)
    }
    #expect(await job.run("run") == 3)
    #expect(try job.states() == ["held": 6])
    #expect(try job.accepted().isEmpty)
  }

  @Test func `a damaged ledger is refused before anything is sent`() async throws {
    let job = try JobInFolder()
    #expect(await job.run("import") == 0)
    let file = try FileHandle(forUpdating: URL(filePath: job.folder + "/l.sqlite"))
    try file.seek(toOffset: 16_384)
    try file.write(contentsOf: Data(repeating: 0xA5, count: 40_000))
    try file.close()
    #expect(await job.run("run") == 1)
    #expect(try job.accepted().isEmpty)
  }
}
