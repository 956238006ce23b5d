import Foundation
import MailModel
import SQLiteKit
import TestSupport
import Testing

@testable import JobLedger

@Suite struct TrackingLedgerTests {
  private static func path() throws -> String {
    try Scratch.path("l.sqlite")
  }

  private static func open(_ path: String, _ access: JobLedger.Access) throws -> JobLedger {
    try JobLedger(
      path: path, access: access,
      binding: JobLedger.Binding(job: "j", baseURL: "sandbox", keyKind: nil, shard: nil),
      makeUUID: { "00000000" }, now: { UTCTime(rawValue: 1_000_000) })
  }

  /// A ledger with one row, id 1.
  private func ledger() throws -> JobLedger {
    let path = try Self.path()
    let ledger = try Self.open(path, .exclusive(holder: "a test"))
    try Connection(path: path).execute(
      """
      INSERT INTO batch (id, hash, name, source, imported_at, columns, mapping, mail_class,
        first_mailing, input_rows)
      VALUES (1, 'abcdef', 'b', 'l.csv', 0, '[]', '[]', 'certified', 1, 1);
      INSERT INTO mailing (id, batch, row, state, token, reference, name, street1, city,
        state_code, zip)
      VALUES (1, 1, 2, 'queued', 7, 'C-1', 'Jane Doe', '1 Oak St', 'Los Angeles', 'CA', '90001');
      """)
    return ledger
  }

  private func event(_ text: String, at time: Int64?) -> TrackingEventRecord {
    TrackingEventRecord(
      status: "", description: text, location: "OAKLAND, CA",
      occurredAt: time.map { UTCTime(rawValue: $0) }, raw: "{}")
  }

  /// A reading that tells how many events there were, and the words of the last.
  private static func counting(_ events: [TrackingEventRecord]) -> TrackingRecord {
    TrackingRecord(
      status: "\(events.count)", apiStatus: "", isFinal: false, acceptedAt: nil, deliveredAt: nil,
      lastEventAt: events.last?.occurredAt, lastText: events.last?.description ?? "")
  }

  @Test func `an event is kept once, also one without a time, and none is ever forgotten`()
    async throws
  {
    let ledger = try ledger()
    let first = [event("Accepted", at: 5), event("Alert", at: nil)]
    #expect(try await ledger.tracked(1, events: first, reading: Self.counting))
    // The same answer again is nothing new.
    #expect(try await !ledger.tracked(1, events: first, reading: Self.counting))
    // An answer that has forgotten them takes nothing back.
    #expect(
      try await ledger.tracked(1, events: [event("Delivered", at: 9)], reading: Self.counting))
    let kept = try await ledger.trackingEvents(1)
    #expect(kept.map(\.description) == ["Accepted", "Alert", "Delivered"])
    #expect(kept.map { $0.occurredAt?.rawValue } == [5, nil, 9])
  }

  @Test func `a batch counts as changed only when its reports would tell something new`()
    async throws
  {
    let ledger = try ledger()
    let before = try await ledger.reportStates()[1]?.changes ?? 0
    for _ in 1...3 {
      _ = try await ledger.tracked(1, events: [event("Accepted", at: 5)], reading: Self.counting)
    }
    #expect(try await ledger.reportStates()[1]?.changes == before + 1)
    try await ledger.trackingUnknown(1)
    #expect(try await ledger.reportStates()[1]?.changes == before + 1)
  }

  @Test func `an older ledger is brought up to date by a writer, and a reader says so`()
    async throws
  {
    let path = try Self.path()
    let old = try Connection(path: path)
    for migration in LedgerSchema.migrations.prefix(2) { try old.execute(migration) }
    try old.execute("PRAGMA application_id = \(LedgerSchema.applicationID)")
    try old.execute("PRAGMA user_version = 2")
    #expect(
      throws: LedgerError.file(
        path: path,
        detail: "it was written by an older certmail; certmail run JOB brings it up to date first")
    ) { try Self.open(path, .readOnly) }
    let ledger = try Self.open(path, .exclusive(holder: "a test"))
    #expect(try await ledger.trackingEvents(1).isEmpty)
    _ = try Self.open(path, .readOnly)
  }

  @Test func `what is due and not mailed is found by its day`() async throws {
    let ledger = try ledger()
    #expect(try await ledger.dueRows(by: "2026-03-10").isEmpty)
    try Connection(path: ledger.path).execute(
      "UPDATE mailing SET mail_by = '2026-03-10', quoted = 750")
    #expect(try await ledger.dueRows(by: "2026-03-09").isEmpty)
    #expect(
      try await ledger.dueRows(by: "2026-03-10") == [
        DueRow(rowID: "abcdef:2", state: .queued, mailBy: "2026-03-10", quoted: Cents(750))
      ])
    #expect(try await ledger.dueCount(by: "2026-03-10") == 1)
  }
}
