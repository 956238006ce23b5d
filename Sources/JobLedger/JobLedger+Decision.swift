package import MailModel
import SQLiteKit

/// A person's decision: kept with its reason.
package struct Decision: Hashable, Sendable {
  package var reason: String
  /// Who decided: the operating system's name of the user.
  package var who: String

  package init(reason: String, who: String) {
    self.reason = reason
    self.who = who
  }
}

/// A held row as an approval shows it.
package struct HeldRow: Hashable, Sendable {
  package var id: Int64
  package var batch: Int64
  package var rowID: String
  package var row: Int
  package var code: String
  package var message: String
  package var quoted: Cents
  package var reference: String
  package var name: String
}

extension JobLedger {
  /// Takes rows out of the job for good: all of them, or none.
  /// - Parameter writesOff: also an uncertain row, whose letter may have been made.
  /// - Throws: `LedgerError.notPossible` when the state of one does not allow it.
  package func cancel(
    _ mailings: [Int64], _ decision: Decision, writesOff: Bool = false
  ) throws {
    try commit {
      for mailing in mailings {
        let standing = try standing(mailing)
        guard standing.state != .uncertain || writesOff else {
          throw LedgerError.notPossible(
            "row \(standing.rowID) is uncertain: it may have been mailed and charged; certmail run "
              + "looks it up, certmail resolve with --adopt, --resend or --write-off decides it; "
              + "nothing was cancelled")
        }
        try decide(mailing, standing.rowID, standing.state, .cancelled, decision, "cancelled")
        try remark(mailing, code: "cancelled", message: decision.reason)
      }
    }
  }

  /// Sends an uncertain or absent row again, on a person's word.
  package func resend(_ mailing: Int64, _ decision: Decision) throws {
    try commit {
      let standing = try standing(mailing)
      try decide(mailing, standing.rowID, standing.state, .resent, decision, "sent again")
      try remark(mailing, code: nil, message: nil)
    }
    claimCursor = min(claimCursor, mailing - 1)
  }

  /// Puts refused rows back in line: all of them, or none.
  package func retry(_ mailings: [Int64], _ decision: Decision) throws {
    try commit {
      for mailing in mailings {
        let standing = try standing(mailing)
        try decide(mailing, standing.rowID, standing.state, .retried, decision, "retried")
        try remark(mailing, code: nil, message: nil)
      }
    }
  }

  /// Notes a decision that another method carries out (`adopt`).
  package func note(_ mailing: Int64, action: String, _ decision: Decision) throws {
    try connection.run(
      "INSERT INTO decision (mailing, action, reason, who, decided_at) VALUES (?, ?, ?, ?, ?)",
      mailing, action, decision.reason, decision.who, now().rawValue)
  }

  private func decide(
    _ mailing: Int64, _ rowID: String, _ state: MailingState, _ event: MailingEvent,
    _ decision: Decision, _ word: String
  ) throws {
    do {
      try move(mailing, from: state, by: event)
    } catch is IllegalTransition {
      throw LedgerError.notPossible(
        "row \(rowID) is \(state.rawValue) and cannot be \(word); nothing was changed")
    }
    try note(mailing, action: event.rawValue, decision)
  }

  /// The refused rows, in list order.
  package func refused() throws -> [(id: Int64, code: String, reference: String)] {
    try connection.statement(
      "SELECT id, code, reference FROM mailing WHERE state = 'refused' ORDER BY id"
    ).map { ($0.int64(0), $0.text(1), $0.text(2)) }
  }

  /// Every held row in list order.
  package func held() throws -> [HeldRow] {
    try connection.statement(
      """
      SELECT m.id, m.batch, substr(b.hash, 1, 6) || ':' || m.row, m.row, m.code, m.message, m.quoted,
        m.reference, m.name
      FROM mailing m JOIN batch b ON b.id = m.batch WHERE m.state = 'held' ORDER BY m.id
      """
    ).map {
      HeldRow(
        id: $0.int64(0), batch: $0.int64(1), rowID: $0.text(2), row: $0.int(3), code: $0.text(4),
        message: $0.text(5), quoted: Cents($0.int64(6)), reference: $0.text(7), name: $0.text(8))
    }
  }

  /// Releases held rows, all in one transaction, and gives a repeated letter its next occurrence.
  package func approve(_ rows: [HeldRow], _ decision: Decision) throws {
    try commit {
      for row in rows {
        if try !hasToken(row.id) { try giveNextOccurrence(row.id) }
        try move(row.id, from: .held, by: .approved)
        try remark(row.id, code: nil, message: nil)
        try note(row.id, action: MailingEvent.approved.rawValue, decision)
      }
    }
    rewindQueue()
  }

  private func hasToken(_ mailing: Int64) throws -> Bool {
    try connection.statement("SELECT token IS NOT NULL FROM mailing WHERE id = ?")
      .first(mailing) { $0.int(0) == 1 } ?? false
  }

  /// The same letter once more is a further piece: the first occurrence whose token is free.
  private func giveNextOccurrence(_ mailing: Int64) throws {
    guard let letter = try letter(mailing) else { return }
    let identity = try connection.statement(
      "SELECT reference, matter, coalesce(occurrence, 1) FROM mailing WHERE id = ?"
    ).first(mailing) { (reference: $0.text(0), matter: $0.text(1), occurrence: $0.int(2)) }
    guard let identity else { return }
    var occurrence = identity.occurrence
    while true {
      let token = Token(
        job: binding.job, reference: identity.reference, recipient: letter.recipient,
        mailClass: letter.mailClass, matter: identity.matter, occurrence: occurrence)
      let isFree =
        try connection.statement("SELECT 1 FROM mailing WHERE token = ?")
        .first(token.rawValue) { _ in false } ?? true
      if isFree {
        try connection.run(
          "UPDATE mailing SET token = ?, occurrence = ? WHERE id = ?",
          token.rawValue, occurrence, mailing)
        return
      }
      occurrence += 1
    }
  }
}
