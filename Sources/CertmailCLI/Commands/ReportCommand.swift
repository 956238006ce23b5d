import Reconciliation

/// `report`: writes the reports again.
struct ReportCommand {
  let arguments: ReportArguments
  let console: Console

  init(_ arguments: ReportArguments, _ console: Console) {
    self.arguments = arguments
    self.console = console
  }

  func run() async throws -> ExitStatus {
    switch arguments.output {
    case .files: return try await writeFiles()
    case .charges, .ledes: return try await ChargesCommand(arguments, console).run()
    case .merged(let ledgers):
      return try await MergeCommand(
        arguments: arguments.job, ledgers: ledgers, batch: arguments.batch, console: console
      ).run()
    }
  }

  private func writeFiles() async throws -> ExitStatus {
    let session = try JobSession(arguments.job, console, writes: false)
    let batches = try await session.batches(named: arguments.batch)
    let unknown = UnknownReports(session: session)
    let forgotten = try await unknown.find()
    guard forgotten.isEmpty else {
      throw CommandFailure(
        status: .attention,
        message: "\(unknown.words(forgotten)); nothing was written over: certmail run "
          + "\(arguments.job.word) first asks the API what was mailed")
    }
    return try await ReportStage(session: session).tell(batches) ? .done : .attention
  }
}
