package import MailModel
import SQLiteKit

/// A mailing whose POST may be executed, with what identifies it on the API's side.
package struct DoubtfulLetter: Hashable, Sendable {
  package var id: Int64
  package var rowID: String
  package var token: Token
  package var state: MailingState
  package var code: String
  package var body: [UInt8]
  package var recipient: PostalAddress
  package var mailClass: MailClass
  package var claimed: Int64
  package var ended: Int64
  package var claimedAt: UTCTime
  package var reserved: Cents
  package var attempts: Int

  package init(
    id: Int64, rowID: String, token: Token, state: MailingState, code: String, body: [UInt8],
    recipient: PostalAddress, mailClass: MailClass, claimed: Int64, ended: Int64,
    claimedAt: UTCTime, reserved: Cents, attempts: Int
  ) {
    self.id = id
    self.rowID = rowID
    self.token = token
    self.state = state
    self.code = code
    self.body = body
    self.recipient = recipient
    self.mailClass = mailClass
    self.claimed = claimed
    self.ended = ended
    self.claimedAt = claimedAt
    self.reserved = reserved
    self.attempts = attempts
  }
}

/// Where an attempt stands among all others.
package struct AttemptPlace: Hashable, Sendable {
  /// Attempts that were under way with it, or came after it (counted up to 1,000).
  package var lettersAround: Int
  /// Whether a mailing was known to be made before it.
  package var hasPredecessor: Bool
}

/// What the ledger knows of a mailing that the API lists.
package enum PieceOwner: Hashable, Sendable {
  /// Nothing: somebody else's, or another ledger's.
  case stranger
  /// A row has it; it was made after `claimed`, and known to be made by `ended`.
  case made(claimed: Int64, ended: Int64)
  /// No row has it, but a row has its token.
  case open(mailing: Int64, state: MailingState, attempts: Int)
  /// A row has it, and it carries another row's token: this one.
  case contested(mailing: Int64, state: MailingState, attempts: Int)
}

extension JobLedger {
  /// More letters than can be in flight at once, or than a listing holds.
  private static let flightsMax = 1000

  /// Every uncertain row, oldest first; `withAll`: also absent ones and those being sent.
  package func doubtful(withAll: Bool = false) throws -> [DoubtfulLetter] {
    try connection.statement(
      """
      SELECT m.id, substr(b.hash, 1, 6) || ':' || m.row, m.token, m.state, m.code, a.body,
        m.name, m.company, \(MailedAddress.columns),
        coalesce(m.mail_class, b.mail_class), a.claim_sequence, a.end_sequence, a.claimed_at,
        a.reserved, (SELECT count(*) FROM attempt x WHERE x.mailing = m.id
          AND x.outcome IS NOT 'notExecuted')
      FROM mailing m JOIN batch b ON b.id = m.batch
      \(MailedAddress.join)
      JOIN attempt a ON a.id = (SELECT max(id) FROM attempt WHERE mailing = m.id)
      WHERE m.state = 'uncertain' OR (? AND m.state IN ('absent', 'submitting')) ORDER BY m.id
      """
    ).map(withAll) { row in
      DoubtfulLetter(
        id: row.int64(0), rowID: row.text(1), token: Token(rawValue: row.int64(2)),
        state: MailingState(rawValue: row.text(3)) ?? .uncertain, code: row.text(4),
        body: row.blob(5),
        recipient: PostalAddress(
          name: row.text(6), company: row.text(7), street1: row.text(8), street2: row.text(9),
          city: row.text(10), state: row.text(11), zip: row.text(12)),
        mailClass: MailClass(row.text(13)), claimed: row.int64(14), ended: row.int64(15),
        claimedAt: UTCTime(rawValue: row.int64(16)), reserved: Cents(row.int64(17)),
        attempts: row.int(18))
    }
  }

  /// Where the last attempt of each uncertain row stands, by row.
  package func attemptPlaces() throws -> [Int64: AttemptPlace] {
    let places = try connection.statement(
      """
      SELECT m.id,
        (SELECT count(*) FROM (SELECT 1 FROM attempt x WHERE x.id > a.id - \(Self.flightsMax)
          AND x.id <> a.id AND +x.end_sequence > a.claim_sequence LIMIT \(Self.flightsMax))),
        EXISTS (SELECT 1 FROM piece WHERE end_sequence < a.claim_sequence)
      FROM mailing m JOIN attempt a ON a.id = (SELECT max(id) FROM attempt WHERE mailing = m.id)
      WHERE m.state = 'uncertain'
      """
    ).map { row in
      (row.int64(0), AttemptPlace(lettersAround: row.int(1), hasPredecessor: row.int(2) != 0))
    }
    return Dictionary(uniqueKeysWithValues: places)
  }

