import Foundation
import JobLedger
import Labels
import MailAPIClient
import MailModel

/// Fetches the labels that are wanted, checks them and stores them.
struct LabelStage: Sendable {
  let session: JobSession
  let service: MailService
  let signals: StopSignals

  private enum Fetched: Sendable {
    case stored(Int64, LabelRecord)
    case failed(Int64, String)
  }

  private static let perCommit = 64

  /// - Returns: how many labels were stored.
  func run() async throws -> Int {
    try await putBackLost()
    let folders = try await makeFolders()
    let total = try await session.ledger.tally()[.mailed]?.rows ?? 0
    if total > 0 { session.progress.begin(.labels, of: total) }
    defer { session.progress.end() }
    var after: Int64 = 0
    var stored = 0
    while signals.reason == nil {
      let wanted = try await session.ledger.labelsWanted(after: after, limit: Self.perCommit)
      guard let last = wanted.last else { break }
      after = last.mailing
      stored += try await fetch(wanted, folders)
    }
    return stored
  }

  private func fetch(_ wanted: [LabelWanted], _ folders: [Int64: String]) async throws -> Int {
    let width = session.job.limits.concurrentRequests
    var fetched: [Fetched] = []
    await withTaskGroup(of: Fetched.self) { group in
      var rest = wanted[...]
      for _ in 0..<width { if let next = rest.popFirst() { add(next, folders, &group) } }
      for await one in group {
        fetched.append(one)
        session.progress.advance()
        if let next = rest.popFirst() { add(next, folders, &group) }
      }
    }
    var records: [(Int64, LabelRecord)] = []
    for one in fetched {
      switch one {
      case .stored(let mailing, let label): records.append((mailing, label))
      case .failed(let mailing, let reason):
        try await session.ledger.labelFailed(mailing, reason: reason)
      }
    }
    try await session.ledger.stored(records)
    return records.count
  }

  private func add(
    _ label: LabelWanted, _ folders: [Int64: String], _ group: inout TaskGroup<Fetched>
  ) {
    let folder = folders[label.batch] ?? session.job.output
    let service = service
    group.addTask { await Self.fetch(label, folder: folder, service) }
  }

  private static func fetch(
    _ label: LabelWanted, folder: String, _ service: MailService
  ) async -> Fetched {
    do {
      let bytes = try await service.label(label.apiID)
      if let fault = LabelCheck.fault(in: bytes) {
        return .failed(label.mailing, "the label is not usable: \(fault.message)")
      }
      let name = LabelFileName(
        position: label.position, of: label.position, reference: label.reference,
        trackingNumber: label.trackingNumber)
      let store = LabelStore(batchFolder: URL(fileURLWithPath: folder))
      let stored = try store.store(bytes, as: name)
      return .stored(
        label.mailing,
        LabelRecord(path: stored.path, size: stored.size, sha256: stored.sha256))
    } catch let error as LabelFileError {
      return .failed(label.mailing, error.message)
    } catch {
      return .failed(label.mailing, "\(error)")
    }
  }

  private func makeFolders() async throws -> [Int64: String] {
    var folders: [Int64: String] = [:]
    for batch in try await session.ledger.batches() {
      let folder = session.folder(batch)
      folders[batch.id] = folder
      if try await session.ledger.tally(batch: batch.id)[.mailed] != nil {
        try LabelStore(batchFolder: URL(fileURLWithPath: folder)).prepare()
      }
    }
    return folders
  }

  /// A stored label whose file is gone or changed is fetched again.
  private func putBackLost() async throws {
    for batch in try await session.ledger.batches() {
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
