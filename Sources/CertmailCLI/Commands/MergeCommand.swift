import Foundation
import JobLedger
import MailModel
import Reconciliation

/// `report --merge`: one report of each list, from the ledgers of the job's parts.
struct MergeCommand {
  let arguments: JobArguments
  let ledgers: [String]
  /// `--batch`
  let batch: String?
  let console: Console

  func run() async throws -> ExitStatus {
    var job = try JobSession.readJob(arguments)
    job.output += "/merged"
    let ledger = try JobLedger(
      path: "", access: .temporary,
      binding: JobLedger.Binding(job: job.name, baseURL: job.baseURLText, keyKind: nil, shard: nil),
      makeUUID: { UUID().uuidString.lowercased() }, now: { UTCTime(Date()) })
    let parts = try await join(into: ledger)
    let session = JobSession(job: job, arguments, console, reading: ledger)
    let batches = try await session.batches(named: batch)
    let gaps = gaps(in: parts, batches)
    for gap in gaps { console.problem(gap) }
    let isBalanced = try await ReportStage(session: session).tell(batches)
    return gaps.isEmpty && isBalanced ? .done : .attention
  }

  private func join(into ledger: JobLedger) async throws -> [JoinedPart] {
    var parts: [JoinedPart] = []
    for path in ledgers {
      parts.append(
        try await ledger.join(path, to: parts) { "../../\($0.folderName)/\($1)" })
    }
    return parts
  }

  /// What is missing: parts without a ledger, and lists that a part has not imported.
  private func gaps(in parts: [JoinedPart], _ batches: [BatchRecord]) -> [String] {
    guard let count = parts.first?.shard.count else { return [] }
    let given = Set(parts.map(\.shard.number))
    var gaps = (1...count).filter { !given.contains($0) }.map {
      "part \($0)/\(count) is missing: give its ledger as well"
    }
    for batch in batches {
      gaps += parts.filter { !$0.lists.contains(batch.hash) }.map {
        "part \($0.shard) has not imported \(ShownPath.text(batch.source)); run it, then merge again"
      }
    }
    return gaps
  }
}
