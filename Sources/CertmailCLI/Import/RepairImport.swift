import Foundation
import Intake
import JobLedger
import MailModel

/// Takes in a corrected `needs-attention.csv`: each row repairs the one that it came from.
struct RepairImport: Sendable {
  /// What came of a repair list.
  struct Outcome: Sendable {
    var batches: Set<Int64> = []
    var repaired = 0
    /// Rows that took their new form and cannot be mailed in it either.
    var stillWrong = 0
    /// Rows that changed nothing, each with its place and reason.
    var findings: [String] = []
  }

  let rules: ImportRules
  let prices: PriceSource
  let columns: [RowField: [String]]
  let ledger: JobLedger

  func run(path: String, format: Intake.ListFormat?) async throws -> Outcome {
    let source = URL(fileURLWithPath: path).lastPathComponent
    var outcome = Outcome()
    var seen: Set<String> = []
    var reader = try CaseListReader(list: path, format: format, columns: columns)
    var batch = RecordBatch()
    var intake = RowIntake(rules, prices)
    while try reader.next(into: &batch) {
      let rows = try await intake.rows(of: batch, in: reader)
      let own = reader.headers.ownColumns.map { reader.columns[$0] }
      for (record, row) in zip(batch.records, rows.rows) {
        let name = reader.headers[.certmailRow].first.map { batch.text(record, $0) } ?? ""
        let place = "\(source) row \(record.rowNumber)"
        guard let mailing = MailingName(name) else {
          outcome.findings.append(
            "\(place): certmail_row \"\(name)\" names no row; nothing was done (a new row belongs in a list of its own)"
          )
          continue
        }
        guard seen.insert(name).inserted else {
          outcome.findings.append(
            "\(place): \(name) stands twice in this file; the first was taken")
          continue
        }
        switch try await ledger.repair(
          mailing, with: row, of: rows, columns: own, source: source)
        {
        case .repaired(let id, let state):
          outcome.batches.insert(id)
          if state == .invalid { outcome.stillWrong += 1 } else { outcome.repaired += 1 }
        case .elsewhere: break
        case .untouched(let reason): outcome.findings.append("\(place): \(reason)")
        }
      }
    }
    if let hash = reader.contentHash?.hex { try await ledger.noteInput(hash: hash, source: source) }
    return outcome
  }
}
