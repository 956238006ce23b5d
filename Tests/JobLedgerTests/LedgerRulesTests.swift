import Foundation
import MailModel
import SQLiteKit
import TestSupport
import Testing

@testable import JobLedger

/// A ledger with letters in line and a row that is the first one again, in a folder of its own.
func ledgerWithLetter(_ count: Int = 1) async throws -> (ledger: JobLedger, path: String) {
  let path = try Scratch.path("l.sqlite")
  let ledger = try JobLedger(
    path: path, access: .exclusive(holder: "a test"),
    binding: JobLedger.Binding(job: "j", baseURL: "sandbox", keyKind: nil, shard: nil),
    makeUUID: { "00000000" }, now: { UTCTime(rawValue: 1_000_000) })
  try await ledger.beginBatch(
    NewBatch(source: "list.csv", mailClass: MailClass("certified"), duplicateDays: 30))
  var rows = LetterRows()
  rows.bytes = Array("CASE-1Jane Doe1 Oak StLos AngelesCA90001".utf8)
  var fields = [Range<Int>](repeating: 0..<0, count: RowField.count)
  fields[RowField.reference.index] = 0..<6
  fields[RowField.name.index] = 6..<14
  fields[RowField.street1.index] = 14..<22
  fields[RowField.city.index] = 22..<33
  fields[RowField.state.index] = 33..<35
  fields[RowField.zip.index] = 35..<40
  rows.fields = fields
  let row = LetterRows.Row(
    number: 2, state: .queued, token: Token(rawValue: 7), firstField: 0, given: 0..<0,
    quoted: Cents(750), remarks: nil)
  rows.rows = [row, row]
  rows.rows[1].number = 3
  for number in 1..<count {
    rows.rows.append(row)
    rows.rows[number + 1].number = number + 3
    rows.rows[number + 1].token = Token(rawValue: 7 + Int64(number))
  }
  try await ledger.insert(rows)
  _ = try await ledger.commitBatch(
    BatchEnd(hash: "abcdef012345", name: "b", columns: [], mapping: [], inputRows: count + 1))
  try await ledger.beginRun(command: "test")
  return (ledger, path)
}

@Suite struct LedgerRulesTests {
  @Test func `the same letter twice in a list is one mailing and one duplicate`() async throws {
    let (ledger, _) = try await ledgerWithLetter()
    let tally = try await ledger.tally()
    #expect(tally[.queued]?.rows == 1)
    #expect(tally[.duplicate]?.rows == 1)
  }

  @Test(arguments: JobLedger.dueKinds.indices)
  func `rows that are due are found by their day, without going through the list`(
    place: Int
  ) async throws {
    let (_, path) = try await ledgerWithLetter()
    let kind = JobLedger.dueKinds[place]
    let plan = try Connection(path: path).prepare("EXPLAIN QUERY PLAN \(kind.count)")
      .map("2026-01-31") { $0.text(3) }
    #expect(plan.count == 1)
    #expect(plan.allSatisfy { $0.hasSuffix("INDEX \(kind.index) (mail_by<?)") }, "\(plan)")
  }

