import Foundation
import JobLedger
import Labels
import MailModel
import Reconciliation
import Submission

/// Writes the reports of batches from the ledger.
struct ReportStage: Sendable {
  /// A batch whose reports were written, and what it came to.
  typealias Written = (batch: BatchRecord, outcome: BatchReports.Outcome)

  let session: JobSession
  var isQuote = false

  /// The batches that have changed since their reports were written.
  func batchesBehind() async throws -> [BatchRecord] {
    let states = try await session.ledger.reportStates()
    return try await session.ledger.batches().filter { batch in
      states[batch.id].map { $0.changes > $0.reported } ?? true
    }
  }

  /// - Returns: for each batch whether it balances, and how many rows need attention.
  func run(_ batches: [BatchRecord]) async throws -> [Written] {
    if session.writes { try await UnknownReports(session: session).note() }
    var outcomes: [Written] = []
    let states = try await session.ledger.reportStates()
    for batch in batches {
      let folder = session.folder(batch)
      try JobSession.makeFolder(folder)
      try await TypedCorrections(session: session).keepAside(batch)
      outcomes.append((batch, try await write(batch, folder)))
      if session.writes {
        try await session.ledger.reported(batch.id, changes: states[batch.id]?.changes ?? 0)
      }
    }
    if let newest = batches.max(by: { $0.id < $1.id }) { try pointLatest(at: newest.name) }
    return outcomes
  }

  /// Writes the reports and says of each where it is and how it stands.
  /// - Returns: whether all of them balance.
  func tell(_ batches: [BatchRecord]) async throws -> Bool {
    let reports = try await run(batches)
    let console = session.console
    for (batch, outcome) in reports {
      let verdict = outcome.balance.isBalanced ? "balanced" : "NOT balanced"
      if !console.display.isJSON {
        try console.data("\(ShownPath.text(session.folder(batch) + "/report.html"))  \(verdict)")
      }
      for reason in outcome.balance.reasons { console.problem("NOT balanced: \(reason)") }
    }
    try console.answer(["reports": .array(reports.map(json))])
    return reports.allSatisfy(\.outcome.balance.isBalanced)
  }

  /// Where a batch's reports are and whether it balances, for a program.
  func json(_ written: Written) -> JSONText {
    [
      "batch": .text(written.batch.name), "source": .text(written.batch.source),
      "folder": .text(session.folder(written.batch)),
      "balanced": .boolean(written.outcome.balance.isBalanced),
      "reasons": .array(written.outcome.balance.reasons.map(JSONText.text)),
    ]
  }

  private func write(_ batch: BatchRecord, _ folder: String) async throws -> BatchReports.Outcome {
    let totals = try await ledgerTotals(batch)
    let reports = BatchReports(header(batch), folder: folder)
    let converter = EntryConverter(
      letterhead: session.job.letterhead, folder: folder, today: session.now().localDay)
    return try await session.ledger.reading(batch) { rows in
      try reports.write(ledger: totals) { counted, body in
        if counted {
          try rows.eachCounted { try body(converter.entry($0)) }
        } else {
          try rows.eachRow { try body(converter.entry($0)) }
        }
      }
    }
  }

  func ledgerTotals(_ batch: BatchRecord) async throws -> LedgerTotals {
    let tally = try await session.ledger.tally(batch: batch.id)
    let quoted = tally.filter(\.key.isQuoted).values.reduce(Cents.zero) { $0 + $1.quoted }
    return LedgerTotals(
      byState: StateCounts(tally.mapValues(\.rows)), quoted: quoted,
      charged: try await session.ledger.charged(batch: batch.id))
  }

  func header(_ batch: BatchRecord) -> ReportHeader {
    var header = ReportHeader(
      job: session.job.name, batch: batch.name, batchHash6: batch.hash6,
      source: batch.source + (session.job.part.map { ", part \($0)" } ?? ""),
      generatedAt: session.now(), ledgerID: session.ledger.uuid, columns: batch.columns,
      inputRows: batch.inputRows - batch.otherRows)
    header.rowsElsewhere = batch.otherRows
    header.isQuote = isQuote
    header.isSandbox = session.job.isSandbox
    header.toolVersion = ProgramVersion.number
    header.jobFile = session.arguments.word
    header.attentionFile = ShownPath.word(session.attentionFile(batch))
    header.timeZone = .current
    return header
  }

  private func pointLatest(at name: String) throws {
    let link = session.latestLink
    let temporary = link + ".partial"
    unlink(temporary)
    guard symlink(name, temporary) == 0, rename(temporary, link) == 0 else {
      throw CommandFailure(status: .failed, message: "\(link): cannot be written")
    }
  }
}

/// Turns what the ledger knows of a row into what the reports say of it.
struct EntryConverter: Sendable {
  let letterhead: Letterhead
  let folder: String
  /// The day where the firm is.
  let today: String

  func entry(_ row: LedgerEntry) -> ReportEntry {
    var entry = ReportEntry()
    entry.row = row.row
    entry.position = row.position
    entry.cells = row.cells
    entry.reference = row.reference
    if let token = row.token, row.attempts > 0 || row.piece != nil {
      entry.sentReference = letterhead.reference(row.reference, token)
    }
    entry.matter = row.matter
    entry.recipient = letterhead.wireForm(row.recipient)
    entry.mailClass = row.mailClass
    entry.document = row.document
    entry.state = row.state
    entry.code = row.code
    entry.message = row.message
    entry.hint = row.hint
    if entry.code.isEmpty, !row.notes.isEmpty { entry.describe(row.notes) }
    entry.quoted = row.quoted
    entry.attempts = row.attempts
    describePiece(row, &entry)
    if !row.mailBy.isEmpty { entry.deadline = deadline(row) }
    return entry
  }

  private func deadline(_ row: LedgerEntry) -> Deadline {
    if row.piece != nil {
      return row.submittedAt.map { $0.localDay > row.mailBy } ?? false ? .mailedLate : .none
    }
    let isOpen = row.state.isQuoted || row.state == .invalid
    return isOpen && row.mailBy <= today ? .open : .none
  }

  private func describePiece(_ row: LedgerEntry, _ entry: inout ReportEntry) {
    entry.charged = row.piece?.charged
    entry.postage = row.piece?.postage
    entry.serviceFee = row.piece?.serviceFee
    entry.mailingID = row.piece?.apiID ?? ""
    entry.trackingNumber = row.piece?.trackingNumber ?? ""
    entry.submittedAt = row.submittedAt
    entry.acceptedAt = row.acceptedAt
    entry.deliveredAt = row.deliveredAt
    entry.trackingStatus = row.trackingStatus ?? ""
    entry.lastEventAt = row.lastEventAt
    entry.lastEvent = row.lastEvent
    guard let label = row.label else { return }
    entry.label = label.path
    entry.labelSHA256 = label.sha256
    // In a joined report the label lies in the folder of its part: `../../2of4/LIST/labels/0001.pdf`.
    let own = label.path.range(of: LabelStore.folderName + "/", options: .backwards)?.lowerBound
    let part = own.map { label.path[..<$0] } ?? ""
    let path = String(label.path.dropFirst(part.count))
    let store = LabelStore(batchFolder: URL(fileURLWithPath: "\(folder)/\(part)"))
    // A disk that cannot be asked leaves the label unchecked, which unbalances the report.
    switch try? store.verify(.init(path: path, size: label.size, sha256: label.sha256)) {
    case .good: entry.labelOnDisk = .good
    case .missing: entry.labelOnDisk = .missing
    case .changed: entry.labelOnDisk = .changed
    case nil: entry.labelOnDisk = .unchecked
    }
  }
}
