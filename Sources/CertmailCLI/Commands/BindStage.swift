import Foundation
import JobLedger
import Labels
import MailModel
import Submission

/// Binds the labels of each batch that changed into its `labels.pdf`.
///
/// What a file was made from is kept in the ledger, so that a run that changed nothing does not
/// make it again, and one that was ended in between makes up for it the next time.
struct BindStage: Sendable {
  let session: JobSession
  let signals: StopSignals
  /// Where `qpdf` is looked for.
  var searchPath = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin"

  /// The merged file's name in the batch's folder.
  static let fileName = "labels.pdf"

  /// The batches whose file is behind them: made from less, or given up by an interrupted run.
  func behind(_ batches: [BatchRecord]) async throws -> Set<Int64> {
    let states = try await session.ledger.reportStates()
    var behind: Set<Int64> = []
    for batch in batches {
      if let kept = try await kept(batch), kept.changes != states[batch.id]?.changes {
        behind.insert(batch.id)
      }
    }
    return behind
  }

  /// Binds what has changed; trouble is told, and never in the way of the reports.
  /// - Parameter isForced: makes the files also when nothing changed.
  /// - Returns: whether every file that is wanted is there.
  @discardableResult
  func run(_ batches: [BatchRecord], isForced: Bool = false) async throws -> Bool {
    let states = try await session.ledger.reportStates()
    var complaints: Set<String> = []
    for batch in batches {
      let changes = states[batch.id]?.changes ?? 0
      do {
        if signals.reason == .interrupted { throw BinderError.interrupted }
        try await bind(batch, changes, isForced)
      } catch let error as BinderError {
        if error == .interrupted { try await session.ledger.keep(Self.key(batch), "0 interrupted") }
        // The same words once, however many batches there are.
        if complaints.insert(error.message).inserted { session.console.warning(error.message) }
      }
    }
    return complaints.isEmpty
  }

  private func bind(_ batch: BatchRecord, _ changes: Int, _ isForced: Bool) async throws {
    let kept = try await kept(batch)
    if !isForced, kept?.changes == changes { return }
    let list = try await PrintList.read(batch, session)
    guard list.labels > 0 else { return }
    let output = session.folder(batch) + "/" + Self.fileName
    let isThere = FileManager.default.fileExists(atPath: output)
    if isForced || !isThere || list.fingerprint != kept?.fingerprint {
      let bound = try await bind(list.entries, title: batch.name, to: output)
      session.console.message("labels: \(Self.words(bound, list.waiting))")
    }
    try await session.ledger.keep(Self.key(batch), "\(changes) \(list.fingerprint)")
  }

  /// Binds, and lets go when the run is to end.
  func bind(
    _ entries: [BinderEntry], title: String, to output: String
  ) async throws -> BoundLabels {
    let binder = LabelBinder(path: searchPath)
    let work = Task.detached {
      try binder.bind(entries, title: title, to: URL(fileURLWithPath: output))
    }
    signals.onStop { if $0 == .interrupted { work.cancel() } }
    defer { signals.forgetHandler() }
    return try await work.value
  }

  /// `out/…/labels.pdf: 24 labels, 1 sheet for a missing one, 1 index sheet`
  static func words(_ bound: BoundLabels, _ waiting: Int = 0) -> String {
    var parts = [bound.labels.counted("label")]
    if !bound.gaps.isEmpty {
      parts.append(bound.gaps.count.counted("sheet for a missing one", "sheets for missing ones"))
    }
    parts.append(bound.indexSheets.counted("index sheet"))
    if waiting > 0 { parts.append(waiting.counted("row still in line", "rows still in line")) }
    return "\(ShownPath.text(bound.file.path)): " + parts.joined(separator: ", ")
  }

  private static func key(_ batch: BatchRecord) -> String { "labels_pdf/\(batch.id)" }

  private func kept(_ batch: BatchRecord) async throws -> (changes: Int, fingerprint: String)? {
    guard let words = try await session.ledger.fact(Self.key(batch))?.split(separator: " "),
      words.count == 2, let changes = Int(words[0])
    else { return nil }
    return (changes, String(words[1]))
  }
}