  @Test(arguments: [0, 8 << 20])
  func `a new row that is mailed already is refused, also in a long list`(bytes: Int) async throws {
    let (ledger, path) = try await ledgerWithLetter()
    try await ledger.beginBatch(
      NewBatch(
        source: "long.csv", mailClass: MailClass("certified"), duplicateDays: 30, byteCount: bytes))
    var rows = LetterRows()
    rows.fields = [Range<Int>](repeating: 0..<0, count: RowField.count)
    rows.rows = [
      LetterRows.Row(
        number: 2, state: .mailed, token: Token(rawValue: 8), firstField: 0, given: 0..<0,
        quoted: nil, remarks: nil)
    ]
    let error = await #expect(throws: (any Error).self) {
      try await ledger.insert(rows)
      _ = try await ledger.commitBatch(
        BatchEnd(hash: "fedcba012345", name: "c", columns: [], mapping: [], inputRows: 1))
    }
    #expect(
      error.map { "\($0)" }
        == (bytes == 0
          ? "SQLite: a new row cannot be in this state (error 1811)"
          : "mailing 3 is new and cannot be in its state"))
    try await ledger.rollBackBatch()
    #expect(try await ledger.batches().count == 1)
    // The rule is there for whoever comes next.
    let connection = try Connection(path: path)
    #expect(throws: SQLiteError.self) {
      try connection.execute(
        "INSERT INTO mailing SELECT 9, batch, row, 'mailed', 9, reference, name, company, street1,"
          + " street2, city, state_code, zip, mail_class, matter, mail_by, document, sender,"
          + " occurrence, quoted, given, code, message, hint, notes, twin FROM mailing WHERE id = 1"
      )
    }
  }

  @Test(arguments: [
    "UPDATE mailing SET state = 'done' WHERE id = 1",
    "UPDATE mailing SET state = 'mailed' WHERE id = 1",
    "UPDATE mailing SET state = 'submitting' WHERE id = 1",
    "UPDATE mailing SET state = 'uncertain' WHERE id = 1",
    "UPDATE mailing SET state = 'queued' WHERE id = 2",
    "UPDATE mailing SET state = 'nonsense' WHERE id = 1",
    "UPDATE mailing SET token = 7 WHERE id = 2",
    "DELETE FROM mailing WHERE id = 1",
  ])
  func `the database itself refuses what the states forbid`(sql: String) async throws {
    let (_, path) = try await ledgerWithLetter()
    let connection = try Connection(path: path)
    let error = #expect(throws: SQLiteError.self) { try connection.execute(sql) }
    #expect(error?.code == 19)
  }

  @Test func `a claim leaves a durable intent that another connection sees`() async throws {
    let (ledger, path) = try await ledgerWithLetter()
    let letter = try #require(try await ledger.nextQueued(1).first)
    let attempts = try await ledger.claim(
      [Intent(mailing: letter.id, token: letter.token, body: [1, 2], reserved: Cents(750))],
      keyFingerprint: "f")
    #expect(attempts.count == 1)
    let other = try Connection(path: path, mode: .readOnly)
    let seen = try other.prepare("SELECT count(*) FROM attempt WHERE end_sequence IS NULL")
      .first { $0.int(0) }
    #expect(seen == 1)
  }

  @Test func `what was in flight when the process died is uncertain at the next start`()
    async throws
  {
    let (ledger, _) = try await ledgerWithLetter()
    let letter = try #require(try await ledger.nextQueued(1).first)
    _ = try await ledger.claim(
      [Intent(mailing: letter.id, token: letter.token, body: [1], reserved: Cents(750))],
      keyFingerprint: "f")
    #expect(try await ledger.sweepInterrupted() == 1)
    #expect(try await ledger.doubtful().map(\.id) == [letter.id])
    #expect(try await ledger.reservedForUncertain() == Cents(750))
  }

  @Test func `a doubtful letter knows what may stand before it in a list, and what behind`()
    async throws
  {
    let (ledger, _) = try await ledgerWithLetter(4)
    let letters = try await ledger.nextQueued(4)
    func claim(_ places: Range<Int>) async throws -> [Attempt] {
      try await ledger.claim(
        letters[places].map {
          Intent(mailing: $0.id, token: $0.token, body: [1], reserved: Cents(750))
        }, keyFingerprint: "f")
    }
    func make(_ attempt: Attempt, _ place: Int) async throws {
      let piece = PieceRecord(
        apiID: "a\(place)", trackingNumber: nil, status: nil, postage: nil, serviceFee: nil,
        charged: Cents(750), answer: [])
      try await ledger.record([
        AttemptOutcome(
          attempt: attempt.id, mailing: letters[place].id, event: .accepted, piece: piece)
      ])
    }
    let first = try await claim(0..<2)
    try await make(first[0], 0)
    try await make(try await claim(2..<3)[0], 2)
    _ = try await claim(3..<4)
    _ = try await ledger.sweepInterrupted()
    let doubtful = try await ledger.doubtful()
    #expect(doubtful.map(\.id) == [letters[1].id, letters[3].id])
    // The first was in flight with it, two came after it.
    let places = try await ledger.attemptPlaces()
    #expect(doubtful.map { places[$0.id]?.lettersAround } == [3, 1])
    #expect(doubtful.map { places[$0.id]?.hasPredecessor } == [false, true])
    #expect(places.count == 2)
    #expect(try await ledger.oldestMailing() == first[0].claimed)
  }

  @Test func `a second process is told who holds the ledger`() async throws {
    let (ledger, path) = try await ledgerWithLetter()
    #expect(throws: LedgerError.held(path: path, by: "a test")) {
      try LedgerLock(ledgerPath: path, holder: "another")
    }
    _ = ledger
  }

  @Test func `a ledger belongs to one job and one API`() async throws {
    let (_, path) = try await ledgerWithLetter()
    #expect(throws: LedgerError.self) {
      try JobLedger(
        path: path, access: .readOnly,
        binding: JobLedger.Binding(job: "j", baseURL: "https://x", keyKind: nil, shard: nil),
        makeUUID: { "" }, now: { UTCTime(rawValue: 0) })
    }
  }

  @Test(arguments: [("token", true), ("recipient", false), ("person", false)])
  func `only what surely is a letter's mailing teaches`(foundBy: String, teaches: Bool) async throws
  {
    let (ledger, _) = try await ledgerWithLetter()
    let letter = try #require(try await ledger.nextQueued(1).first)
    _ = try await ledger.claim(
      [Intent(mailing: letter.id, token: letter.token, body: [1], reserved: Cents(750))],
      keyFingerprint: "f")
    _ = try await ledger.sweepInterrupted()
    let piece = PieceRecord(
      apiID: "a1", trackingNumber: nil, status: nil, postage: nil, serviceFee: nil,
      charged: Cents(750), answer: [])
    try await ledger.adopt(piece, for: letter.id, foundBy: foundBy)
    #expect((try await ledger.teacher() != nil) == teaches)
  }

  @Test func `two rows cannot have one id of the API`() async throws {
    let (ledger, path) = try await ledgerWithLetter()
    let letter = try #require(try await ledger.nextQueued(1).first)
    let attempts = try await ledger.claim(
      [Intent(mailing: letter.id, token: letter.token, body: [1], reserved: Cents(750))],
      keyFingerprint: "f")
    let piece = PieceRecord(
      apiID: "a1", trackingNumber: nil, status: nil, postage: nil, serviceFee: nil,
      charged: Cents(750), answer: [])
    let attempt = try #require(attempts.first)
    try await ledger.record([
      AttemptOutcome(attempt: attempt.id, mailing: letter.id, event: .accepted, piece: piece)
    ])
    let connection = try Connection(path: path)
    let error = #expect(throws: SQLiteError.self) {
      try connection.execute(
        """
        INSERT INTO piece (mailing, api_id, run, claim_sequence, end_sequence, submitted_at, found_by)
        VALUES (2, 'a1', 1, 9, 9, 9, 'answer')
        """)
    }
    #expect(error?.code == 19)
    await #expect(throws: LedgerError.self) {
      try await ledger.adopt(piece, for: 2, foundBy: "token")
    }
  }

  @Test func `a piece that carries another row's mark is for a person`() async throws {
    let (ledger, _) = try await ledgerWithLetter(2)
    let letters = try await ledger.nextQueued(2)
    let attempts = try await ledger.claim(
      letters.map { Intent(mailing: $0.id, token: $0.token, body: [1], reserved: Cents(750)) },
      keyFingerprint: "f")
    func answered(_ place: Int, _ token: Token?) -> AttemptOutcome {
      AttemptOutcome(
        attempt: attempts[place].id, mailing: attempts[place].mailing, event: .accepted,
        piece: PieceRecord(
          apiID: "a\(place)", trackingNumber: nil, status: nil, postage: nil, serviceFee: nil,
          charged: Cents(750), answer: [], token: token))
    }
    let ends = try await ledger.record([
      answered(0, letters[1].token), answered(1, letters[1].token),
    ])
    #expect(ends.map(\.state) == [.uncertain, .mailed])
    let said = try await ledger.doubtful().map(\.code)
    #expect(said == [JobLedger.idTakenCode])
    // What the list shows with the mark of one and the id of the other is neither's for sure.
    #expect(
      try await ledger.owner(apiID: "a1", token: letters[0].token)
        == .contested(mailing: letters[0].id, state: .uncertain, attempts: 1))
    #expect(
      try await ledger.owner(apiID: "a1", token: letters[1].token)
        == .made(claimed: attempts[1].claimed, ended: ends[1].ended))
  }

  @Test func `what was made and what goes out next are one commit, or none`() async throws {
    let (ledger, _) = try await ledgerWithLetter(3)
    let letters = try await ledger.nextQueued(3)
    let intents = letters.map {
      Intent(mailing: $0.id, token: $0.token, body: [1], reserved: Cents(750))
    }
    func made(_ attempt: Attempt) -> AttemptOutcome {
      AttemptOutcome(
        attempt: attempt.id, mailing: attempt.mailing, event: .accepted,
        piece: PieceRecord(
          apiID: "a1", trackingNumber: nil, status: nil, postage: nil, serviceFee: nil,
          charged: Cents(750), answer: []))
    }
    let first = try await ledger.claim([intents[0]], keyFingerprint: "f")
    let second = try await ledger.record(
      first.map(made), claiming: [intents[1]], keyFingerprint: "f")
    #expect(second.map(\.mailing) == [letters[1].id])
    #expect(try await ledger.stateOf(letters[0].id) == .mailed)
    // The second is answered with the id of the first.
    let error = await #expect(throws: LedgerError.self) {
      try await ledger.record(second.map(made), claiming: [intents[2]], keyFingerprint: "f")
    }
    #expect(error?.description == "mailing \(letters[1].id) is uncertain, not made")
    #expect(try await ledger.stateOf(letters[1].id) == .submitting)
    #expect(try await ledger.stateOf(letters[2].id) == .queued)
    #expect(try await ledger.record(second.map(made)).map(\.state) == [.uncertain])
  }

  @Test func `what is committed survives a power cut: WAL and synchronous FULL`() async throws {
    let (ledger, _) = try await ledgerWithLetter()
    #expect(try await ledger.durability() == "wal 2")
  }

  @Test func `a row that was alone at five unclean ends in a row is known by it`() async throws {
    let (ledger, path) = try await ledgerWithLetter()
    let letter = try #require(try await ledger.nextQueued(1).first)
    for count in 1...5 {
      _ = try await ledger.claim(
        [Intent(mailing: letter.id, token: letter.token, body: [1], reserved: Cents(750))],
        keyFingerprint: "f")
      #expect(try await ledger.sweepInterrupted() == 1)
      #expect(try await ledger.lonelyCrashes(letter.id) == count)
      try Connection(path: path).execute(
        "UPDATE mailing SET state = 'absent' WHERE id = 1; UPDATE mailing SET state = 'queued' WHERE id = 1"
      )
    }
  }

  @Test func `a mark ahead of the ledger tells of a restored backup`() async throws {
    let (ledger, path) = try await ledgerWithLetter()
    #expect(try await !ledger.detectsRestore())
    #expect(try await !ledger.hasForgotten())
    try Data("00000000 5".utf8).write(to: URL(filePath: path + ".mark"))
    #expect(try await ledger.detectsRestore())
    // Later attempts have numbers of their own.
    #expect(try await ledger.highestAttempt() == 5)
    try await ledger.keep("restored", "no")
    #expect(try await !ledger.detectsRestore())
    #expect(try await ledger.hasForgotten())
  }

  @Test func `a killed process leaves a mark that knows its last attempt`() async throws {
    let (ledger, path) = try await ledgerWithLetter()
    try await ledger.writeMark()
    let copy = try Data(contentsOf: URL(filePath: path + ".mark"))
    let letter = try #require(try await ledger.nextQueued(1).first)
    _ = try await ledger.claim(
      [Intent(mailing: letter.id, token: letter.token, body: [1], reserved: Cents(750))],
      keyFingerprint: "f")
    func attempt() -> Int64? { LedgerMark(ledgerPath: path).read()?.attempt }
    #expect(attempt() == 1)
    // Lines that a power cut left torn, with a hole, or not at all.
    for (torn, told) in [("7", 0), ("\0\0\n", 0), ("2\n\0\n3\n4", 3), ("", 0)] as [(String, Int64)]
    {
      try (copy + Data(torn.utf8)).write(to: URL(filePath: path + ".mark"))
      #expect(attempt() == told, "\(torn)")
    }
  }

  @Test func `a ledger whose first run was killed before it made anything is none yet`() throws {
    let path = try Scratch.path("young.sqlite")
    try Connection(path: path, mode: .readWriteCreate).execute("PRAGMA journal_mode = WAL")
    let error = #expect(throws: LedgerError.self) {
      try JobLedger(
        path: path, access: .readOnly,
        binding: JobLedger.Binding(job: "j", baseURL: "sandbox", keyKind: nil, shard: nil),
        makeUUID: { "" }, now: { UTCTime(rawValue: 0) })
    }
    #expect(
      error?.description
        == "\(path): there is no ledger in it yet; certmail run JOB makes it")
  }

  @Test(arguments: ["UPDATE mailing SET state = 'absent' WHERE id = 1", "PRAGMA user_version = 99"])
  func `a newer or foreign ledger is refused with what to do`(sql: String) async throws {
    let path = try Scratch.path("foreign.sqlite")
    let connection = try Connection(path: path)
    try connection.execute("CREATE TABLE mailing (id INTEGER, state TEXT)")
    if sql.hasPrefix("PRAGMA") {
      try connection.execute("PRAGMA application_id = 1129139271")
      try connection.execute(sql)
    }
    let error = #expect(throws: LedgerError.self) {
      try JobLedger(
        path: path, access: .exclusive(holder: "a test"),
        binding: JobLedger.Binding(job: "j", baseURL: "sandbox", keyKind: nil, shard: nil),
        makeUUID: { "" },
        now: { UTCTime(rawValue: 0) })
    }
    #expect(
      error?.description.contains(sql.hasPrefix("PRAGMA") ? "newer" : "not a certmail ledger")
        == true)
  }
}
