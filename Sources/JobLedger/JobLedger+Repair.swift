import Foundation
package import MailModel
import SQLiteKit

/// What came of one row of a repair list.
package enum RepairOutcome: Hashable, Sendable {
  /// The row took the corrected form and has this state now.
  case repaired(batch: Int64, MailingState)
  /// Nothing was changed, for this reason.
  case untouched(String)
  /// Nothing was changed nor ever will be: the row is mailed.
  case mailed(String)
  /// The row is in the ledger of another part of the job.
  case elsewhere
}

extension JobLedger {
  /// Gives an invalid or refused row its corrected form; the old one stays in its history.
  ///
  /// A row in any other state is not touched: what was mailed is never mailed again.
  /// - Parameters:
  ///   - columns: the repair list's own columns, in the order of the row's cells.
  ///   - fields: for each of them the field that it alone is.
  ///   - cells: the row's cells in these columns.
  package func repair(
    _ name: MailingName, with row: LetterRows.Row, of rows: LetterRows, columns: [String],
    fields: [RowField?], cells: [String], source: String
  ) throws -> RepairOutcome {
    guard let mailing = try named(name) else {
      return try isElsewhere(name) ? .elsewhere : .untouched("no such row in this ledger")
    }
    return try commit {
      let standing = try standing(mailing)
      guard standing.state == .invalid || standing.state == .refused else {
        let reason = "row \(standing.rowID) is \(standing.state.rawValue) and was not changed"
        return [.mailed, .done].contains(standing.state) ? .mailed(reason) : .untouched(reason)
      }
      guard let batch = try batch(of: mailing) else {
        preconditionFailure("\(standing.rowID) has no batch")
      }
      try keepHistory(mailing, batch, source: source)
      var judged = row
      if let token = row.token, let twin = try other(with: token, than: mailing) {
        judged.state = .duplicate
        judged.token = nil
        judged.remarks = RowRemarks(
          code: "duplicate", message: "the same letter as \(twin)", notes: row.remarks?.notes ?? [])
      }
      if let shard = binding.shard, let token = judged.token, !shard.holds(token) {
        judged.state = .held
        judged.remarks = RowRemarks(
          code: "other_part",
          message:
            "as corrected, the same letter from another row would be in another part's ledger",
          hint: "approve it when no other part mailed this letter", notes: row.remarks?.notes ?? [])
      }
      judged = try comparedWithOthers(judged, of: rows, in: batch)
      judged = try comparedWithTold(judged, standing.rowID)
      let given =
        Self.isAlike(columns, fields, batch)
        ? Array(rows.bytes[judged.given])
        : try givenAfterRepair(columns, fields, cells, batch, mailing)
      try store(judged, of: rows, in: mailing, given: given)
      try move(mailing, from: standing.state, by: Self.event(judged.state))
      repairing?.insert(
        mailing, LetterName.hash(rows.text(row, .reference).utf8, rows.text(row, .name).utf8))
      claimCursor = min(claimCursor, mailing - 1)
      return .repaired(batch: batch.id, judged.state)
    }
  }

  /// The own cells of a row by the names of their columns; empty when it is not in this ledger.
  package func ownCells(of name: MailingName) throws -> [String: String] {
    guard let mailing = try named(name) else { return [:] }
    guard let batch = try batch(of: mailing),
      let entry = try entries(of: batch, after: mailing - 1, limit: 1).first
    else { return [:] }
    return Dictionary(zip(batch.columns, entry.cells.texts)) { first, _ in first }
  }

  /// The mailing of a row that is named with its batch; `nil` when none, or more than one, fits.
  func named(_ name: MailingName) throws -> Int64? {
    guard name.batch != nil else { return nil }
    do { return try mailing(named: name) } catch LedgerError.noSuchRow { return nil }
  }

  /// Whether a row that is not here is in a list that the parts of this job have cut among them.
  private func isElsewhere(_ name: MailingName) throws -> Bool {
    guard binding.shard != nil, let hash = name.batch else { return false }
    return try batches().contains { $0.hash.hasPrefix(hash) }
  }

  private static func event(_ state: MailingState) -> MailingEvent {
    switch state {
    case .queued: .corrected
    case .held: .held
    case .duplicate: .foundDuplicate
    case .invalid, .ignored, .submitting, .uncertain, .absent, .refused, .mailed, .done,
      .cancelled:
      .foundInvalid
    }
  }

