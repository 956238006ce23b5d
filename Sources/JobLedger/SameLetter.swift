import MailModel
import SQLiteKit

/// The mailings of earlier batches by `LetterName`; nearly always one a name.
struct KnownLetters {
  private var first: [UInt64: Int64] = [:]
  private var more: [UInt64: [Int64]] = [:]

  var isEmpty: Bool { first.isEmpty }

  mutating func insert(_ mailing: Int64, _ hash: UInt64) {
    if first[hash] == nil {
      first[hash] = mailing
    } else {
      more[hash, default: []].append(mailing)
    }
  }

  subscript(hash: UInt64) -> [Int64] {
    guard let mailing = first[hash] else { return [] }
    return [mailing] + (more[hash] ?? [])
  }
}

extension JobLedger {
  /// What becomes of a row whose token another row has: `duplicate` in the same list or within
  /// `duplicate_days`, else `held`.
  func sameLetter(
    _ row: LetterRows.Row, as mailing: Int64, remarks: RowRemarks?, batch: OpenBatch
  ) throws -> LetterRows.Row {
    var judged = row
    judged.token = nil
    guard let twin = try twin(mailing) else { return judged }
    let isSameList = twin.batch == batch.id
    let age = twin.at.duration(to: now())
    let isRecent = age <= .seconds(86_400 * batch.draft.duplicateDays)
    judged.state = isSameList || isRecent ? .duplicate : .held
    let place =
      isSameList ? "row \(twin.row) of this list" : "\(twin.rowID), \(twin.state.rawValue)"
    judged.remarks = RowRemarks(
      code: judged.state == .held ? "same_letter_again" : "duplicate",
      message: "the same letter as \(place)",
      hint: judged.state == .held
        ? "approve it to mail it again as a further piece"
        : "give it an occurrence of 2 if a further piece is meant",
      notes: remarks?.notes ?? [])
    return judged
  }

  private struct Twin {
    var row: Int
    var batch: Int64
    var state: MailingState
    var rowID: String
    var at: UTCTime
  }

  private func twin(_ mailing: Int64) throws -> Twin? {
    try connection.statement(
      """
      SELECT m.row, m.batch, m.state, substr(b.hash, 1, 6) || ':' || m.row,
        coalesce((SELECT submitted_at FROM piece WHERE mailing = m.id), b.imported_at)
      FROM mailing m JOIN batch b ON b.id = m.batch WHERE m.id = ?
      """
    ).first(mailing) {
      Twin(
        row: $0.int(0), batch: $0.int64(1), state: try $0.state(2),
        rowID: $0.text(3), at: UTCTime(rawValue: $0.int64(4)))
    }
  }

  /// What becomes of a row whose reference and recipient name stand in an earlier batch with
  /// other details: it replaces an invalid or refused row; against one that is live it is `held`.
  func comparedWithEarlier(
    _ row: LetterRows.Row, of rows: LetterRows, batch: OpenBatch, candidates: [Int64]
  ) throws -> LetterRows.Row {
    let earlier = try candidates.compactMap { try letter($0, rows, row) }
    // The same token is the rule of `sameLetter`, which the insertion meets.
    if earlier.contains(where: { $0.token == row.token?.rawValue }) { return row }
    if let live = earlier.first(where: { $0.state.isLive }) {
      return Self.held(row, of: rows, beside: live)
    }
    // One row replaces one: the same person at two addresses is two letters.
    if let old = earlier.first(where: { $0.state == .invalid || $0.state == .refused }) {
      try move(old.id, from: old.state, by: .cancelled)
      try remark(
        old.id, code: "replaced",
        message: "replaced by row \(row.number) of \(batch.draft.source)")
    }
    return row
  }

  /// What becomes of a corrected row whose reference and name another row has with other details:
  /// against one that was mailed, or one of another batch that is live, it is `held`.
  func comparedWithOthers(
    _ row: LetterRows.Row, of rows: LetterRows, in batch: BatchRecord
  ) throws -> LetterRows.Row {
    let reference = rows.text(row, .reference)
    guard !reference.isEmpty else { return row }
    let known = try repairing ?? knownLetters()
    repairing = known
    let others = try known[LetterName.hash(reference.utf8, rows.text(row, .name).utf8)]
      .compactMap { try letter($0, rows, row) }
      .filter { $0.batch != batch.id || [.mailed, .done].contains($0.state) }
    return others.first { $0.state.isLive }.map { Self.held(row, of: rows, beside: $0) } ?? row
  }

  private static func held(
    _ row: LetterRows.Row, of rows: LetterRows, beside live: EarlierLetter
  ) -> LetterRows.Row {
    // Approval is asked for in any case; why it should be looked at twice matters more.
    guard row.state == .queued || row.remarks?.code == "approval_required" else { return row }
    let differing = zip(compared, live.details).filter { rows.text(row, $0) != $1 }
    // A further piece that was asked for by its number is meant.
    guard differing.map(\.0) != [.occurrence] else { return row }
    var judged = row
    judged.state = .held
    let words = differing.map { "\($0.rawValue) (\($1.isEmpty ? "empty" : "\"\($1)\"") there)" }
    judged.remarks = RowRemarks(
      code: "changed_letter",
      message: "reference and name are those of \(live.rowID), which is \(live.state.rawValue), "
        + "but it differs in " + words.joined(separator: ", "),
      hint: "approve it to mail it as a further piece, or cancel it",
      notes: row.remarks?.notes ?? [])
    return judged
  }

  /// What makes a letter another one, in the order of the columns of `letter`.
  private static let compared: [RowField] = [
    .reference, .name, .company, .street1, .street2, .city, .state, .zip, .mailClass, .matter,
    .occurrence,
  ]

  private struct EarlierLetter {
    var id: Int64
    var batch: Int64
    var state: MailingState
    var rowID: String
    var token: Int64?
    /// Its fields in the order of `compared`.
    var details: [String]
  }

  /// The candidate, when its reference and name really are the row's and it counts.
  private func letter(
    _ id: Int64, _ rows: LetterRows, _ row: LetterRows.Row
  ) throws -> EarlierLetter? {
    try connection.statement(
      """
      SELECT m.id, m.state, substr(b.hash, 1, 6) || ':' || m.row, m.token, m.batch,
        m.reference, m.name, m.company, m.street1, m.street2, m.city, m.state_code, m.zip,
        m.mail_class, m.matter, m.occurrence
      FROM mailing m JOIN batch b ON b.id = m.batch
      WHERE m.id = ? AND m.reference <> '' AND m.state NOT IN ('duplicate', 'ignored', 'cancelled')
      """
    ).first(id) { found in
      let details = Self.compared.indices.map { found.text(Int32(5 + $0)) }
      guard LetterName.isSame(reference: details[0], rows.text(row, .reference)),
        LetterName.isSame(name: details[1], rows.text(row, .name))
      else { return nil }
      return EarlierLetter(
        id: found.int64(0), batch: found.int64(4),
        state: try found.state(1),
        rowID: found.text(2), token: found.optionalInt64(3), details: details)
    } ?? nil
  }
}