  /// Who owns a mailing that the API lists under `apiID` with `token` in its reference.
  package func owner(apiID: String, token: Token?) throws -> PieceOwner {
    let made = try connection.statement(
      "SELECT mailing, claim_sequence, end_sequence FROM piece WHERE api_id = ?"
    ).first(apiID) {
      (mailing: $0.int64(0), owner: PieceOwner.made(claimed: $0.int64(1), ended: $0.int64(2)))
    }
    guard let marked = try token.flatMap({ try letter(with: $0) }) else {
      return made?.owner ?? .stranger
    }
    guard let made else {
      return .open(mailing: marked.id, state: marked.state, attempts: marked.attempts)
    }
    return made.mailing == marked.id
      ? made.owner
      : .contested(mailing: marked.id, state: marked.state, attempts: marked.attempts)
  }

  private func letter(
    with token: Token
  ) throws -> (id: Int64, state: MailingState, attempts: Int)? {
    try connection.statement(
      """
      SELECT id, state, (SELECT count(*) FROM attempt WHERE mailing = mailing.id) FROM mailing
      WHERE token = ?
      """
    ).first(token.rawValue) {
      ($0.int64(0), try $0.state(1), $0.int(2))
    }
  }

  /// The recipient and class of a row, to compare with what the API says.
  package func letter(_ mailing: Int64) throws -> (recipient: PostalAddress, mailClass: MailClass)?
  {
    try connection.statement(
      """
      SELECT m.name, m.company, \(MailedAddress.columns),
        coalesce(m.mail_class, b.mail_class) FROM mailing m JOIN batch b ON b.id = m.batch
      \(MailedAddress.join)
      WHERE m.id = ?
      """
    ).first(mailing) {
      (
        PostalAddress(
          name: $0.text(0), company: $0.text(1), street1: $0.text(2), street2: $0.text(3),
          city: $0.text(4), state: $0.text(5), zip: $0.text(6)), MailClass($0.text(7))
      )
    }
  }

  /// How many mailings are known to be made, counted up to `most`.
  package func knownMailings(atMost most: Int) throws -> Int {
    try connection.statement("SELECT count(*) FROM (SELECT 1 FROM piece LIMIT ?)")
      .first(most) { $0.int(0) } ?? 0
  }

  /// The claim of the mailing that was the first to be known.
  package func oldestMailing() throws -> Int64? {
    try connection.statement("SELECT claim_sequence FROM piece ORDER BY end_sequence LIMIT 1")
      .first { $0.int64(0) }
  }

  /// A mailing that was surely made for a body which this ledger has, to learn from.
  package func teacher() throws -> (mailing: Int64, apiID: String)? {
    try connection.statement(
      """
      SELECT mailing, api_id FROM piece
      WHERE found_by IN ('answer', 'token')
        AND EXISTS (SELECT 1 FROM attempt WHERE mailing = piece.mailing)
      ORDER BY end_sequence DESC LIMIT 1
      """
    ).first { ($0.int64(0), $0.text(1)) }
  }

  /// Money that may have been spent on uncertain mailings.
  package func reservedForUncertain() throws -> Cents {
    Cents(
      try connection.statement(
        """
        SELECT coalesce(sum((SELECT reserved FROM attempt WHERE mailing = m.id
          ORDER BY id DESC LIMIT 1)), 0)
        FROM mailing m WHERE m.state IN ('uncertain', 'submitting')
        """
      ).first { $0.int64(0) } ?? 0)
  }

  /// Holds every row in line: what a restored ledger does with rows it cannot account for.
  package func holdAllQueued(_ remark: RowRemarks) throws -> Int {
    try commit {
      try connection.run(
        "UPDATE mailing SET state = 'held', code = ?, message = ?, hint = ? WHERE state = 'queued'",
        remark.code, remark.message, remark.hint)
    }
  }

  /// The highest attempt number that was ever given.
  package func highestAttempt() throws -> Int64 {
    try connection.statement("SELECT seq FROM sqlite_sequence WHERE name = 'attempt'")
      .first { $0.int64(0) } ?? 0
  }
}

extension JobLedger {
  /// Numbers attempts from above `number` on: those up to it were made and forgotten.
  package func raiseAttempts(to number: Int64) throws {
    try commit {
      try connection.run("DELETE FROM sqlite_sequence WHERE name = 'attempt'")
      try connection.run("INSERT INTO sqlite_sequence (name, seq) VALUES ('attempt', ?)", number)
    }
  }
}
