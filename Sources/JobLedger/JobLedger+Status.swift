package import MailModel
import SQLiteKit

/// Rows and money in one state.
package struct StateTally: Hashable, Sendable {
  package var rows: Int
  package var quoted: Cents
}

extension JobLedger {
  /// Rows and quotes by state, of one batch or of all, from the counters that every change keeps.
  package func tally(batch: Int64? = nil) throws -> [MailingState: StateTally] {
    var all: [MailingState: StateTally] = [:]
    try connection.statement(
      "SELECT state, sum(rows), sum(quoted) FROM tally WHERE ?1 IS NULL OR batch = ?1 GROUP BY state"
    ).eachRow(batch) { row in
      guard let state = MailingState(rawValue: row.text(0)), row.int(1) != 0 else { return }
      all[state] = StateTally(rows: row.int(1), quoted: Cents(row.int64(2)))
    }
    return all
  }

  /// The sum of all known charges, of one batch or of all.
  package func charged(batch: Int64? = nil) throws -> Cents {
    guard let batch else {
      return Cents(
        try connection.statement("SELECT coalesce(sum(charged), 0) FROM piece")
          .first { $0.int64(0) } ?? 0)
    }
    return Cents(
      try connection.statement(
        """
        SELECT coalesce(sum(p.charged), 0) FROM piece p JOIN mailing m ON m.id = p.mailing
        WHERE m.batch = ?
        """
      ).first(batch) { $0.int64(0) } ?? 0)
  }

  /// What SQLite finds wrong in the file; `nil` when all of it is well.
  package func integrityFault() throws -> String? {
    let verdict = try connection.statement("PRAGMA integrity_check(1)").first { $0.text(0) }
    return verdict == "ok" ? nil : verdict ?? "no verdict"
  }

  /// The pragmas that make a commit last: `wal 2` is WAL with `synchronous=FULL`.
  func durability() throws -> String {
    try ["journal_mode", "synchronous"].compactMap {
      try connection.statement("PRAGMA \($0)").first { $0.text(0) }
    }.joined(separator: " ")
  }

  /// A mailing's row as people name it, `HASH6:ROW`.
  package func rowID(_ mailing: Int64) throws -> String { try standing(mailing).rowID }

  /// Until when the API's rate limit was known to hold mailings back; `nil` when that is over.
  package func pause(after now: UTCTime) throws -> UTCTime? {
    guard let text = try fact("paused_until"), let until = Int64(text) else { return nil }
    return until > now.rawValue ? UTCTime(rawValue: until) : nil
  }

  /// Keeps until when the rate limit holds mailings back.
  package func keepPause(until: UTCTime) throws {
    try keep("paused_until", "\(until.rawValue)")
  }

  /// What this run has been charged.
  package func chargedInRun() throws -> Cents {
    Cents(
      try connection.statement("SELECT coalesce(sum(charged), 0) FROM piece WHERE run = ?")
        .first(run) { $0.int64(0) } ?? 0)
  }

  /// How many mailed rows of each batch a person must look at (`MailedRowFlag`).
  package func flagged() throws -> [Int64: Int] {
    var rows: [Int64: Int] = [:]
    try connection.statement(
      "SELECT batch, count(*) FROM mailing WHERE \(LedgerSchema.isFlagged) GROUP BY batch"
    ).eachRow { rows[$0.int64(0)] = $0.int(1) }
    return rows
  }

  /// The most by which a charge has passed its quote, zero when none did.
  package func overcharge() throws -> Cents {
    Cents(try fact(Self.overchargeFact).flatMap { Int64($0) } ?? 0)
  }

  static let overchargeFact = "overcharge"

  /// Rows whose label keeps failing.
  package func labelFailures() throws -> Int {
    try connection.statement(
      "SELECT count(*) FROM mailing WHERE state = 'mailed' AND code = 'label_failed'"
    ).first { $0.int(0) } ?? 0
  }
}
