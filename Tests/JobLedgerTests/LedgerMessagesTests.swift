import Glibc
import MailModel
import TestSupport
import Testing

@testable import JobLedger

/// Every message that stops a ledger from being used, letter for letter.
@Suite struct LedgerMessagesTests {
  @Test func `why a ledger cannot be used`() {
    let errors: [LedgerError] = [
      .held(path: "l.sqlite", by: "run, process 7"), .foreign(path: "l.sqlite"),
      .newer(path: "l.sqlite", version: 99), .damaged(path: "l.sqlite", detail: "page 3"),
      .networkFileSystem(path: "l.sqlite", kind: "nfs4"),
      .otherBinding(what: "the job named", bound: "a", given: "b"),
      .lostUpdate(mailing: 7, expected: "queued"), .noSuchRow("no row 7"),
      .file(path: "l.sqlite.mark", detail: "cannot be written"), .notPossible("not now"),
    ]
    #expect(
      errors.map(\.description).joined(separator: "\n") == """
        l.sqlite: another certmail works on this ledger (run, process 7); wait until it has ended
        l.sqlite: not a certmail ledger; name another file as "ledger" in the job
        l.sqlite: written by a newer certmail (schema 99); use that version
        l.sqlite: the ledger is damaged (page 3); restore it from a backup, then run again: certmail looks up what was mailed since before it sends anything
        l.sqlite: the ledger lies on a network file system (nfs4), which cannot be locked safely; move it to a local disk
        this ledger belongs to the job named "a", not "b"; use a ledger of its own for each
        mailing 7 is no longer queued; run again
        no row 7
        l.sqlite.mark: cannot be written
        not now
        """)
  }

  @Test func `what a ledger is bound to`() async throws {
    let path = try Scratch.path("l.sqlite")
    func opened(_ url: String, _ kind: String?, _ shard: Shard? = nil) throws -> JobLedger {
      try JobLedger(
        path: path, access: .exclusive(holder: "a test"),
        binding: JobLedger.Binding(job: "j", baseURL: url, keyKind: kind, shard: shard),
        makeUUID: { "0" }, now: { UTCTime(rawValue: 0) })
    }
    _ = try opened("sandbox", "test")
    let errors = [
      #expect(throws: LedgerError.self) { try opened("https://x.example", nil) },
      #expect(throws: LedgerError.self) { try opened("sandbox", "live") },
      #expect(throws: LedgerError.self) { try opened("sandbox", nil, Shard("1/2")) },
    ]
    #expect(
      errors.compactMap { $0?.description }.joined(separator: "\n") == """
        this ledger belongs to the API at "sandbox", not "https://x.example"; use a ledger of its own for each
        this ledger belongs to a key of the kind "test", not "live"; use a ledger of its own for each
        this ledger belongs to the part "1/1", not "1/2"; use a ledger of its own for each
        """)
  }

  @Test func `a lock whose holder left no name`() throws {
    let path = try Scratch.path("l.sqlite")
    let lock = open(path + ".lock", O_RDWR | O_CREAT, 0o600)
    defer { close(lock) }
    #expect(flock(lock, LOCK_EX) == 0)
    let error = #expect(throws: LedgerError.self) { try LedgerLock(ledgerPath: path, holder: "x") }
    #expect(
      error?.description
        == "\(path): another certmail works on this ledger (its holder left no name); wait until it has ended"
    )
  }
}
