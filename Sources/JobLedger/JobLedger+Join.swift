import Foundation
package import MailModel
import SQLiteKit

/// A part's ledger as it was joined with others.
package struct JoinedPart: Hashable, Sendable {
  package var shard: Shard
  /// The hashes of its lists.
  package var lists: Set<String>
}

extension JobLedger {
  /// Copies what reports say of the part of the job in the ledger at `path`: its lists, their rows,
  /// what the API made of them, labels, tracking and how often each was tried.
  ///
  /// Only into a `temporary` ledger. The part may be in use meanwhile: one state of it is copied.
  /// - Parameters:
  ///   - others: the parts that were joined before.
  ///   - labelFolder: where the folder of a part's list is, seen from that of the joined one.
  /// - Throws: `LedgerError` when the file is no part of this job, was cut otherwise than the others,
  ///   or is one of them.
  package func join(
    _ path: String, to others: [JoinedPart],
    labelFolder: (_ shard: Shard, _ list: String) -> String
  ) throws -> JoinedPart {
    guard LedgerFile.holdsData(path) else {
      throw LedgerError.file(path: path, detail: "there is no ledger")
    }
    try connection.run("ATTACH DATABASE ? AS part", path)
    defer { try? connection.execute("DETACH DATABASE part") }  // nothing is written there
    do {
      try LedgerFile.checkVersion(connection, path: path, mayBeOlder: false, schema: "part")
      let shard = try shardOfPart(path)
      if let other = others.first(where: { $0.shard == shard || $0.shard.count != shard.count }) {
        throw LedgerError.file(
          path: path,
          detail: "it is part \(shard), and part \(other.shard) was given before; "
            + "give the ledger of each part once")
      }
      // A copy brings rows in every state; a list's own rows begin in few.
      try connection.execute("DROP TRIGGER IF EXISTS mailing_inserted")
      return try connection.transaction {
        try checkPieces(path)
        var part = JoinedPart(shard: shard, lists: [])
        for list in try listsOfPart() {
          try copy(list, labelFolder: labelFolder(shard, list.name))
          part.lists.insert(list.hash)
        }
        return part
      }
    } catch let error as SQLiteError {
      throw LedgerFile.translated(error, path: path)
    }
  }

  private func shardOfPart(_ path: String) throws -> Shard {
    func fact(_ key: String) throws -> String? {
      try connection.statement("SELECT value FROM part.meta WHERE key = ?").first(key) {
        $0.text(0)
      }
    }
    for (key, what, given) in [
      ("job", "the job named", binding.job), ("base_url", "the API at", binding.baseURL),
    ] {
      let bound = try fact(key) ?? ""
      guard bound == given else {
        throw LedgerError.otherBinding(what: what, bound: bound, given: given)
      }
    }
    guard let text = try fact("shard"), let shard = Shard(text), shard.count > 1 else {
      throw LedgerError.file(path: path, detail: "it holds the whole job, not a part of it")
    }
    return shard
  }

  /// Two rows with one piece would look like two letters, and one went out.
  private func checkPieces(_ path: String) throws {
    let shared = try connection.prepare(
      "SELECT api_id FROM part.piece WHERE api_id IN (SELECT api_id FROM main.piece) LIMIT 1"
    ).first { $0.text(0) }
    if let shared {
      throw LedgerError.file(
        path: path,
        detail: "its mailing \(shared) is another part's as well; "
          + "ask the provider, or use one sandbox for all parts")
    }
  }

  private struct PartList {
    var id: Int64
    var hash: String
    var name: String
    var firstMailing: Int64
    var inputRows: Int64
  }

  private func listsOfPart() throws -> [PartList] {
    try connection.prepare(
      "SELECT id, hash, name, first_mailing, input_rows FROM part.batch ORDER BY id"
    ).map {
      PartList(
        id: $0.int64(0), hash: $0.text(1), name: $0.text(2), firstMailing: $0.int64(3),
        inputRows: $0.int64(4))
    }
  }

  /// The list here that has a part's content, made when it is not there: its id and first mailing.
  private func place(for list: PartList) throws -> (id: Int64, firstMailing: Int64) {
    let known = try connection.statement("SELECT id, first_mailing FROM batch WHERE hash = ?")
      .first(list.hash) { ($0.int64(0), $0.int64(1)) }
    if let known { return known }
    let first = try nextMailingID()
    try connection.run(
      """
      INSERT INTO batch (hash, name, source, imported_at, columns, mapping, mail_class,
        first_mailing, input_rows)
      SELECT hash, name, source, imported_at, columns, mapping, mail_class, ?, input_rows
      FROM part.batch WHERE id = ?
      """, first, list.id)
    return (connection.lastInsertedRowID, first)
  }

  /// The columns of a row that are the same in every ledger.
  private static let rowColumns = """
    row, state, token, reference, name, company, street1, street2, city, state_code, zip,
    mail_class, matter, mail_by, document, sender, occurrence, quoted, given, code, message, hint,
    notes
    """

  private func copy(_ list: PartList, labelFolder: String) throws {
    let place = try place(for: list)
    let shift = place.firstMailing - list.firstMailing
    let range = "m.batch = \(list.id)"
    let mailings = "JOIN part.mailing m ON m.id = x.mailing WHERE \(range)"
    let sequence =
      try connection.prepare(
        "SELECT max(coalesce(max(claim_sequence), 0), coalesce(max(end_sequence), 0)) FROM attempt"
      ).first { $0.int64(0) } ?? 0
    try connection.execute(
      """
      INSERT INTO mailing (id, batch, \(Self.rowColumns))
      SELECT m.id + \(shift), \(place.id), \(Self.rowColumns) FROM part.mailing m WHERE \(range);

      INSERT INTO mailed_address
      SELECT x.mailing + \(shift), x.street1, x.street2, x.city, x.state_code, x.zip
      FROM part.mailed_address x \(mailings);

      INSERT INTO attempt (mailing, run, claim_sequence, claimed_at, token, body, body_sha256,
        key_fingerprint, reserved, end_sequence, ended_at, outcome, status)
      SELECT x.mailing + \(shift), x.run, x.claim_sequence + \(sequence), x.claimed_at, x.token,
        zeroblob(0), x.body_sha256, x.key_fingerprint, x.reserved, x.end_sequence + \(sequence),
        x.ended_at, x.outcome, x.status
      FROM part.attempt x \(mailings);

      INSERT INTO piece
      SELECT x.mailing + \(shift), x.api_id, x.tracking_number, x.status, x.postage, x.service_fee,
        x.charged, x.run, x.claim_sequence + \(sequence), x.end_sequence + \(sequence),
        x.submitted_at, x.found_by, NULL
      FROM part.piece x \(mailings);

      INSERT INTO tracking
      SELECT x.mailing + \(shift), x.status, x.checked_at, x.accepted_at, x.delivered_at,
        x.is_final, x.events, x.api_status, x.last_event_at, x.last_text
      FROM part.tracking x \(mailings);

      INSERT INTO tally SELECT \(place.id), state, rows, quoted FROM part.tally
      WHERE batch = \(list.id) ON CONFLICT (batch, state)
      DO UPDATE SET rows = rows + excluded.rows, quoted = quoted + excluded.quoted;
      """)
    try connection.run(
      """
      INSERT INTO label SELECT x.mailing + ?, ? || x.path, x.size, x.sha256, x.stored_at
      FROM part.label x JOIN part.mailing m ON m.id = x.mailing WHERE m.batch = ?
      """, shift, labelFolder + "/", list.id)
  }
}
