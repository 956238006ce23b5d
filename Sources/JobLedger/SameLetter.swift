import MailModel
import SQLiteKit

/// The hash by which a letter is found again when its details changed: the reference, and the name
/// however it was spelled.
enum LetterName {
  /// FNV-1a (64 bits) over both texts, a separator between them; a match is always confirmed.
  static func hash(_ reference: some Sequence<UInt8>, _ name: some Collection<UInt8>) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    func mix(_ byte: UInt8) { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    for byte in reference { mix(byte) }
    mix(0)
    for byte in folded(name) { mix(byte) }
    return hash
  }

  /// As `folded`, without a String for the names that are plain ASCII.
  private static func folded(_ name: some Collection<UInt8>) -> [UInt8] {
    var letters: [UInt8] = []
    for byte in name {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"):
        letters.append(byte)
      case UInt8(ascii: "a")...UInt8(ascii: "z"): letters.append(byte - 32)
      case 0..<0x80: continue
      default: return Array(String(decoding: name, as: UTF8.self).folded.utf8)
      }
    }
    return letters
  }
}

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
        row: $0.int(0), batch: $0.int64(1), state: MailingState(rawValue: $0.text(2)) ?? .queued,
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
      // Approval is asked for in any case; why it should be looked at twice matters more.
      return Self.held(row, beside: live)
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

  /// What becomes of a corrected row whose reference and name stand in another batch with other
  /// details: against one that is live it is `held`.
  func comparedWithOthers(
    _ row: LetterRows.Row, of rows: LetterRows, in batch: BatchRecord
  ) throws -> LetterRows.Row {
    let reference = rows.text(row, .reference)
    guard !reference.isEmpty else { return row }
    let known = try repairing ?? knownLetters()
    repairing = known
    let others = try known[LetterName.hash(reference.utf8, rows.text(row, .name).utf8)]
      .compactMap { try letter($0, rows, row) }
      .filter { $0.batch != batch.id }
    return others.first { $0.state.isLive }.map { Self.held(row, beside: $0) } ?? row
  }

  private static func held(
    _ row: LetterRows.Row, beside live: EarlierLetter
  ) -> LetterRows.Row {
    // Approval is asked for in any case; why it should be looked at twice matters more.
    guard row.state == .queued || row.remarks?.code == "approval_required" else { return row }
    var judged = row
    judged.state = .held
    judged.remarks = RowRemarks(
      code: "changed_letter",
      message: "reference and name are those of \(live.rowID), which is \(live.state.rawValue), "
        + "with other details",
      hint: "approve it to mail it as a further piece, or cancel it",
      notes: row.remarks?.notes ?? [])
    return judged
  }

  private struct EarlierLetter {
    var id: Int64
    var batch: Int64
    var state: MailingState
    var rowID: String
    var token: Int64?
  }

  /// The candidate, when its reference and name really are the row's and it counts.
  private func letter(
    _ id: Int64, _ rows: LetterRows, _ row: LetterRows.Row
  ) throws -> EarlierLetter? {
    try connection.statement(
      """
      SELECT m.id, m.state, substr(b.hash, 1, 6) || ':' || m.row, m.token, m.name, m.batch FROM mailing m
      JOIN batch b ON b.id = m.batch
      WHERE m.id = ? AND m.reference = ? AND m.state NOT IN ('duplicate', 'ignored', 'cancelled')
      """
    ).first(id, rows.text(row, .reference)) { found in
      guard found.text(4).folded == rows.text(row, .name).folded else { return nil }
      return EarlierLetter(
        id: found.int64(0), batch: found.int64(5),
        state: MailingState(rawValue: found.text(1)) ?? .queued,
        rowID: found.text(2), token: found.optionalInt64(3))
    } ?? nil
  }
}
