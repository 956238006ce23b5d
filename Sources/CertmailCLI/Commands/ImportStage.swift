import Addressing
import Foundation
import Intake
import JobLedger
import MailModel
import Pricing

/// Takes new lists in: found, checked, priced, stored.
struct ImportStage: Sendable {
  /// What came of all lists.
  struct Result: Sendable {
    var batches: Set<Int64> = []
    var unusable = 0
    /// Rows of repair lists that changed nothing.
    var findings = 0
    /// Whether no list was found.
    var isEmpty = false
  }

  let session: JobSession
  let prices: PriceSource
  /// Nothing that is read is kept.
  var isQuote = false

  /// A file changed less than this ago may still be being written.
  private static let quietTime: TimeInterval = 2

  /// Imports the job's input files.
  func run(format: Intake.ListFormat? = nil) async throws -> Result {
    let input = inputFiles()
    var result = try await run(input.paths, format: format)
    result.unusable += input.unreadable
    result.isEmpty = input.paths.isEmpty && input.unreadable == 0
    return result
  }

  /// Imports `paths`; an unusable list is told and left, the others go in.
  func run(_ paths: [String], format: Intake.ListFormat? = nil) async throws -> Result {
    var result = Result()
    for path in paths {
      try await waitUntilQuiet(path)
      guard !session.job.mailsForMoney || !StarterFiles.isSample(path) else {
        session.console.problem(
          "\(ShownPath.text(path)) is the sample of certmail init, and its people are invented: "
            + "take it away")
        result.unusable += 1
        continue
      }
      do {
        if let known = try await known(path, format) {
          sayKnown(path, known)
          move(path, to: session.job.input.done)
          continue
        }
        try await take(path, format, try await prices.table(), &result)
      } catch let error as IntakeError {
        session.console.problem(error.description)
        result.unusable += 1
        reject(path)
      }
    }
    return result
  }

  private func take(
    _ path: String, _ format: Intake.ListFormat?, _ table: PriceTable, _ result: inout Result
  ) async throws {
    if path != "-", try isRepair(path, format) {
      try await repair(path, format, table, &result)
      return
    }
    switch try await listImport(table).run(path: path, format: format) {
    case .known(let source, let at, let batch): sayKnown(path, (source, at, batch))
    case .imported(let summary, let name, let recognised, let headers):
      result.batches.insert(summary.batch)
      let rows = summary.rowsByState.values.reduce(0, +)
      let states = MailingState.allCases.compactMap { state in
        summary.rowsByState[state].map { "\($0.grouped) \(state.rawValue)" }
      }
      session.console.message(
        "\(isQuote ? "read" : "imported") \(ShownPath.text(path)) as \(name) (\(recognised)): \(rows.counted("row")): "
          + states.joined(separator: ", ") + "; quoted \(summary.quoted.dollars)"
          + (summary.warned > 0 ? "; \(summary.warned.counted("row")) with warnings" : "")
          + (session.job.part.map { "; part \($0), the other rows are in other parts" } ?? ""))
      sayUnused(headers)
    }
    move(path, to: session.job.input.done)
  }

  /// How many columns without a use are named.
  private static let unusedMax = 12

  /// Tells of columns that give nothing to a letter, above all of those that look as if they should.
  private func sayUnused(_ headers: HeaderMap) {
    func list(_ names: [String]) -> String {
      names.prefix(Self.unusedMax).map { "\"\($0)\"" }.joined(separator: ", ")
        + (names.count > Self.unusedMax ? " and \(names.count - Self.unusedMax) more" : "")
    }
    let missed = headers.missedAddress
    if !missed.isEmpty {
      session.console.warning(
        "\(missed.count == 1 ? "this column looks" : "these columns look") like a part of the address "
          + "and \(missed.count == 1 ? "is" : "are") not used: \(list(missed)); rename, or name under "
          + "input.columns in the job file, what belongs on the letter")
    }
    let others = headers.unclaimed.map { headers.names[$0] }.filter { !missed.contains($0) }
    guard !others.isEmpty else { return }
    let text = "columns not used: \(list(others))"
    if isQuote { session.console.message(text) } else { session.console.detail(text) }
  }

  private func isRepair(_ path: String, _ format: Intake.ListFormat?) throws -> Bool {
    try CaseListReader(list: path, format: format, columns: session.job.input.columns).headers
      .isRepair
  }

