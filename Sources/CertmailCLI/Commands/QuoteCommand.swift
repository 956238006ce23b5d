import Foundation
import JobLedger
import MailModel
import Pricing
import Reconciliation

/// `quote`: what would be sent, what it would cost, what is wrong with which row.
///
/// It imports into a copy of the ledger that ends with it, so that nothing is queued.
struct QuoteCommand {
  private let arguments: JobArguments
  private let console: Console

  init(_ arguments: JobArguments, _ console: Console) {
    self.arguments = arguments
    self.console = console
  }

  func run() async throws -> ExitStatus {
    let job = try JobSession.readJob(arguments)
    let folder =
      FileManager.default.temporaryDirectory.path + "/certmail-quote-\(UUID().uuidString)"
    try JobSession.makeFolder(folder)
    defer {
      // Left behind it only takes room: the folder is the system's to clean.
      try? FileManager.default.removeItem(atPath: folder)
    }
    let copy = folder + "/ledger.sqlite"
    if FileManager.default.fileExists(atPath: job.ledger) {
      let real = try JobSession(arguments, console, writes: false)
      try await real.ledger.backUp(to: copy)
    }
    var scratch = job
    scratch.input.done = nil
    scratch.output = folder + "/out"
    let session = try JobSession(job: scratch, arguments, console, path: copy, writes: true)
    return try await quote(session)
  }

  private func quote(_ session: JobSession) async throws -> ExitStatus {
    try await session.ledger.beginRun(command: "quote")
    let result = try await APIConnection.with(session) { connection in
      let stage = ImportStage(
        session: session, prices: PriceSource(session, connection.service), isQuote: true)
      return try await stage.run()
    }
    // What earlier lists left in line would be sent as well.
    var batches: [BatchRecord] = []
    for batch in try await session.ledger.batches() {
      let isAskedFor = result.batches.isEmpty || result.batches.contains(batch.id)
      let tally = try await session.ledger.tally(batch: batch.id)
      if isAskedFor || tally[.queued] != nil { batches.append(batch) }
    }
    var totals = BatchTotals()
    var rows: [ReportEntry] = []
    /// The list of each row.
    var lists: [String] = []
    let converter = EntryConverter(
      letterhead: session.job.letterhead, folder: session.job.output, today: session.now().localDay)
    for batch in batches {
      let isWhole = result.batches.isEmpty || result.batches.contains(batch.id)
      rows += try await session.ledger.reading(batch) { reader in
        var rows: [ReportEntry] = []
        try reader.eachRow { row in
          if isWhole || row.state == .queued { rows.append(converter.entry(row)) }
        }
        return rows
      }
      lists += Array(repeating: batch.source, count: rows.count - lists.count)
    }
    for row in rows { totals.add(row) }
    try tell(session, batches, Array(zip(lists, rows)), totals)
    if !console.display.isJSON { try await warn(session, rows) }
    if !batches.isEmpty { console.message("next: \(next(totals.byState))") }
    var statuses: Set<ExitStatus> = result.unusable > 0 ? [.inputUnusable] : []
    if result.findings > 0 { statuses.insert(.attention) }
    let attention = totals.byState[.invalid] + totals.byState[.held] + totals.byState[.refused]
    if attention > 0 { statuses.insert(.attention) }
    return ExitStatus.worst(of: statuses)
  }

  /// How many rows that go out are told with what is unusual in them.
  private static let warnedMax = 20

  /// What the rows that are to be sent cost, by class.
  private func priced(_ rows: [ReportEntry]) -> PriceTotals {
    var totals = PriceTotals()
    for row in rows where row.state == .queued || row.state == .held {
      totals.add(row.mailClass, each: row.quoted ?? .zero)
    }
    return totals
  }

  private func tell(
    _ session: JobSession, _ batches: [BatchRecord], _ listed: [(list: String, row: ReportEntry)],
    _ totals: BatchTotals
  ) throws {
    let rows = listed.map(\.row)
    guard let batch = batches.last else {
      console.message("no list to quote; put one where input.files of \(arguments.path) looks")
      if console.display.isJSON { try console.data(#"{"totals":{"rows":0},"rows":[]}"#) }
      return
    }
    if console.display.isJSON {
      let sink = MemorySink()
      var header = ReportStage(session: session, isQuote: true).header(batch)
      header.inputRows = totals.rows
      var json = ReportJSON(
        header, totals: totals, balance: Balance(totals, inputRows: totals.rows, ledger: nil),
        form: .quote, to: sink)
      for row in rows { try json.add(row) }
      try json.finish()
      try console.data(sink.text.trimmingCharacters(in: .newlines))
      return
    }
    func tell(_ list: String, _ row: ReportEntry, as kind: String) throws {
      try console.data(
        (batches.count > 1 ? "\(ShownPath.text(list)) " : "")
          + "row \(row.row): \(kind): \(row.message)" + (row.hint.isEmpty ? "" : "; \(row.hint)"))
    }
    for (list, row) in listed where row.state.needsPerson {
      try tell(list, row, as: row.state.rawValue)
    }
    let doubles = listed.filter { $0.row.state == .duplicate }
    for (list, row) in doubles.prefix(Self.warnedMax) { try tell(list, row, as: "duplicate") }
    let warned = listed.filter { $0.row.state == .queued && !$0.row.code.isEmpty }
    for (list, row) in warned.prefix(Self.warnedMax) { try tell(list, row, as: "warning") }
    if warned.count > Self.warnedMax {
      try console.data(
        "and \((warned.count - Self.warnedMax).counted("more row", "more rows")) with warnings, "
          + "which quote --json lists")
    }
    for share in priced(rows).shares {
      try console.data(
        "\(share.mailClass.rawValue): \(share.count.grouped) for \(share.sum.dollars)")
    }
    var line = SummaryLine(job: session.job.name, byState: totals.byState, charged: totals.charged)
    line.quoted = priced(rows).sum
    line.isQuote = true
    line.isSandbox = session.job.isSandbox
    try console.data(line.description)
  }

  /// What a run would not send at once, or not in time.
  private func warn(_ session: JobSession, _ rows: [ReportEntry]) async throws {
    try await session.warnOfDeadlines(limit: nil)
    let ready = priced(rows.filter { $0.state == .queued }).sum
    guard let cap = session.job.limits.spendPerRun, ready > cap else { return }
    console.warning(
      "\(ready.dollars) is more than limits.spend_per_run (\(cap.dollars)): a run sends up to that, "
        + "the rest waits for the next")
  }

  private func next(_ states: StateCounts) -> String {
    let job = arguments.word
    if states[.queued] > 0 { return "certmail run \(job)" }
    if states[.invalid] > 0 { return "correct the list, then: certmail quote \(job)" }
    return states[.held] > 0
      ? "certmail run \(job), then: certmail approve \(job)" : "certmail status \(job)"
  }
}
