package import MailModel
import SQLiteKit

/// What the API made, as far as it said.
package struct PieceRecord: Hashable, Sendable {
  package var apiID: String
  package var trackingNumber: String?
  package var status: String?
  package var postage: Cents?
  package var serviceFee: Cents?
  package var charged: Cents?
  /// The raw answer; cut to `answerBytesMax` when it is stored.
  package var answer: [UInt8]
  /// The mark in the reference that the answer shows; not stored.
  package var token: Token?

  package init(
    apiID: String, trackingNumber: String?, status: String?, postage: Cents?, serviceFee: Cents?,
    charged: Cents?, answer: [UInt8], token: Token? = nil
  ) {
    self.token = token
    self.apiID = apiID
    self.trackingNumber = trackingNumber
    self.status = status
    self.postage = postage
    self.serviceFee = serviceFee
    self.charged = charged
    self.answer = answer
  }
}

/// How a POST ended, ready to be stored.
package struct AttemptOutcome: Hashable, Sendable {
  package var attempt: Int64
  package var mailing: Int64
  /// `accepted`, `refused`, `notExecuted` or `outcomeUnknown`.
  package var event: MailingEvent
  package var piece: PieceRecord?
  /// Of the HTTP answer, when there was one.
  package var status: Int?
  /// The words for the row: code, message, hint; `nil` leaves none.
  package var remark: RowRemarks?
  package var answer: [UInt8]

  package init(
    attempt: Int64, mailing: Int64, event: MailingEvent, piece: PieceRecord? = nil,
    status: Int? = nil, remark: RowRemarks? = nil, answer: [UInt8] = []
  ) {
    self.attempt = attempt
    self.mailing = mailing
    self.event = event
    self.piece = piece
    self.status = status
    self.remark = remark
    self.answer = answer
  }
}

extension JobLedger {
  /// How much of a raw answer is kept: more than any mailing's body needs.
  package static let answerBytesMax = 64 * 1024

  /// On a row whose POST was answered with the id of another row's mailing.
  package static let idTakenCode = "id_taken"

  /// Stores how attempts ended, all in one transaction; durable when it returns.
  ///
  /// A piece whose id another row owns, or that carries another row's mark, is stored as an unknown
  /// outcome, for a person.
  /// - Returns: for each outcome the sequence number of its end and the state it led to.
  @discardableResult
  package func record(_ outcomes: [AttemptOutcome]) throws -> [(ended: Int64, state: MailingState)]
  {
    try commit { try outcomes.map { try recordInTransaction($0) } }
  }

  /// Stores letters that were made and makes intents durable, all in one transaction: `record` and
  /// `claim` in one. **When this returns, and not before, the bytes may be sent.**
  /// - Throws: also when one of the pieces is another row's: nothing is stored then.
  package func record(
    _ made: [AttemptOutcome], claiming intents: [Intent], keyFingerprint: String
  ) throws -> [Attempt] {
    try advanceMark()
    return try committingClaims {
      for outcome in made {
        let state = try recordInTransaction(outcome).state
        guard state == .mailed else {
          throw LedgerError.notPossible("mailing \(outcome.mailing) is \(state.rawValue), not made")
        }
      }
      return try claimInTransaction(intents, keyFingerprint: keyFingerprint)
    }
  }

  private func recordInTransaction(
    _ outcome: AttemptOutcome
  ) throws -> (ended: Int64, state: MailingState) {
    var outcome = outcome
    if let piece = outcome.piece, let taken = try tie(of: piece, toOtherThan: outcome.mailing) {
      outcome.event = .outcomeUnknown
      outcome.remark = RowRemarks(
        code: Self.idTakenCode,
        message: "the API answered with \(piece.apiID), \(taken)",
        hint: "look at both in the provider's account, then use resolve")
      outcome.piece = nil
    }
    let ended = nextSequence()
    let changed = try connection.run(
      """
      UPDATE attempt
      SET end_sequence = ?, ended_at = ?, outcome = ?, status = ?, detail = ?, answer = ?
      WHERE id = ? AND end_sequence IS NULL
      """,
      ended, now().rawValue, outcome.event.rawValue, outcome.status, outcome.remark?.message,
      outcome.answer.isEmpty ? nil : Array(outcome.answer.prefix(Self.answerBytesMax)),
      outcome.attempt)
    guard changed == 1 else {
      throw LedgerError.lostUpdate(mailing: outcome.mailing, expected: "submitting")
    }
    if let piece = outcome.piece {
      try insertPiece(piece, mailing: outcome.mailing, ended: ended, foundBy: "answer")
    }
    let state = try move(outcome.mailing, from: .submitting, by: outcome.event)
    try remark(
      outcome.mailing, code: outcome.remark?.code, message: outcome.remark?.message,
      hint: outcome.remark?.hint)
    return (ended, state)
  }

  /// What ties a piece to another row than `mailing`, in words; `nil` for nearly all.
  private func tie(of piece: PieceRecord, toOtherThan mailing: Int64) throws -> String? {
    if let owner = try ownerOfPiece(piece.apiID) { return "which row \(owner) has" }
    guard let marked = try piece.token.flatMap({ try self.mailing(with: $0) }), marked != mailing
    else { return nil }
    return "whose reference carries the mark of row \(try rowID(marked))"
  }

  /// The row that owns an API id, as people name it.
  package func ownerOfPiece(_ apiID: String) throws -> String? {
    try connection.statement(
      """
      SELECT substr(b.hash, 1, 6) || ':' || m.row FROM piece p
      JOIN mailing m ON m.id = p.mailing JOIN batch b ON b.id = m.batch WHERE p.api_id = ?
      """
    ).first(apiID) { $0.text(0) }
  }

