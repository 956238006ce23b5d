import Foundation
import JobLedger
import Labels
import MailModel

/// `labels --rows` and `labels --by`: stored labels bound again into files of their own.
///
/// Asks the API for nothing and changes nothing in the ledger, so it works beside a run.
struct LabelsCommand {
  let arguments: LabelsArguments
  let console: Console

  init(_ arguments: LabelsArguments, _ console: Console) {
    self.arguments = arguments
    self.console = console
  }

  /// A file to be made.
  private struct Sheaf {
    var name: String
    var title: String
    var entries: [BinderEntry]
    var folder: String
  }

  func run() async throws -> ExitStatus {
    let session = try JobSession(arguments.job, console, writes: false)
    let stage = BindStage(session: session, signals: StopSignals())
    var files: [BoundLabels] = []
    do {
      for sheaf in try await sheaves(session) {
        let bound = try await stage.bind(
          sheaf.entries, title: sheaf.title, to: sheaf.folder + "/" + sheaf.name)
        files.append(bound)
        if !console.display.isJSON { try console.data(BindStage.words(bound)) }
      }
    } catch let error as BinderError {
      throw CommandFailure(
        status: error == .interrupted ? .interrupted : .failed, message: error.message)
    }
    if console.display.isJSON { try console.data(["files": .array(files.map(\.json))]) }
    return files.contains { !$0.gaps.isEmpty } ? .attention : .done
  }

  private func sheaves(_ session: JobSession) async throws -> [Sheaf] {
    if !arguments.rows.isEmpty { return [try await reprint(session)] }
    var sheaves: [Sheaf] = []
    for batch in try await session.batches(named: arguments.batch) {
      sheaves += try await byMatter(batch, session)
    }
    guard !sheaves.isEmpty else {
      throw CommandFailure(
        status: .usage,
        message: "there are no labels yet; certmail run \(arguments.job.word) makes them")
    }
    return sheaves
  }

  private func reprint(_ session: JobSession) async throws -> Sheaf {
    let batch = try await batchOfRows(session)
    let spans = arguments.rows
    let list = try await PrintList.read(batch, session) { row in
      spans.contains { $0.rows.contains(row.row) }
    }
    let rows = spans.map(\.numbers).joined(separator: ",")
    guard list.labels > 0 else {
      throw CommandFailure(
        status: .usage, message: "no row of \(rows) in \(batch.name) has a label to print")
    }
    let asked = spans.reduce(into: IndexSet()) { $0.insert(integersIn: $1.rows) }.count
    if list.entries.count < asked {
      console.warning(
        "\(list.entries.count.grouped) of \(asked.counted("row")) asked for have a page; the others "
          + "are not in the list, still in line, or never become a letter")
    }
    return Sheaf(
      name: "labels-\(LabelFileName.reduced(rows)).pdf", title: "\(batch.name), rows \(rows)",
      entries: list.entries, folder: session.folder(batch))
  }

  /// The one batch that the rows are of.
  private func batchOfRows(_ session: JobSession) async throws -> BatchRecord {
    let names = Set(arguments.rows.compactMap(\.batch) + [arguments.batch].compactMap(\.self))
    var batches = try await session.batches(named: nil)
    for name in names {
      let ids = Set(try await session.batches(named: name).map(\.id))
      batches.removeAll { !ids.contains($0.id) }
    }
    guard let batch = batches.first, batches.count == 1 else {
      let known = batches.suffix(5).map(\.hash6).joined(separator: ", ")
      throw CommandFailure(
        status: .usage,
        message: names.count > 1 || batches.isEmpty
          ? "the rows are of more than one batch; reprint one batch at a time"
          : "which batch are the rows of? Name one with --batch: \(known)")
    }
    return batch
  }

  private func byMatter(_ batch: BatchRecord, _ session: JobSession) async throws -> [Sheaf] {
    let entries = try await PrintList.read(batch, session).entries
    var taken: Set<String> = []
    let matters = Dictionary(grouping: entries, by: \.matter).filter { $0.value.hasLabel }
    return matters.sorted { $0.key < $1.key }.map { matter, entries in
      let name = Self.freeName(matter.isEmpty ? "no-matter" : LabelFileName.reduced(matter), &taken)
      let words = matter.isEmpty ? "no matter" : "matter \(matter)"
      return Sheaf(
        name: "labels-\(name).pdf", title: "\(batch.name), \(words)", entries: entries,
        folder: session.folder(batch))
    }
  }

  /// `name`, or with a number where another matter is reduced to the same, whatever the case.
  private static func freeName(_ name: String, _ taken: inout Set<String>) -> String {
    var free = name
    var number = 1
    while !taken.insert(free.lowercased()).inserted {
      number += 1
      free = "\(name)-\(number)"
    }
    return free
  }
}

extension [BinderEntry] {
  fileprivate var hasLabel: Bool { contains { $0.file != nil } }
}

extension BoundLabels {
  fileprivate var json: JSONText {
    [
      "file": .text(file.path), "pages": .count(pages), "index_sheets": .count(indexSheets),
      "labels": .count(labels),
      "gaps": .array(gaps.map { ["row": .count($0.row), "reason": .text($0.reason)] }),
    ]
  }
}
