import Foundation
import Intake
import JobLedger
import MailModel

/// Brings one list into the ledger: all of it in one transaction, or nothing.
struct ListImport: Sendable {
  /// What came of a list.
  enum Outcome: Sendable {
    case imported(ImportSummary, name: String, recognised: String, HeaderMap)
    /// The same content was imported before.
    case known(source: String, at: UTCTime, batch: Int64?)
  }

  let rules: ImportRules
  let prices: PriceSource
  let columns: [RowField: [String]]
  let duplicateDays: Int
  let ledger: JobLedger
  let now: @Sendable () -> UTCTime

  /// - Throws: `IntakeError` when the list cannot be used; nothing of it is in the ledger then.
  func run(path: String, format: Intake.ListFormat?) async throws -> Outcome {
    let source = path == "-" ? "stdin" : URL(fileURLWithPath: path).lastPathComponent
    let size = Self.size(of: path)
    try await ledger.beginBatch(
      NewBatch(
        source: source, mailClass: rules.mailClass, duplicateDays: duplicateDays,
        byteCount: size))
    do {
      return try await fill(path: path, format: format, source: source, size: size)
    } catch {
      try await ledger.rollBackBatch()
      throw error
    }
  }

  /// The size of a file in bytes; 0 where it has none to tell, like a pipe.
  private static func size(of path: String) -> Int {
    // What cannot be asked is found out, and told, when the list is opened.
    (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0
  }

  /// One batch of rows is stored while the next one is read and checked.
  private func fill(
    path: String, format: Intake.ListFormat?, source: String, size: Int
  ) async throws -> Outcome {
    var reader = try CaseListReader(list: path, format: format, columns: columns)
    var batch = RecordBatch()
    var count = 0
    var intake = RowIntake(rules, prices)
    var storing: Task<Void, any Error>?
    do {
      while try reader.next(into: &batch) {
        let rows = try await intake.rows(of: batch, in: reader)
        if count == 0 {
          // The first rows say how many there will be, about.
          let expected = size * batch.records.count / max(1, reader.bytesRead)
          await ledger.expectRows(expected)
        }
        count += batch.records.count
        try await storing?.value
        storing = Task { [ledger] in try await ledger.insert(rows) }
      }
      try await storing?.value
    } catch {
      // Nothing may be stored any more when the transaction is rolled back.
      _ = await storing?.result
      throw error
    }
    guard count > 0 else { throw IntakeError(.noRows, file: source) }
    guard let digest = reader.contentHash?.hex else {
      preconditionFailure("the reader was not read to its end")
    }
    if let before = try await ledger.importedBefore(hash: digest) {
      try await ledger.rollBackBatch()
      return .known(source: before.source, at: before.at, batch: before.batch)
    }
    let own = reader.headers.ownColumns
    let fields = reader.headers.fieldOfColumn(count: reader.columns.count)
    let name = Self.folderName(source: source, hash: digest, at: now())
    let summary = try await ledger.commitBatch(
      BatchEnd(
        hash: digest, name: name, columns: own.map { reader.columns[$0] },
        mapping: own.map { reader.format == .csv ? fields[$0] : nil }, inputRows: count))
    return .imported(summary, name: name, recognised: reader.summary, reader.headers)
  }

  /// Import date, file stem and six digits of the content's hash: `2026-01-15-list-7fa2c1`.
  static func folderName(source: String, hash: String, at time: UTCTime) -> String {
    let stem = source.split(separator: ".").first.map(String.init) ?? "list"
    let safe = String(
      stem.unicodeScalars.prefix(40).map {
        $0.isASCII && ($0.properties.isAlphabetic || ("0"..."9").contains($0)) || $0 == "-"
          || $0 == "_" ? Character($0) : "_"
      })
    return "\(time.iso8601.prefix(10))-\(safe)-\(hash.prefix(6))"
  }
}

extension CaseListReader {
  /// Opens a list by its path, or standard input as `-`.
  init(
    list path: String, format: Intake.ListFormat?, columns: [RowField: [String]]
  ) throws(IntakeError) {
    if path == "-" {
      try self.init(fileDescriptor: dup(0), format: format, explicit: columns)
    } else {
      try self.init(path: path, format: format, explicit: columns)
    }
  }
}
