package import MailModel
import SQLiteKit

/// A row that a report of this job says was mailed, and that the ledger had no such mailing of.
package struct ToldMailing: Hashable, Sendable {
  /// `HASH6:ROW`
  package var rowID: String
  package var apiID: String
  /// The mark that it was sent with, when the report shows it.
  package var token: Token?

  package init(rowID: String, apiID: String, token: Token?) {
    self.rowID = rowID
    self.apiID = apiID
    self.token = token
  }
}

extension JobLedger {
  private static let toldFact = "told_mailed"

  /// Remembers what reports told of, for the day on which such a row is corrected once more.
  package func keepTold(_ mailings: [ToldMailing]) throws {
    guard !mailings.isEmpty else { return }
    var all = try toldMailings()
    for one in mailings { all[one.rowID] = one }
    let lines = all.values.sorted { $0.rowID < $1.rowID }
      .map { "\($0.rowID)\t\($0.token?.text ?? "")\t\($0.apiID)" }
    try keep(Self.toldFact, lines.joined(separator: "\n"))
    told = all
  }

  /// By the names of their rows.
  private func toldMailings() throws -> [String: ToldMailing] {
    if let told { return told }
    let lines = try fact(Self.toldFact)?.split(separator: "\n") ?? []
    let read = lines.compactMap { line -> ToldMailing? in
      let parts = line.split(separator: "\t", maxSplits: 2, omittingEmptySubsequences: false)
      guard parts.count == 3 else { return nil }
      return ToldMailing(
        rowID: String(parts[0]), apiID: String(parts[2]), token: Token(text: parts[1]))
    }
    let all = Dictionary(read.map { ($0.rowID, $0) }) { first, _ in first }
    told = all
    return all
  }

  /// Rows in line, or held since their ledger had forgotten them, that a report tells of with the mark
  /// that they have now.
  package func toldAndOpen() throws -> [(told: ToldMailing, row: LedgerEntry)] {
    try toldMailings().values.sorted { $0.rowID < $1.rowID }.compactMap { told in
      guard let name = MailingName(told.rowID), let mailing = try named(name),
        try ownerOfPiece(told.apiID) == nil
      else { return nil }
      let row = try entry(of: mailing)
      let isOpen = row.state == .queued || row.state == .held && row.code == "ledger_restored"
      return isOpen && (told.token == nil || told.token == row.token) ? (told, row) : nil
    }
  }

  /// A corrected row that was mailed before its ledger forgot it is `held`, but for the very letter
  /// that went out: its mark is looked up before it is sent.
  func comparedWithTold(_ row: LetterRows.Row, _ rowID: String) throws -> LetterRows.Row {
    guard row.state == .queued || row.remarks?.code == "approval_required",
      let told = try toldMailings()[rowID], told.token == nil || told.token != row.token
    else { return row }
    var judged = row
    judged.state = .held
    judged.remarks = RowRemarks(
      code: "mailed_before",
      message: "an earlier report says that this row was mailed as \(told.apiID), to another form "
        + "of its address or name",
      hint: "cancel it, or approve it to mail it as a further piece",
      notes: row.remarks?.notes ?? [])
    return judged
  }

  /// How many rows of each batch were mailed or may have been: what a report that is not ahead of
  /// this ledger cannot pass.
  package func possiblyMailed() throws -> [Int64: Int] {
    let counts = try connection.statement(
      """
      SELECT batch, count(*) FROM mailing WHERE id IN (
        SELECT mailing FROM piece UNION SELECT mailing FROM attempt
        WHERE outcome IS NULL OR outcome NOT IN ('refused', 'notExecuted'))
      GROUP BY batch
      """
    ).map { ($0.int64(0), $0.int(1)) }
    return Dictionary(uniqueKeysWithValues: counts)
  }
}