  private func repair(
    _ path: String, _ format: Intake.ListFormat?, _ table: PriceTable, _ result: inout Result
  ) async throws {
    let outcome = try await RepairImport(
      rules: importRules(table), prices: prices, columns: session.job.input.columns,
      ledger: session.ledger
    ).run(path: path, format: format)
    let left = outcome.stillWrong
    session.console.message(
      "\(isQuote ? "read" : "repaired") \(outcome.repaired.counted("corrected row")) from "
        + ShownPath.text(path)
        + (left > 0 ? "; \(left.counted("row is", "rows are")) still not right" : ""))
    for finding in outcome.findings { session.console.problem(finding) }
    result.batches.formUnion(outcome.batches)
    result.findings += outcome.findings.count
    if outcome.isUseless { reject(path) } else { move(path, to: session.job.input.done) }
  }

  private func listImport(_ table: PriceTable) -> ListImport {
    ListImport(
      rules: importRules(table), prices: prices, columns: session.job.input.columns,
      duplicateDays: session.job.checks.duplicateDays, ledger: session.ledger, now: session.now)
  }

  private func importRules(_ table: PriceTable) -> ImportRules {
    let job = session.job
    return ImportRules(
      job: job.name,
      check: Addressing.AddressCheck(
        rules: AddressRules(
          senders: job.senders.keys.sorted(), today: CivilDate(localDayOf: session.now()))),
      prices: table, mailClass: job.mailClass, limits: job.spendLimits,
      needsApproval: job.limits.approval == .required)
  }

  private func known(
    _ path: String, _ format: Intake.ListFormat?
  ) async throws -> (source: String, at: UTCTime, batch: Int64?)? {
    guard path != "-", try await session.ledger.hasImports() else { return nil }
    guard
      let hash = try ContentHash.ofList(
        path, format: format, columns: session.job.input.columns)
    else { return nil }
    return try await session.ledger.importedBefore(hash: hash)
  }

  private func sayKnown(_ path: String, _ known: (source: String, at: UTCTime, batch: Int64?)) {
    session.console.message(
      "\(ShownPath.text(path)): the same list was imported as \(known.source) on \(known.at.iso8601.prefix(10)); "
        + "nothing to do")
  }

  private func waitUntilQuiet(_ path: String) async throws {
    while path != "-" {
      let values = try? URL(fileURLWithPath: path).resourceValues(
        forKeys: [.contentModificationDateKey])  // a file that is gone is told when it is opened
      guard let changed = values?.contentModificationDate else { return }
      let age = session.now().date.timeIntervalSince(changed)
      guard age >= 0, age < Self.quietTime else { return }
      try await Task.sleep(for: .milliseconds(Int64((Self.quietTime - age) * 1000) + 20))
    }
  }

  private func reject(_ path: String) {
    guard let done = session.job.input.done else { return }
    let folder = URL(fileURLWithPath: done).deletingLastPathComponent().path
    move(path, to: folder + "/rejected")
  }

  /// Moves an input file once its import is durable; a name that is taken gets the time added.
  private func move(_ path: String, to folder: String?) {
    guard let folder, path != "-", FileManager.default.fileExists(atPath: path) else { return }
    let url = URL(fileURLWithPath: path)
    if url.deletingLastPathComponent().path == URL(fileURLWithPath: folder).path { return }
    var target = folder + "/" + url.lastPathComponent
    if FileManager.default.fileExists(atPath: target) {
      target = folder + "/\(session.now().rawValue)-" + url.lastPathComponent
    }
    do {
      try JobSession.makeFolder(folder)
      try FileManager.default.moveItem(atPath: path, toPath: target)
      // Whoever named a file by hand may look for it where it was.
      if !session.job.input.files.contains(where: { $0.covers(path) }) {
        session.console.message("\(ShownPath.text(path)) is \(ShownPath.text(target)) now")
      }
    } catch {
      session.console.problem(
        "\(ShownPath.text(path)): cannot be moved to \(ShownPath.text(folder)) "
          + "(\(SystemReason.text(error))); it stays where it is"
      )
    }
  }
}

extension ContentHash {
  /// The hash of a list's content, read from its file.
  static func ofList(
    _ path: String, format: Intake.ListFormat?, columns: [RowField: [String]]
  ) throws -> String? {
    var reader = try CaseListReader(list: path, format: format, columns: columns)
    var batch = RecordBatch()
    while try reader.next(into: &batch) {}
    return reader.contentHash?.hex
  }
}