  private func other(with token: Token, than mailing: Int64) throws -> String? {
    try connection.statement(
      """
      SELECT substr(b.hash, 1, 6) || ':' || m.row FROM mailing m JOIN batch b ON b.id = m.batch
      WHERE m.token = ? AND m.id <> ?
      """
    ).first(token.rawValue, mailing) { $0.text(0) }
  }

  private func keepHistory(_ mailing: Int64, _ batch: BatchRecord, source: String) throws {
    guard let entry = try entries(of: batch, after: mailing - 1, limit: 1).first else { return }
    let form = [entry.state.rawValue, entry.code, entry.message] + entry.cells.texts
    try connection.run(
      "INSERT INTO history (mailing, replaced_at, source, form) VALUES (?, ?, ?, ?)",
      mailing, now().rawValue, source, try TextList.json(form))
  }

  /// Whether a repair list's columns are the batch's, in their order and as the same fields;
  /// `extra_1`, `extra_2`, … are what a report adds for cells beyond the header.
  private static func isAlike(
    _ columns: [String], _ fields: [RowField?], _ batch: BatchRecord
  ) -> Bool {
    columns.starts(with: batch.columns) && fields.starts(with: batch.mapping)
      && columns.dropFirst(batch.columns.count).allSatisfy { $0.hasPrefix("extra_") }
  }

  /// The row's own cells after the repair, each found by its column's name, by that name spelled
  /// otherwise, or by its field: a spreadsheet may move and rename columns.
  private func givenAfterRepair(
    _ columns: [String], _ fields: [RowField?], _ cells: [String], _ batch: BatchRecord,
    _ mailing: Int64
  ) throws -> [UInt8] {
    let old = try entries(of: batch, after: mailing - 1, limit: 1).first?.cells.texts ?? []
    let extra = max(0, old.count - batch.columns.count)
    let names = batch.columns + (0..<extra).map { "extra_\($0 + 1)" }
    let corrected = Dictionary(zip(columns, cells)) { first, _ in first }
    var respelled = Dictionary(zip(columns.map(\.folded), cells)) { first, _ in first }
    respelled[""] = nil  // what is no word at all is not the same word
    let asField = Dictionary(
      zip(fields, cells).compactMap { field, cell in field.map { ($0, cell) } }
    ) { first, _ in first }
    var given: [UInt8] = []
    for (index, name) in names.enumerated() {
      let before = index < old.count ? old[index] : ""
      // Of two columns with one name nobody can tell which is which.
      let isOne = names.count { $0 == name } == 1
      let field = index < batch.mapping.count ? batch.mapping[index] : nil
      let found = corrected[name] ?? respelled[name.folded] ?? field.flatMap { asField[$0] }
      let cell = isOne ? found ?? before : before
      GivenRecord.append(cell.utf8.span, isField: false, to: &given)
    }
    return given
  }

  private func store(
    _ row: LetterRows.Row, of rows: LetterRows, in mailing: Int64, given: [UInt8]
  ) throws {
    func text(_ field: RowField) -> String { rows.text(row, field) }
    func optional(_ field: RowField) -> String? { text(field).isEmpty ? nil : text(field) }
    // What the API made of the old address is no form of the new one.
    try connection.run("DELETE FROM mailed_address WHERE mailing = ?", mailing)
    try connection.run(
      """
      UPDATE mailing SET token = ?, reference = ?, name = ?, company = ?, street1 = ?, street2 = ?,
        city = ?, state_code = ?, zip = ?, mail_class = ?, matter = ?, mail_by = ?, document = ?,
        sender = ?, occurrence = ?, quoted = ?, given = ?, code = ?, message = ?, hint = ?,
        notes = ? WHERE id = ?
      """,
      row.token?.rawValue, text(.reference), text(.name), optional(.company), text(.street1),
      optional(.street2), text(.city), text(.state), text(.zip), optional(.mailClass),
      optional(.matter), optional(.mailBy), optional(.document), optional(.sender),
      optional(.occurrence).flatMap { Int($0) }, row.quoted?.rawValue, given,
      row.remarks?.code, row.remarks?.message, row.remarks?.hint,
      try row.remarks.flatMap { try FindingCoding.text($0.notes) }, mailing)
  }

  /// Notes a list that was taken in without a batch of its own.
  package func noteInput(hash: String, source: String) throws {
    try connection.run(
      "INSERT INTO input VALUES (?, NULL, ?, ?) ON CONFLICT DO NOTHING", hash, source,
      now().rawValue)
  }
}
