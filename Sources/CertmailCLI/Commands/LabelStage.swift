import Foundation
import JobLedger
import Labels
import MailAPIClient
import MailModel
import Submission

/// Fetches the labels that are wanted, checks them and stores them.
///
/// A label that is not ready, or not usable, is asked for again after a pause; what still fails
/// waits for the next run.
struct LabelStage: Sendable {
  let session: JobSession
  let service: MailService
  let signals: StopSignals
  /// Only labels of these batches; `nil`: of all.
  var batches: Set<Int64>?

  private enum Fetched: Sendable {
    case stored(Int64, LabelRecord)
    case failed(LabelWanted, String)
    /// The run is to end: it stays wanted.
    case left
  }

  private typealias Failure = (label: LabelWanted, reason: String)

  private static let perCommit = 64

  /// - Returns: how many labels were stored.
  func run() async throws -> Int {
    let chosen = try await session.ledger.batches().filter { batches?.contains($0.id) ?? true }
    try await putBackLost(chosen)
    var total = 0
    for batch in chosen {
      total += try await session.ledger.tally(batch: batch.id)[.mailed]?.rows ?? 0
    }
    guard total > 0 else { return 0 }
    session.progress.begin(.labels, of: total)
    defer { session.progress.end() }
    let folders = try await makeFolders(chosen)
    var (stored, failures) = try await fetchAll(folders)
    for round in 1..<session.job.limits.attempts
    where !failures.isEmpty && signals.reason != .interrupted {
      try await pause(round)
      let (more, rest) = try await fetch(failures.map(\.label), folders)
      stored += more
      failures = rest
    }
    for failure in failures {
      try await session.ledger.labelFailed(failure.label.mailing, reason: failure.reason)
    }
    return stored
  }

  /// The first pause; each further one is twice as long: six seconds in all with six attempts.
  private static let pauseMin: Duration = .milliseconds(200)

  private func pause(_ round: Int) async throws {
    let pause = Self.pauseMin * (1 << min(round - 1, 5))
    session.progress.wait(
      .init(until: session.now().advanced(by: pause), reason: "labels are not ready"),
      for: .labels)
    try await Task.sleep(for: pause)
    session.progress.wait(nil, for: .labels)
  }

  private func fetchAll(
    _ folders: [Int64: String]
  ) async throws -> (stored: Int, failures: [Failure]) {
    var after: Int64 = 0
    var stored = 0
    var failures: [Failure] = []
    while signals.reason != .interrupted {
      let wanted = try await session.ledger.labelsWanted(after: after, limit: Self.perCommit)
      guard let last = wanted.last else { break }
      after = last.mailing
      let chosen = wanted.filter { batches?.contains($0.batch) ?? true }
      let (more, failed) = try await fetch(chosen, folders)
      stored += more
      failures += failed
    }
    return (stored, failures)
  }

  private func fetch(
    _ wanted: [LabelWanted], _ folders: [Int64: String]
  ) async throws -> (stored: Int, failures: [Failure]) {
    var records: [(Int64, LabelRecord)] = []
    var failures: [Failure] = []
    let output = session.job.output
    try await inParallel(
      wanted, width: session.job.limits.concurrentRequests,
      while: signals.reason != .interrupted
    ) { [service] label in
      await Self.fetch(label, folder: folders[label.batch] ?? output, service)
    } each: { fetched in
      switch fetched {
      case .stored(let mailing, let record):
        records.append((mailing, record))
        session.progress.advance()
      case .failed(let label, let reason): failures.append((label, reason))
      case .left: break
      }
    }
    try await session.ledger.stored(records)
    return (records.count, failures)
  }

  private static func fetch(
    _ label: LabelWanted, folder: String, _ service: MailService
  ) async -> Fetched {
    do {
      let bytes = try await service.label(label.apiID)
      if let fault = LabelCheck.fault(in: bytes) {
        return .failed(label, "the label \(fault.message)")
      }
      let name = LabelFileName(
        position: label.position, of: label.listRows, reference: label.reference,
        trackingNumber: label.trackingNumber)
      let store = LabelStore(batchFolder: URL(fileURLWithPath: folder))
      let stored = try store.store(bytes, as: name)
      return .stored(
        label.mailing,
        LabelRecord(path: stored.path, size: stored.size, sha256: stored.sha256))
    } catch ServiceError.cancelled {
      return .left
    } catch ServiceError.notReady {
      return .failed(label, "the API has not made the label yet")
    } catch let error as ServiceError {
      return .failed(label, "the label could not be fetched: \(error.reason)")
    } catch let error as LabelFileError {
      return .failed(label, error.message)
    } catch {
      return .failed(label, "\(error)")
    }
  }

  private func makeFolders(_ batches: [BatchRecord]) async throws -> [Int64: String] {
    var folders: [Int64: String] = [:]
    for batch in batches {
      let folder = session.folder(batch)
      folders[batch.id] = folder
      if try await session.ledger.tally(batch: batch.id)[.mailed] != nil {
        try LabelStore(batchFolder: URL(fileURLWithPath: folder)).prepare()
      }
    }
    return folders
  }

  /// A stored label whose file is gone or changed is fetched again.
  private func putBackLost(_ batches: [BatchRecord]) async throws {
    for batch in batches {
      let folder = session.folder(batch)
      for (mailing, label) in try await session.ledger.storedLabels(batch: batch.id) {
        let verdict = try LabelStore(batchFolder: URL(fileURLWithPath: folder))
          .verify(.init(path: label.path, size: label.size, sha256: label.sha256))
        if verdict != .good {
          try await session.ledger.labelFailed(
            mailing, reason: "its file is \(verdict == .missing ? "missing" : "changed")")
        }
      }
    }
  }
}
