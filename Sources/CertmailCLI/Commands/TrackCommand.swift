import Foundation
import JobLedger
import MailAPIClient
import MailModel
import Reconciliation
import Submission

/// `track`: where the pieces are that USPS has not brought to an end, and which a person should ask
/// about.
struct TrackCommand {
  let arguments: TrackArguments
  let console: Console

  init(_ arguments: TrackArguments, _ console: Console) {
    self.arguments = arguments
    self.console = console
  }

  func run() async throws -> ExitStatus {
    let session = try JobSession(arguments.job, console, writes: true)
    let batch = try await session.batch(named: arguments.batch)
    return try await session.run(as: "track") { try await track(batch, session) }
  }

  private func track(_ batch: BatchRecord?, _ session: JobSession) async throws -> ExitStatus {
    let now = session.now()
    let oldest = now.advanced(by: .seconds(-86_400 * TrackingFlag.askedDaysMax))
    let pieces = try await session.ledger.openPieces(
      since: oldest, batch: batch?.id)
    let signals = StopSignals()
    signals.stop(by: session.job.limits, now: now)
    let outcome = try await APIConnection.with(session, signals: signals) { connection in
      try await TrackStage(session: session, service: connection.service, signals: signals)
        .run(pieces)
    }
    let told = Told(ledger: session.ledger, batch: batch?.id)
    let result = TrackResult(
      outcome, open: pieces.count, acceptDays: arguments.acceptDays, toldAt: try await told.last(),
      now: now)
    if batch == nil { try writeClaims(result, session) }
    try await writeReports(session)
    let status = status(result, signals)
    try tell(result, status)
    try await told.keep(session.now())
    return status
  }

  private func status(_ result: TrackResult, _ signals: StopSignals) -> ExitStatus {
    var all: Set<ExitStatus> = result.flagged.isEmpty ? [] : [.attention]
    if signals.reason == .interrupted {
      all.insert(.interrupted)
    } else if signals.reason == .timeWindow, result.stop != nil {
      all.insert(.stoppedEarly)
    } else if let stop = result.stop {
      all.insert(Program.words(for: stop).0)
    }
    return ExitStatus.worst(of: all)
  }

  /// The reports of the batches in which something moved.
  private func writeReports(_ session: JobSession) async throws {
    let stage = ReportStage(session: session)
    let reports = try await stage.run(stage.batchesBehind())
    for (batch, outcome) in reports {
      console.detail("report: \(ShownPath.text(session.folder(batch) + "/report.html"))")
      for reason in outcome.balance.reasons { console.problem("NOT balanced: \(reason)") }
    }
  }

  /// `refund-claims.csv` is there exactly while a label waits for USPS too long. A look that ended
  /// early has not seen them all, and leaves the list as it is.
  private func writeClaims(_ result: TrackResult, _ session: JobSession) throws {
    guard result.stop == nil else { return }
    let path = session.job.output + "/" + RefundClaims.fileName
    let claims = result.flagged.filter { $0.flag == .notAccepted }
    guard !claims.isEmpty else { return try AtomicFile.remove(path) }
    let file = try AtomicFile(path: path)
    try RefundClaims.write(claims.map(\.claim), timeZone: .current, to: file)
    try file.commit()
    console.message("refund claims: \(ShownPath.text(path))")
  }

  private func tell(_ result: TrackResult, _ status: ExitStatus) throws {
    if let stop = result.stop, stop != .cancelled { console.problem("\(stop)") }
    if console.display.isJSON {
      try console.data(result.json(status))
      return
    }
    if !result.flagged.isEmpty { try console.data(result.table) }
    for flag in TrackingFlag.allCases where result.flagged.contains(where: { $0.flag == flag }) {
      console.message("\(flag.rawValue): \(flag.advice(acceptDays: arguments.acceptDays))")
    }
    try console.data(result.summary)
    if result.asked < result.open {
      console.message("next: certmail track \(arguments.job.word)")
    }
  }
}

/// When the results of looks were last told, for all pieces or those of one batch: what came back
/// is told once, and also when the process that saw it was killed before it could say so.
private struct Told: Sendable {
  let ledger: JobLedger
  let batch: Int64?

  private static let key = "track_told"

  func last() async throws -> UTCTime? {
    var times = [try await time(Self.key)]
    if let batch { times.append(try await time("\(Self.key)/\(batch)")) }
    return times.compactMap(\.self).max()
  }

  func keep(_ now: UTCTime) async throws {
    try await ledger.keep(batch.map { "\(Self.key)/\($0)" } ?? Self.key, "\(now.rawValue)")
  }

  private func time(_ key: String) async throws -> UTCTime? {
    try await ledger.fact(key).flatMap(Int64.init).map { UTCTime(rawValue: $0) }
  }
}
