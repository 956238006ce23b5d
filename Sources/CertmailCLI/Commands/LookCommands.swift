import Foundation
import Intake
import JobLedger
import MailModel
import Reconciliation

/// `status`: counts by state, money, what needs a person.
struct StatusCommand {
  let arguments: JobArguments
  let console: Output

  init(_ arguments: JobArguments, _ console: Output) {
    self.arguments = arguments
    self.console = console
  }

  func run() async throws -> ExitStatus {
    let session = try JobSession(arguments, console, writes: false)
    let tally = try await session.ledger.tally()
    let charged = try await session.ledger.charged()
    if console.display.isJSON {
      var states: [String: Int] = [:]
      for (state, count) in tally { states[state.rawValue] = count.rows }
      let quoted = tally.filter(\.key.isQuoted).values.reduce(Cents.zero) { $0 + $1.quoted }
      try console.json([
        "job": session.job.name, "by_state": states, "charged": charged.description,
        "quoted": quoted.description, "rows": tally.values.reduce(0) { $0 + $1.rows },
      ])
      return .done
    }
    for state in MailingState.allCases {
      guard let count = tally[state] else { continue }
      let mark = state.needsPerson ? "  needs a person" : ""
      let name = state.rawValue.padding(toLength: 12, withPad: " ", startingAt: 0)
      console.data("\(name)\(count.rows.grouped)  \(count.quoted.dollars)\(mark)")
    }
    console.data(
      SummaryLine(
        job: session.job.name, byState: StateCounts(tally.mapValues(\.rows)), charged: charged
      ).description)
    return .done
  }
}

/// `list`: rows in the states that are asked for.
struct ListCommand {
  let arguments: ListArguments
  let console: Output

  init(_ arguments: ListArguments, _ console: Output) {
    self.arguments = arguments
    self.console = console
  }

  func run() async throws -> ExitStatus {
    let session = try JobSession(arguments.job, console, writes: false)
    let states = arguments.states.isEmpty ? Set(MailingState.allCases) : arguments.states
    var objects: [[String: Any]] = []
    if arguments.isCSV { console.data("row,state,code,message,reference,name,quoted,charged") }
    for batch in try await session.ledger.batches()
    where arguments.batch.map({ batch.hash.hasPrefix($0) || batch.name == $0 }) ?? true {
      let entries = try await session.ledger.reading(batch) { reader in
        var kept: [LedgerEntry] = []
        try reader.eachRow { if states.contains($0.state) { kept.append($0) } }
        return kept
      }
      for entry in entries {
        let rowID = "\(batch.hash6):\(entry.row)"
        if console.display.isJSON {
          objects.append(object(entry, rowID))
        } else if arguments.isCSV {
          console.data(csv(entry, rowID))
        } else {
          let state = entry.state.rawValue.padding(toLength: 11, withPad: " ", startingAt: 0)
          let message = entry.message.isEmpty ? "" : "  \(entry.message)"
          console.data("\(rowID)  \(state) \(entry.reference)  \(entry.recipient.name)\(message)")
        }
      }
    }
    if console.display.isJSON { try console.json(["rows": objects]) }
    return .done
  }

  private func object(_ entry: LedgerEntry, _ rowID: String) -> [String: Any] {
    [
      "certmail_row": rowID, "row": entry.row, "state": entry.state.rawValue, "code": entry.code,
      "message": entry.message, "hint": entry.hint, "reference": entry.reference,
      "name": entry.recipient.name, "quoted": entry.quoted?.description ?? "",
      "charged": entry.piece?.charged?.description ?? "", "mailing_id": entry.piece?.apiID ?? "",
      "tracking_number": entry.piece?.trackingNumber ?? "",
    ]
  }

  private func csv(_ entry: LedgerEntry, _ rowID: String) -> String {
    let cells = [
      rowID, entry.state.rawValue, entry.code, entry.message, entry.reference,
      entry.recipient.name, entry.quoted?.description ?? "",
      entry.piece?.charged?.description ?? "",
    ]
    return cells.map { cell in
      let guarded = Reconciliation.FormulaGuard.needsQuote(Array(cell.utf8)) ? "'" + cell : cell
      let needsQuotes = guarded.contains { $0 == "," || $0 == "\"" || $0.isNewline }
      return needsQuotes ? "\"" + guarded.replacing("\"", with: "\"\"") + "\"" : guarded
    }.joined(separator: ",")
  }
}

/// `report`: writes the reports again.
struct ReportCommand {
  let arguments: ReportArguments
  let console: Output

  init(_ arguments: ReportArguments, _ console: Output) {
    self.arguments = arguments
    self.console = console
  }

  func run() async throws -> ExitStatus {
    guard arguments.output == .files else {
      throw CommandFailure.notInThisVersion("report --by and --ledes")
    }
    let session = try JobSession(arguments.job, console, writes: false)
    let batches = try await session.ledger.batches().filter { batch in
      arguments.batch.map { batch.hash.hasPrefix($0) || batch.name == $0 } ?? true
    }
    let reports = try await ReportStage(session: session).run(batches)
    for (batch, outcome) in reports {
      let verdict = outcome.balance.isBalanced ? "balanced" : "NOT balanced"
      console.data("\(session.folder(batch))/report.html  \(verdict)")
    }
    return .done
  }
}

/// `import`: lists in, nothing sent.
struct ImportCommand {
  let arguments: ImportArguments
  let console: Output

  init(_ arguments: ImportArguments, _ console: Output) {
    self.arguments = arguments
    self.console = console
  }

  func run() async throws -> ExitStatus {
    let session = try JobSession(arguments.job, console, writes: true)
    try await session.ledger.beginRun(command: "import")
    _ = try await session.ledger.sweepInterrupted()
    let connection = try await APIConnection(session)
    let stage = ImportStage(session: session, service: connection.service)
    var result = ImportStage.Result()
    let given = arguments.format.map { $0 == .csv ? Intake.ListFormat.csv : .json }
    if arguments.sources.isEmpty {
      result = try await stage.run(stage.inputFiles(), format: given)
    }
    for source in arguments.sources {
      let one =
        switch source {
        case .file(let path): try await stage.run([path], format: given)
        case .standardInput(let format):
          try await stage.run(["-"], format: format == .csv ? .csv : .json)
        }
      result.batches.formUnion(one.batches)
      result.unusable += one.unusable
      result.findings += one.findings
    }
    await connection.close()
    let batches = try await session.ledger.batches().filter { result.batches.contains($0.id) }
    let reports = try await ReportStage(session: session).run(batches)
    var statuses: Set<ExitStatus> = result.unusable > 0 ? [.inputUnusable] : []
    if result.findings > 0 { statuses.insert(.attention) }
    return try await RunSummary(session: session, statuses: statuses, touched: result.batches)
      .tell(reports)
  }
}

/// `backup`: a consistent copy of the ledger while anything runs.
struct BackupCommand {
  let arguments: BackupArguments
  let console: Output

  init(_ arguments: BackupArguments, _ console: Output) {
    self.arguments = arguments
    self.console = console
  }

  func run() async throws -> ExitStatus {
    let session = try JobSession(arguments.job, console, writes: false)
    guard !FileManager.default.fileExists(atPath: arguments.file) else {
      throw CommandFailure(
        status: .usage, message: "\(arguments.file): is there already; name another file")
    }
    try await session.ledger.backUp(to: arguments.file)
    console.say("copied the ledger to \(arguments.file)")
    return .done
  }
}
