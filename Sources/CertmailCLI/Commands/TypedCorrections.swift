import Foundation
import Intake
import JobLedger
import MailModel
import Reconciliation

/// What a person typed into a `needs-attention.csv` where it lies, and has not imported yet.
struct TypedCorrections: Sendable {
  let session: JobSession

  /// The file of a batch when it was changed after its reports were written and not imported since.
  func file(_ batch: BatchRecord) async throws -> String? {
    let path = session.attentionFile(batch)
    guard BatchReports.isAttentionChanged(in: session.folder(batch)) else { return nil }
    do {
      let hash = try ContentHash.ofList(
        path, format: nil, columns: session.job.input.columns)
      guard let hash else { return path }
      return try await session.ledger.importedBefore(hash: hash) == nil ? path : nil
    } catch is IntakeError {
      return path  // Half written or damaged, and somebody's work all the same.
    }
  }

  /// Keeps the file of a batch under another name, where new reports would take its place.
  func keepAside(_ batch: BatchRecord) async throws {
    guard let path = try await file(batch) else { return }
    let now = session.now()
    var kept = session.folder(batch) + "/needs-attention-\(now.iso8601.filter { $0 != ":" })"
    if FileManager.default.fileExists(atPath: kept + ".csv") { kept += "-\(now.rawValue)" }
    kept += ".csv"
    try FileManager.default.moveItem(atPath: path, toPath: kept)
    session.console.warning(
      "\(ShownPath.text(path)) was changed and not imported; it is kept as \(ShownPath.text(kept)); "
        + "certmail import \(session.arguments.word) \(ShownPath.word(kept)) takes it in")
  }
}
