import Intake
import JobLedger

/// `import`: lists in, nothing sent.
struct ImportCommand {
  let arguments: ImportArguments
  let console: Console

  init(_ arguments: ImportArguments, _ console: Console) {
    self.arguments = arguments
    self.console = console
  }

  func run() async throws -> ExitStatus {
    let session = try JobSession(arguments.job, console, writes: true)
    return try await session.run(as: "import") {
      let result = try await APIConnection.with(session) { connection in
        try await imported(
          ImportStage(session: session, prices: PriceSource(session, connection.service)))
      }
      return try await conclude(result, session)
    }
  }

  private func imported(_ stage: ImportStage) async throws -> ImportStage.Result {
    var result = ImportStage.Result()
    let given = arguments.format.map { $0 == .csv ? Intake.ListFormat.csv : .json }
    if arguments.sources.isEmpty {
      result = try await stage.run(format: given)
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
    return result
  }

  private func conclude(
    _ result: ImportStage.Result, _ session: JobSession
  ) async throws -> ExitStatus {
    let batches = try await session.ledger.batches().filter { result.batches.contains($0.id) }
    let reports = try await ReportStage(session: session).run(batches)
    var statuses: Set<ExitStatus> = result.unusable > 0 ? [.inputUnusable] : []
    if result.findings > 0 { statuses.insert(.attention) }
    return try await RunSummary(session: session, statuses: statuses, touched: result.batches)
      .tell(reports)
  }
}
