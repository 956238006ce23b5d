package import MailModel
import SQLiteKit

/// A letter in line: what is needed to write the body of its POST.
package struct QueuedLetter: Hashable, Sendable {
  package var id: Int64
  package var batch: Int64
  /// `HASH6:ROW`, as people name it.
  package var rowID: String
  package var token: Token
  package var reference: String
  package var recipient: PostalAddress
  package var mailClass: MailClass
  package var matter: String
  /// The name of one of the job's senders; empty for the job's own.
  package var sender: String
  package var quoted: Cents
  package var attempts: Int
}

/// An intent to POST, before it is made durable.
package struct Intent: Hashable, Sendable {
  package var mailing: Int64
  package var token: Token
  /// The exact bytes; frozen at the first claim.
  package var body: [UInt8]
  /// What the cap reserves for it.
  package var reserved: Cents

  package init(mailing: Int64, token: Token, body: [UInt8], reserved: Cents) {
    self.mailing = mailing
    self.token = token
    self.body = body
    self.reserved = reserved
  }
}

/// A durable intent: now, and only now, its bytes may go out.
package struct Attempt: Hashable, Sendable {
  package var id: Int64
  package var mailing: Int64
  package var claimed: Int64
  package var token: Token
  package var body: [UInt8]
  package var reserved: Cents
}

extension JobLedger {
  /// Up to `count` letters in line, in the order in which they are to be sent: those with a
  /// deadline first, then list order. Each is given out once a run; a row put back in line is
  /// asked for by its id.
  package func nextQueued(_ count: Int) throws -> [QueuedLetter] {
    var letters = try letters(
      """
      WHERE m.state = 'queued' AND m.mail_by IS NOT NULL AND (m.mail_by, m.id) > (?, ?)
      ORDER BY m.mail_by, m.id LIMIT ?
      """, deadlineCursor.date, deadlineCursor.id, count)
    if let last = letters.last {
      deadlineCursor = (try mailBy(last.id), last.id)
    }
    let rest = count - letters.count
    if rest > 0 {
      let more = try self.letters(
        """
        WHERE m.state = 'queued' AND m.id > ? AND m.mail_by IS NULL ORDER BY m.id LIMIT ?
        """, claimCursor, rest)
      if let last = more.last { claimCursor = last.id }
      letters += more
    }
    return letters
  }

  /// Starts giving out the queue from its head again.
  package func rewindQueue() {
    claimCursor = 0
    deadlineCursor = ("", 0)
  }

  /// One letter, if it is in line.
  package func queued(_ mailing: Int64) throws -> QueuedLetter? {
    try letters("WHERE m.state = 'queued' AND m.id = ?", mailing).first
  }

  /// A letter with a unit among the first that are in line, to learn from; else the first.
  package func letterToLearnFrom() throws -> QueuedLetter? {
    try letters(
      """
      WHERE m.id IN (SELECT id FROM mailing WHERE state = 'queued' ORDER BY id LIMIT 1000)
      ORDER BY m.street2 IS NULL, m.company IS NULL, m.mail_by IS NULL, m.mail_by, m.id LIMIT 1
      """
    ).first
  }

  private func mailBy(_ mailing: Int64) throws -> String {
    try connection.statement("SELECT mail_by FROM mailing WHERE id = ?").first(mailing) {
      $0.text(0)
    } ?? ""
  }

  private func letters(_ clause: String, _ values: (any SQLiteBindable)?...) throws
    -> [QueuedLetter]
  {
    let statement = try connection.statement(
      """
      SELECT m.id, m.batch, substr(b.hash, 1, 6) || ':' || m.row, m.token, m.reference, m.name,
        m.company, \(MailedAddress.columns),
        coalesce(m.mail_class, b.mail_class), m.matter, m.sender, m.quoted,
        (SELECT count(*) FROM attempt WHERE mailing = m.id AND outcome IS NOT 'notExecuted')
      FROM mailing m JOIN batch b ON b.id = m.batch \(MailedAddress.join) \(clause)
      """)
    try statement.bind(values)
    defer { statement.reset() }
    var letters: [QueuedLetter] = []
    while try statement.step() { letters.append(Self.letter(statement.row)) }
    return letters
  }

  private static func letter(_ row: Row) -> QueuedLetter {
    QueuedLetter(
      id: row.int64(0), batch: row.int64(1), rowID: row.text(2),
      token: Token(rawValue: row.int64(3)), reference: row.text(4),
      recipient: PostalAddress(
        name: row.text(5), company: row.text(6), street1: row.text(7), street2: row.text(8),
        city: row.text(9), state: row.text(10), zip: row.text(11)),
      mailClass: MailClass(row.text(12)), matter: row.text(13), sender: row.text(14),
      quoted: Cents(row.int64(15)), attempts: row.int(16))
  }

  /// The bytes of a letter's last attempt, when it may have been executed: a resend is the same
  /// body. A letter that was refused, or corrected since, is written anew.
  package func frozenBody(_ mailing: Int64) throws -> [UInt8]? {
    let last = try connection.statement(
      "SELECT body, outcome FROM attempt WHERE mailing = ? ORDER BY id DESC LIMIT 1"
    ).first(mailing) { (body: $0.blob(0), outcome: $0.text(1)) }
    guard let last, !["notExecuted", "refused"].contains(last.outcome) else { return nil }
    return last.body
  }

  /// Makes intents durable. **When this returns, and not before, the bytes may be sent.**
  ///
  /// A letter that is no longer in line is left out of the answer.
  package func claim(_ intents: [Intent], keyFingerprint: String) throws -> [Attempt] {
    try advanceMark()
    return try committingClaims {
      try claimInTransaction(intents, keyFingerprint: keyFingerprint)
    }
  }

  /// Commits attempts, and adds the last of them to the mark before anything is sent.
  func committingClaims(_ body: () throws -> [Attempt]) throws -> [Attempt] {
    let attempts = try commit(body)
    if let last = attempts.last { mark.add(last.id) }
    return attempts
  }

  func claimInTransaction(_ intents: [Intent], keyFingerprint: String) throws -> [Attempt] {
    var attempts: [Attempt] = []
    for intent in intents {
      let isQueued = try connection.statement("SELECT state = 'queued' FROM mailing WHERE id = ?")
        .first(intent.mailing) { $0.int(0) == 1 }
      guard isQueued == true else { continue }
      let claimed = nextSequence()
      try connection.run(
        """
        INSERT INTO attempt (mailing, run, claim_sequence, claimed_at, token, body, body_sha256,
          key_fingerprint, reserved) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        intent.mailing, run, claimed, now().rawValue, intent.token.rawValue, intent.body,
        SHA256.digest(intent.body).hexadecimal, keyFingerprint, intent.reserved.rawValue)
      let id = connection.lastInsertedRowID
      try move(intent.mailing, from: .queued, by: .claimed)
      attempts.append(
        Attempt(
          id: id, mailing: intent.mailing, claimed: claimed, token: intent.token,
          body: intent.body, reserved: intent.reserved))
    }
    return attempts
  }

  /// Runs `body` in one transaction; when it fails, the sequence goes back with it.
  func commit<Value>(_ body: () throws -> Value) throws -> Value {
    let before = sequence
    do {
      return try connection.transaction(body)
    } catch {
      sequence = before
      throw error
    }
  }
}
