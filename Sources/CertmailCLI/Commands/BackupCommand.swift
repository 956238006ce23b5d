import Foundation
import JobLedger

/// `backup`: a consistent copy of the ledger while anything runs.
struct BackupCommand {
  let arguments: BackupArguments
  let console: Console

  init(_ arguments: BackupArguments, _ console: Console) {
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
    console.message("copied the ledger to \(arguments.file)")
    try console.answer(["backup": .text(arguments.file)])
    return .done
  }
}
