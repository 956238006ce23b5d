import MailModel
import SQLiteKit

/// A label as the ledger knows it.
package struct LabelRecord: Hashable, Sendable {
  /// Below the batch's folder: `labels/0001-….pdf`.
  package var path: String
  package var size: Int
  package var sha256: String

  package init(path: String, size: Int, sha256: String) {
    self.path = path
    self.size = size
    self.sha256 = sha256
  }
}

/// A piece whose label is wanted.
package struct LabelWanted: Hashable, Sendable {
  package var mailing: Int64
  package var batch: Int64
  /// From 1, in list order.
  package var position: Int
  /// How many rows its list has.
  package var listRows: Int
  package var reference: String
  package var apiID: String
  package var trackingNumber: String
}

extension JobLedger {
  /// Pieces without a stored label, in list order, from `mailing` on.
  package func labelsWanted(after mailing: Int64, limit: Int) throws -> [LabelWanted] {
    try connection.statement(
      Self.wanted + " WHERE m.state = 'mailed' AND m.id > ? ORDER BY m.id LIMIT ?"
    )
    .map(mailing, limit, body: Self.labelWanted)
  }

  private static let wanted = """
    SELECT m.id, m.batch, m.id - b.first_mailing + 1, b.input_rows, m.reference, p.api_id, p.tracking_number
    FROM mailing m JOIN batch b ON b.id = m.batch JOIN piece p ON p.mailing = m.id
    """

  private static func labelWanted(_ row: Row) -> LabelWanted {
    LabelWanted(
      mailing: row.int64(0), batch: row.int64(1), position: row.int(2), listRows: row.int(3),
      reference: row.text(4), apiID: row.text(5), trackingNumber: row.text(6))
  }

  /// The file is on disk, synced and under its name: the mailing is done.
  package func stored(_ labels: [(mailing: Int64, label: LabelRecord)]) throws {
    try commit {
      for (mailing, label) in labels {
        try connection.run(
          """
          INSERT INTO label VALUES (?, ?, ?, ?, ?) ON CONFLICT (mailing) DO UPDATE
          SET path = excluded.path, size = excluded.size, sha256 = excluded.sha256,
            stored_at = excluded.stored_at
          """,
          mailing, label.path, label.size, label.sha256, now().rawValue)
        let standing = try standing(mailing)
        if standing.state == .mailed { try move(mailing, from: .mailed, by: .labelStored) }
        if standing.code == MailedRowFlag.labelFailed.rawValue {
          try remark(mailing, code: nil, message: nil)
        }
      }
    }
  }

  /// A label could not be fetched: the mailing stays `mailed`, or returns there when its file is
  /// lost, with the reason.
  package func labelFailed(_ mailing: Int64, reason: String) throws {
    try commit {
      if try standing(mailing).state == .done { try move(mailing, from: .done, by: .labelLost) }
      try remark(
        mailing, code: MailedRowFlag.labelFailed.rawValue, message: reason,
        hint: "run again, or: certmail labels JOB")
    }
  }

  /// Each stored label of a batch, in list order.
  package func storedLabels(batch: Int64) throws -> [(mailing: Int64, label: LabelRecord)] {
    try connection.statement(
      """
      SELECT l.mailing, l.path, l.size, l.sha256 FROM label l JOIN mailing m ON m.id = l.mailing
      WHERE m.batch = ? ORDER BY l.mailing
      """
    ).map(batch) {
      ($0.int64(0), LabelRecord(path: $0.text(1), size: $0.int(2), sha256: $0.text(3)))
    }
  }
}
