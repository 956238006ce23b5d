import Foundation
import JobLedger
import MailModel
import Reconciliation

/// Looks for reports of this job whose mailings the ledger does not know: it was restored, or lost
/// and made anew.
struct UnknownReports: Sendable {
  let session: JobSession

  /// The names of reports that are taken into account already; kept in the ledger.
  private static let fact = "reports_known"

  /// - Returns: the batches whose reports the ledger does not know, when they tell of mailings.
  func find() async throws -> [String] {
    let ledger = session.ledger
    let own = Set(try await ledger.batches().map { Self.name(ledger.uuid, $0.name) })
    let text = try await ledger.fact(Self.fact)
    let known = Set(text.map { $0.split(separator: "\n").map(String.init) } ?? [])
    let reports = reports().filter { $0.job == session.job.name }
    let found = reports.filter { $0.mayHaveMailed }
      .filter { !own.contains($0.name) && !known.contains($0.name) }
    guard !found.isEmpty else { return try await ahead(reports.filter { own.contains($0.name) }) }
    let all = known.union(found.map(\.name)).sorted()
    try await ledger.keep(Self.fact, all.joined(separator: "\n"))
    return found.map(\.batch)
  }

  /// The batches of the ledger's own reports, when these tell of more mailings than it has: what was
  /// mailed stays so, so that an older copy is in its place.
  private func ahead(_ told: [Head]) async throws -> [String] {
    let tally = try await session.ledger.tally()
    let known = (tally[.mailed]?.rows ?? 0) + (tally[.done]?.rows ?? 0)
    guard told.reduce(0, { $0 + $1.mailed }) > known else { return [] }
    return told.filter { $0.mailed > 0 }.map(\.batch)
  }

  /// The beginning of a report, as far as it matters here.
  private struct Head: Decodable {
    struct Totals: Decodable {
      var states: [String: Int]
      enum CodingKeys: String, CodingKey { case states = "by_state" }
    }
    var job: String
    var batch: String
    var ledger: String
    var totals: Totals

    var name: String { UnknownReports.name(ledger, batch) }

    /// How many of its rows were mailed.
    var mailed: Int { rows(in: [.mailed, .done]) }

    /// Whether a row of it was mailed or may have been.
    var mayHaveMailed: Bool { rows(in: [.submitting, .uncertain, .absent, .mailed, .done]) > 0 }

    private func rows(in states: [MailingState]) -> Int {
      states.reduce(0) { $0 + totals.states[$1.rawValue, default: 0] }
    }
  }

  private static func name(_ ledger: String, _ batch: String) -> String { "\(ledger)/\(batch)" }

  /// How much of a report is read: its totals stand well within.
  private static let headBytes = 64 * 1024

  private func reports() -> [Head] {
    // Without an output folder there are no reports.
    let names = (try? FileManager.default.contentsOfDirectory(atPath: session.job.output)) ?? []
    let latest = URL(fileURLWithPath: session.latestLink).lastPathComponent
    return names.sorted().filter { $0 != latest }.compactMap { name in
      let path = session.job.output + "/\(name)/report.json"
      // What is no report of ours, or cannot be read, tells of no mailing.
      guard let file = FileHandle(forReadingAtPath: path),
        let data = try? file.read(upToCount: Self.headBytes),
        let rows = data.range(of: Data(#""rows":["#.utf8))
      else { return nil }
      return try? JSONDecoder().decode(Head.self, from: data[..<rows.upperBound] + Data("]}".utf8))
    }
  }
}
