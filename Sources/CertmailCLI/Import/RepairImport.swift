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
    /// Whether one of these rows may be taken another time: it is none that is mailed.
    var mayHelpLater = false

    /// Whether not one row of it could be taken.
    var isUseless: Bool { repaired + stillWrong == 0 && !findings.isEmpty }
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
      batch = batch.replacing(try await restored(batch, in: reader))
      let rows = try await intake.rows(of: batch, in: reader)
      let own = reader.headers.ownColumns.map { reader.columns[$0] }
      let all = reader.headers.fieldOfColumn(count: reader.columns.count)
      let fields = reader.headers.ownColumns.map { all[$0] }
      for (record, row) in zip(batch.records, rows.rows) {
        let name = Self.name(record, of: batch, in: reader)
        let place = "\(source) row \(record.rowNumber)"
        guard let mailing = MailingName(name) else {
          outcome.mayHelpLater = true
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
        let cells = reader.headers.ownColumns.map { column in
          let cell = FormulaGuard.unguarded(batch.cell(record, column), in: batch.bytes)
          return String(decoding: batch.bytes[cell], as: UTF8.self)
        }
        switch try await ledger.repair(
          mailing, with: row, of: rows, columns: own, fields: fields, cells: cells,
          source: source)
        {
        case .repaired(let id, let state):
          outcome.batches.insert(id)
          if state == .invalid { outcome.stillWrong += 1 } else { outcome.repaired += 1 }
        case .elsewhere: break
        case .mailed(let reason): outcome.findings.append("\(place): \(reason)")
        case .untouched(let reason):
          outcome.findings.append("\(place): \(reason)")
          outcome.mayHelpLater = true
        }
      }
    }
    if !outcome.isUseless || !outcome.mayHelpLater, let hash = reader.contentHash?.hex {
      try await ledger.noteInput(hash: hash, source: source)
    }
    return outcome
  }

  /// The cells of each record, without what a spreadsheet did to its numbers.
  private func restored(
    _ batch: RecordBatch, in reader: CaseListReader
  ) async throws -> [[String]?] {
    guard reader.format == .csv else { return batch.records.map { _ in nil } }
    var all: [[String]?] = []
    for record in batch.records {
      let name = MailingName(Self.name(record, of: batch, in: reader))
      let before = if let name { try await ledger.ownCells(of: name) } else { [String: String]() }
      let texts = batch.texts(record)
      let cells = zip(texts, reader.columns).map { SpreadsheetCell.restored($0, before[$1]) }
      all.append(before.isEmpty ? nil : cells + texts.dropFirst(cells.count))
    }
    return all
  }

  /// The row that a record repairs, as its `certmail_row` says.
  private static func name(
    _ record: RecordBatch.Record, of batch: RecordBatch, in reader: CaseListReader
  ) -> String {
    let cell = reader.headers[.certmailRow].first.map { batch.text(record, $0) } ?? ""
    return cell.trimmingCharacters(in: .whitespaces)
  }
}
