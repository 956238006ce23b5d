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

  /// - Returns: the batches whose reports tell of mailings that the ledger does not know, as long as
  ///   it was not noted.
  func find() async throws -> [String] { try await unknown().heads.map(\.batch) }

  /// Tells of them, and has the ledger remember that it has forgotten, so that nothing is sent before
  /// the API was asked: before anything else, and before any report is written over.
  func note() async throws {
    let ledger = session.ledger
    let (found, marks) = try await unknown()
    guard !found.isEmpty else { return }
    if try await ledger.fact("restored") != "yes" {
      session.console.warning(words(found.map(\.batch)))
      try await ledger.keep("restored", "yes")
    }
    try keepAside(found)
    try await ledger.keepTold(found.flatMap { try mailings(of: $0) })
    let all = try await known().union(marks).sorted()
    try await ledger.keep(Self.fact, all.joined(separator: "\n"))
  }

  /// What such reports mean, for people.
  func words(_ batches: [String]) -> String {
    "\(ShownPath.text(session.job.output)) tells of mailings that this ledger does not know "
      + "(\(Set(batches).sorted().joined(separator: ", ")))"
  }

  /// How the reports are called that another ledger's have taken the place of.
  private static let keptName = "report-of-ledger-"

  /// Keeps a report that another ledger's will take the place of: for people its ids and charges, for
  /// a ledger that is lost once more the proof that letters were mailed.
  private func keepAside(_ found: [Head]) throws {
    let files = FileManager.default
    for head in found {
      let folder = session.job.output + "/" + head.batch
      for name in [BatchReports.fileNames.csv, BatchReports.fileNames.json] {
        let ending = URL(filePath: name).pathExtension
        let kept = folder + "/\(Self.keptName)\(head.ledger.prefix(8)).\(ending)"
        guard files.fileExists(atPath: folder + "/" + name), !files.fileExists(atPath: kept)
        else { continue }
        try files.copyItem(atPath: folder + "/" + name, toPath: kept)
      }
    }
  }

  /// The rows of a report that were mailed.
  private func mailings(of head: Head) throws -> [ToldMailing] {
    struct Row: Decodable {
      var row: Int
      var mailingID: String?
      var sentReference: String?

      enum CodingKeys: String, CodingKey {
        case row
        case mailingID = "mailing_id"
        case sentReference = "sent_reference"
      }
    }
    // A report has one line a row; one that somebody has altered tells of no mailing.
    return try Data(contentsOf: URL(filePath: head.path), options: .mappedIfSafe)
      .split(separator: UInt8(ascii: "\n")).compactMap { line in
        let text = line.last == UInt8(ascii: ",") ? line.dropLast() : line
        guard text.starts(with: #"{"row":"#.utf8),
          let row = try? JSONDecoder().decode(Row.self, from: Data(text))
        else { return nil }
        return row.mailingID.map {
          ToldMailing(
            rowID: "\(head.batch.suffix(6)):\(row.row)", apiID: $0,
            token: row.sentReference.flatMap(SentReference.token))
        }
      }
  }

  private func known() async throws -> Set<String> {
    let text = try await session.ledger.fact(Self.fact)
    return Set(text.map { $0.split(separator: "\n").map(String.init) } ?? [])
  }

  /// Reports that another ledger wrote, else the ledger's own that are ahead of it, and the marks by
  /// which they are known once they are noted.
  private func unknown() async throws -> (heads: [Head], marks: [String]) {
    let ledger = session.ledger
    let own = Set(try await ledger.batches().map { Self.name(ledger.uuid, $0.name) })
    let known = try await known()
    let reports = reports()
    let strangers = reports.filter {
      $0.mayHaveMailed && !own.contains($0.name) && !known.contains($0.name)
    }
    if !strangers.isEmpty { return (strangers, strangers.map(\.name)) }
    let ahead = try await ahead(reports.filter { own.contains($0.name) })
      .filter { !known.contains($0.markAhead) }
    return (ahead, ahead.map(\.markAhead))
  }

  /// The ledger's own reports that tell of more rows that were mailed, or may have been, than it has:
  /// an attempt is never forgotten, so that an older copy is in its place.
  private func ahead(_ told: [Head]) async throws -> [Head] {
    guard told.contains(where: \.mayHaveMailed) else { return [] }
    let counts = try await session.ledger.possiblyMailed()
    let ids = Dictionary(
      try await session.ledger.batches().map { ($0.name, $0.id) }
    ) { first, _ in first }
    return told.filter { head in
      head.possiblyMailed > (ids[head.batch].flatMap { counts[$0] } ?? 0)
    }
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
    /// Where it was read.
    var path = ""

    enum CodingKeys: String, CodingKey { case job, batch, ledger, totals }

    var name: String { UnknownReports.name(ledger, batch) }

    /// Told once: until it is written again it stays ahead.
    var markAhead: String { "\(name) \(possiblyMailed)" }

    /// How many of its rows were mailed or may have been.
    var possiblyMailed: Int { rows(in: [.submitting, .uncertain, .absent, .mailed, .done]) }

    var mayHaveMailed: Bool { possiblyMailed > 0 }

    private func rows(in states: [MailingState]) -> Int {
      states.reduce(0) { $0 + totals.states[$1.rawValue, default: 0] }
    }
  }

  private static func name(_ ledger: String, _ batch: String) -> String { "\(ledger)/\(batch)" }

  /// How much of a report is read: its totals stand well within.
  private static let headBytes = 64 * 1024

  private func reports() -> [Head] {
    let output = session.job.output
    let latest = URL(fileURLWithPath: session.latestLink).lastPathComponent
    return names(in: output).filter { $0 != latest }.flatMap { batch in
      names(in: output + "/" + batch)
        .filter { $0 == BatchReports.fileNames.json || $0.hasPrefix(Self.keptName) }
        .compactMap { head(of: output + "/\(batch)/\($0)") }
    }
  }

  /// Without a folder there are no reports.
  private func names(in folder: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
  }

  /// What is no report of this job, or cannot be read, tells of no mailing.
  private func head(of path: String) -> Head? {
    guard let file = FileHandle(forReadingAtPath: path),
      let data = try? file.read(upToCount: Self.headBytes),
      let rows = data.range(of: Data(#""rows":["#.utf8)),
      var head = try? JSONDecoder().decode(
        Head.self, from: data[..<rows.upperBound] + Data("]}".utf8))
    else { return nil }
    head.path = path
    return head.job == session.job.name ? head : nil
  }
}