  func insertPiece(
    _ piece: PieceRecord, mailing: Int64, ended: Int64, foundBy: String
  ) throws {
    let claimed =
      try connection.statement("SELECT max(claim_sequence) FROM attempt WHERE mailing = ?")
      .first(mailing) { $0.int64(0) } ?? 0
    try connection.run(
      """
      INSERT INTO piece (mailing, api_id, tracking_number, status, postage, service_fee, charged,
        run, claim_sequence, end_sequence, submitted_at, found_by, answer)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      mailing, piece.apiID, piece.trackingNumber, piece.status, piece.postage?.rawValue,
      piece.serviceFee?.rawValue, piece.charged?.rawValue, run, claimed, ended,
      now().rawValue, foundBy, Array(piece.answer.prefix(Self.answerBytesMax)))
    if let charged = piece.charged { try noteOvercharge(charged, of: mailing) }
  }

  /// Keeps by how much a charge passed its quote, if none passed it by more before.
  func noteOvercharge(_ charged: Cents, of mailing: Int64) throws {
    try connection.run(
      """
      INSERT INTO meta (key, value)
      SELECT ?1, CAST(?2 - quoted AS TEXT) FROM mailing
      WHERE id = ?3 AND ?2 - quoted
        > coalesce((SELECT CAST(value AS INTEGER) FROM meta WHERE key = ?1), 0)
      ON CONFLICT (key) DO UPDATE SET value = excluded.value
      """,
      Self.overchargeFact, charged.rawValue, mailing)
  }

  /// Adopts a piece that was found on the API's side for a row that has none: an uncertain or
  /// absent one, or one in line or held in a restored ledger.
  package func adopt(
    _ piece: PieceRecord, for mailing: Int64, foundBy: String, remark words: RowRemarks? = nil
  ) throws {
    try commit {
      let state = try stateOf(mailing)
      guard try ownerOfPiece(piece.apiID) == nil else {
        throw LedgerError.notPossible("mailing \(piece.apiID) belongs to another row already")
      }
      try insertPiece(piece, mailing: mailing, ended: nextSequence(), foundBy: foundBy)
      try move(mailing, from: state, by: .found)
      try remark(mailing, code: words?.code, message: words?.message, hint: words?.hint)
    }
  }

  /// Concludes that an uncertain mailing was never made; `resend` puts it in line again.
  package func concludeAbsent(_ mailing: Int64, resend: Bool) throws {
    try commit {
      try move(mailing, from: .uncertain, by: .provedAbsent)
      try remark(
        mailing, code: "proved_absent",
        message: "the API never made this mailing: three look-ups that cover the time of the "
          + "attempt do not show it",
        hint: resend ? nil : "send it again with resolve --resend, or cancel it")
      if resend {
        try move(mailing, from: .absent, by: .resent)
        try remark(mailing, code: nil, message: nil)
      }
    }
  }

  /// Every row found `submitting` becomes `uncertain`: called once, at a start, under the lock.
  ///
  /// A row that was alone in flight has its attempt marked, so that one that ends every run
  /// uncleanly can be held (see `lonelyCrashes`).
  package func sweepInterrupted() throws -> Int {
    mark.removeLeftover()
    return try commit {
      let open = try connection.statement(
        """
        SELECT a.id, a.mailing FROM attempt a JOIN mailing m ON m.id = a.mailing
        WHERE m.state = 'submitting' AND a.end_sequence IS NULL
        """
      ).map { (attempt: $0.int64(0), mailing: $0.int64(1)) }
      for row in open {
        try connection.run(
          "UPDATE attempt SET end_sequence = ?, ended_at = ?, outcome = ? WHERE id = ?",
          nextSequence(), now().rawValue, open.count == 1 ? "interruptedAlone" : "interrupted",
          row.attempt)
        try move(row.mailing, from: .submitting, by: .outcomeUnknown)
        try remark(
          row.mailing, code: "interrupted",
          message: "certmail was stopped while this mailing was being sent",
          hint: "run again: it is looked up before anything is sent")
      }
      return open.count
    }
  }

  /// How many of a row's latest attempts in a row ended uncleanly while it was alone in flight.
  package func lonelyCrashes(_ mailing: Int64) throws -> Int {
    let outcomes = try connection.statement(
      "SELECT outcome FROM attempt WHERE mailing = ? ORDER BY id DESC LIMIT 10"
    ).map(mailing) { $0.text(0) }
    return outcomes.prefix { $0 == "interruptedAlone" }.count
  }

  /// Leaves words on a row that stays as it is.
  package func flag(_ mailing: Int64, _ words: RowRemarks) throws {
    try remark(mailing, code: words.code, message: words.message, hint: words.hint)
  }

  /// Holds a row that is in line, with the reason.
  package func hold(_ mailing: Int64, _ remark: RowRemarks) throws {
    try commit {
      try move(mailing, from: .queued, by: .held)
      try self.remark(mailing, code: remark.code, message: remark.message, hint: remark.hint)
    }
  }

  /// The address check of the API found a row unfit.
  package func foundInvalid(_ mailing: Int64, _ remark: RowRemarks) throws {
    try commit {
      try move(mailing, from: .queued, by: .foundInvalid)
      try self.remark(mailing, code: remark.code, message: remark.message, hint: remark.hint)
    }
  }

  func stateOf(_ mailing: Int64) throws -> MailingState {
    let name = try connection.statement("SELECT state FROM mailing WHERE id = ?").first(mailing) {
      $0.text(0)
    }
    guard let state = name.flatMap({ MailingState(rawValue: $0) }) else {
      throw LedgerError.noSuchRow("no mailing \(mailing) in this ledger")
    }
    return state
  }
}
