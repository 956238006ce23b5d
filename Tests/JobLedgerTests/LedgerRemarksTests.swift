import Foundation
import MailModel
import SQLiteKit
import TestSupport
import Testing

@testable import JobLedger

/// What the ledger notes about a row, and why it refuses to, letter for letter.
@Suite struct LedgerRemarksTests {
  private static func piece(_ id: String, token: Token? = nil) -> PieceRecord {
    PieceRecord(
      apiID: id, trackingNumber: nil, status: nil, postage: nil, serviceFee: nil,
      charged: Cents(750), answer: [], token: token)
  }

  private static func claimed(_ ledger: JobLedger, _ count: Int) async throws -> [Attempt] {
    try await ledger.claim(
      ledger.nextQueued(count).map {
        Intent(mailing: $0.id, token: $0.token, body: [1], reserved: Cents(750))
      }, keyFingerprint: "f")
  }

  /// `state: code: message; hint` of a row.
  private static func remark(_ path: String, _ mailing: Int64) throws -> String? {
    try Connection(path: path).statement(
      "SELECT state || ': ' || code || ': ' || message || coalesce('; ' || hint, '') FROM mailing WHERE id = ?"
    ).first(mailing) { $0.text(0) }
  }

  @Test func `answers that belong to other rows`() async throws {
    let (ledger, path) = try await ledgerWithLetter(3)
    let attempts = try await Self.claimed(ledger, 3)
    let pieces = [
      Self.piece("a1"), Self.piece("a1"), Self.piece("a3", token: Token(rawValue: 7)),
    ]
    for (attempt, piece) in zip(attempts, pieces) {
      try await ledger.record([
        AttemptOutcome(
          attempt: attempt.id, mailing: attempt.mailing, event: .accepted, piece: piece)
      ])
    }
    #expect(
      try attempts.dropFirst().compactMap { try Self.remark(path, $0.mailing) } == [
        "uncertain: id_taken: the API answered with a1, which row abcdef:2 has; look at both in the"
          + " provider's account, then use resolve",
        "uncertain: id_taken: the API answered with a3, whose reference carries the mark of row"
          + " abcdef:2; look at both in the provider's account, then use resolve",
      ])
    let error = await #expect(throws: LedgerError.self) {
      try await ledger.adopt(Self.piece("a1"), for: attempts[1].mailing, foundBy: "person")
    }
    #expect(error?.description == "mailing a1 belongs to another row already")
  }

  @Test func `what was under way, and what was never made`() async throws {
    let (ledger, path) = try await ledgerWithLetter()
    let attempt = try #require(try await Self.claimed(ledger, 1).first)
    #expect(try await ledger.sweepInterrupted() == 1)
    #expect(
      try Self.remark(path, attempt.mailing)
        == "uncertain: interrupted: certmail was stopped while this mailing was being sent;"
        + " run again: it is looked up before anything is sent")
    try await ledger.concludeAbsent(attempt.mailing, resend: false)
    #expect(
      try Self.remark(path, attempt.mailing)
        == "absent: proved_absent: the API never made this mailing: three look-ups that cover the"
        + " time of the attempt do not show it; send it again with resolve --resend, or cancel it")
  }

  @Test func `a state that no state has is an error, and not one in line`() throws {
    let error = #expect(throws: LedgerError.self) {
      try Connection(path: "").statement("SELECT 'pending'").first { try $0.state(0) }
    }
    #expect(error?.description == "the ledger holds the unknown state \"pending\"")
  }

  @Test func `a name that a spreadsheet took for a time is read`() {
    #expect(MailingName("727965:14:00") == MailingName("727965:14"))
    #expect(MailingName("727965:14:01") == nil)
  }

  @Test func `names that are nobody's, and somebody's twice`() async throws {
    let (ledger, path) = try await ledgerWithLetter()
    func complaint(_ name: String) async throws -> String? {
      let name = try #require(MailingName(name))
      return await #expect(throws: LedgerError.self) { try await ledger.mailing(named: name) }?
        .description
    }
    #expect(
      try await complaint("abcdef:9")
        == "no row abcdef:9 in this ledger; certmail list shows the rows")
    try Connection(path: path).execute(
      """
      INSERT INTO batch (id, hash, name, source, imported_at, columns, mapping, mail_class,
        first_mailing, input_rows)
      SELECT 9, 'fedcba', 'c', source, imported_at, columns, mapping, mail_class, 3, 1 FROM batch;
      INSERT INTO mailing (batch, row, state, reference, name, street1, city, state_code, zip)
      SELECT 9, 2, 'invalid', reference, name, street1, city, state_code, zip FROM mailing WHERE id = 1
      """)
    #expect(
      try await complaint("2")
        == "row 2 could be one of abcdef:2, fedcba:2; name it with its batch")
  }

  @Test func `room that cannot be set aside for the emergency journal`() throws {
    let journal = EmergencyJournal(ledgerPath: try Scratch.path("l.sqlite"), ledger: "u")
    func complaint() -> String? {
      #expect(throws: LedgerError.self) { try journal.prepare() }?.description
    }
    try FileManager.default.createSymbolicLink(
      atPath: journal.path, withDestinationPath: "/dev/full")
    #expect(complaint() == "\(journal.path): no room can be set aside: No such device")
    try FileManager.default.removeItem(atPath: journal.path)
    try FileManager.default.createDirectory(
      atPath: journal.path, withIntermediateDirectories: false)
    #expect(complaint() == "\(journal.path): cannot be opened: Is a directory")
  }
}
