import Foundation
import Intake
import JobLedger
package import MailAPIClient
import MailModel
import Reconciliation

/// The program: arguments in, exit status out. The one place where an error becomes text.
package enum Program {
  /// How the worker process for HTTP is started; without it HTTP is done in this process.
  @TaskLocal package static var worker: WorkerCommand?

  /// Runs one command line, without the program's name.
  package static func run(_ arguments: [String]) async -> Int32 {
    var console = Console(DisplayOptions())
    do {
      let invocation = try ArgumentParser.invocation(arguments)
      console = Console(invocation.display)
      return try await perform(invocation.action, console).rawValue
    } catch {
      if let error = error as? SinkError, error.isClosedPipe { return ExitStatus.done.rawValue }
      let (status, text) = words(for: error)
      console.problem(text)
      return status.rawValue
    }
  }

  static func words(for error: any Error) -> (ExitStatus, String) {
    switch error {
    case let error as UsageError: (.usage, error.description)
    case let error as JobFileError: (.usage, error.description)
    case let error as KeyProblem: (.usage, "certmail: \(error)")
    case let error as EndpointError: (.usage, "certmail: \(error)")
    case let error as CommandFailure: (error.status, "certmail: \(error.message)")
    case let error as LedgerError: (status(of: error), "certmail: \(error)")
    case let error as IntakeError: (.inputUnusable, "certmail: \(error)")
    case ServiceError.keyRefused: (.keyRefused, "certmail: \(error)")
    case let error as ServiceError: (.stoppedEarly, "certmail: \(error)")
    default: (.failed, "certmail: \(error)")
    }
  }

  private static func status(of error: LedgerError) -> ExitStatus {
    switch error {
    case .held: .ledgerHeld
    case .otherBinding, .noSuchRow, .notPossible: .usage
    case .foreign, .newer, .damaged, .networkFileSystem, .lostUpdate, .file: .failed
    }
  }

  private static func perform(
    _ action: Invocation.Action, _ console: Console
  ) async throws -> ExitStatus {
    switch action {
    case .help(let topic): return try HelpCommand(console: console).run(topic)
    case .nothing:
      // A timer that lost its command must not look as if it had done its work.
      _ = try HelpCommand(console: console).run(.overview)
      return .usage
    case .version:
      try console.data(ProgramVersion.line)
      return .done
    case .run(let arguments):
      return try await RunCommand(arguments, console, stages: .all).run()
    case .submit(let arguments):
      return try await RunCommand(arguments, console, stages: .submission).run()
    case .quote(let arguments): return try await QuoteCommand(arguments, console).run()
    case .importLists(let arguments): return try await ImportCommand(arguments, console).run()
    case .labels(let arguments):
      guard arguments.rows.isEmpty, arguments.grouping == nil else {
        return try await LabelsCommand(arguments, console).run()
      }
      var command = try RunCommand(
        SendingArguments(job: arguments.job, limit: nil, waitsForUncertain: false), console,
        stages: .labels)
      command.labels = arguments
      return try await command.run()
    case .report(let arguments): return try await ReportCommand(arguments, console).run()
    case .status(let arguments): return try await StatusCommand(arguments, console).run()
    case .list(let arguments): return try await ListCommand(arguments, console).run()
    case .approve(let arguments): return try await ApproveCommand(arguments, console).run()
    case .retry(let arguments): return try await RetryCommand(arguments, console).run()
    case .cancel(let arguments): return try await CancelCommand(arguments, console).run()
    case .resolve(let arguments): return try await ResolveCommand(arguments, console).run()
    case .backup(let arguments): return try await BackupCommand(arguments, console).run()
    case .sandbox(let arguments): return try await SandboxCommand(arguments, console).run()
    case .initialise(let folder): return try InitCommand(folder: folder, console: console).run()
    case .completion(let shell):
      try console.data(CompletionScript.text(for: shell))
      return .done
    case .reconcile(let arguments): return try await ReconcileCommand(arguments, console).run()
    case .call(let arguments): return try await CallCommand(arguments, console).run()
    case .doctor(let arguments): return try await DoctorCommand(arguments, console).run()
    case .track(let arguments): return try await TrackCommand(arguments, console).run()
    }
  }
}
