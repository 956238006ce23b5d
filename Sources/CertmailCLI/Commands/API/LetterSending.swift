import Foundation
import JobLedger
import MailAPIClient
import MailModel
import Submission

/// Sends the one letter of a batch by the stages of `run`, and no other.
struct LetterSending: Sendable {
  let session: JobSession
  let connection: APIConnection
  let prices: PriceSource
  let signals: StopSignals

  /// The letter's row with the name that people give it.
  struct LetterRow: Sendable {
    var batch: BatchRecord
    var entry: LedgerEntry
    var rowID: String { "\(batch.hash6):\(entry.row)" }
  }

  /// The one row of a batch that `api create` made.
  func entry(of batch: Int64) async throws -> LetterRow {
    guard let record = try await session.ledger.batches().first(where: { $0.id == batch }),
      let entry = try await session.ledger.entries(of: record, after: 0, limit: 1).first
    else {
      throw CommandFailure(
        status: .failed,
        message: "the ledger has lost the letter; run certmail reconcile \(session.arguments.word)")
    }
    return LetterRow(batch: record, entry: entry)
  }

  /// A person who said yes to this letter and its price has approved it; `--yes` alone has not.
  func approve(_ batch: Int64, isPersonal: Bool) async throws {
    guard isPersonal else { return }
    let rows = try await session.ledger.held().filter {
      $0.batch == batch && $0.code == "approval_required"
    }
    guard !rows.isEmpty else { return }
    try await session.ledger.approve(rows, session.decision("approved at api create"))
  }

  /// Has the API check the address, and the price once more, as `run` does.
  func check(_ batch: Int64) async throws {
    let letter = try await entry(of: batch).entry
    guard letter.state == .queued else { return }
    try await AddressStage(
      session: session, service: connection.service, signals: signals, only: letter.mailing
    ).run()
    try await PriceStage(session: session, prices: prices).run()
  }

  /// Submits the letter when it is in line, looks it up when its outcome is unknown, fetches its
  /// label and writes its report.
  /// - Returns: why the submission stopped.
  func finish(_ batch: Int64) async throws -> SubmissionResult {
    let letter = try await entry(of: batch).entry
    let result = try await SubmitStage(
      session: session, connection: connection, signals: signals,
      limit: letter.state == .queued ? 1 : 0, waits: false, only: letter.mailing
    ).run()
    if signals.reason != .interrupted {
      _ = try await LabelStage(
        session: session, service: connection.service, signals: signals, batches: [batch]
      ).run()
    }
    let row = try await entry(of: batch)
    _ = try await ReportStage(session: session).run([row.batch])
    return result
  }
}
