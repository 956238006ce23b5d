package import MailModel
import SQLiteKit

/// A row that is to be mailed by a day and is not mailed.
package struct DueRow: Hashable, Sendable {
  /// `HASH6:ROW`
  package var rowID: String
  package var state: MailingState
  /// `yyyy-MM-dd`
  package var mailBy: String
  package var quoted: Cents

  package init(rowID: String, state: MailingState, mailBy: String, quoted: Cents) {
    self.rowID = rowID
    self.state = state
    self.mailBy = mailBy
    self.quoted = quoted
  }
}

/// Rows of some states that are due by a day, found through an index of their own.
struct DueKind: Sendable {
  let index: String
  /// The states in the index's own words.
  let state: String

  var mailings: String { "mailing m INDEXED BY \(index)" }
  var condition: String { "\(state) AND m.mail_by <= ?" }
  var count: String { "SELECT count(*) FROM \(mailings) WHERE \(condition)" }
}

extension JobLedger {
  /// Rows that are due by `day` (`yyyy-MM-dd`) and not mailed: those in line first, in the order in
  /// which they are sent, then those that wait for a person.
  package func dueRows(by day: String) throws -> [DueRow] {
    try Self.dueKinds.flatMap { kind in
      try connection.statement(
        """
        SELECT substr(b.hash, 1, 6) || ':' || m.row, m.state, m.mail_by, m.quoted
        FROM \(kind.mailings) JOIN batch b ON b.id = m.batch
        WHERE \(kind.condition) ORDER BY m.mail_by, m.id
        """
      ).map(day) { row in
        DueRow(
          rowID: row.text(0), state: try row.state(1),
          mailBy: row.text(2), quoted: Cents(row.int64(3)))
      }
    }
  }

  /// How many rows are due by `day` and not mailed.
  package func dueCount(by day: String) throws -> Int {
    try Self.dueKinds.reduce(0) { count, kind in
      count + (try connection.statement(kind.count).first(day) { $0.int(0) } ?? 0)
    }
  }

  /// Apart, so that each goes through its index: the list itself may have millions of rows.
  static let dueKinds = [
    DueKind(index: "mailing_deadline", state: "m.state = 'queued'"),
    DueKind(index: "mailing_waiting_deadline", state: LedgerSchema.waitsForPerson),
  ]
}
