import Foundation
import MailModel

/// The job's `after_run` command: it gets the summary on its standard input and the exit status in
/// `CERTMAIL_EXIT`, never the key.
struct AfterRun: Sendable {
  let command: [String]
  let folder: String
  let keyVariable: String

  /// How long the command may take before it is ended.
  static let time: TimeInterval = 60

  /// - Returns: what went wrong, for a message; a failing command changes no exit status.
  func run(summary: Data, status: ExitStatus) -> String? {
    guard let program = command.first else { return nil }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [program] + command.dropFirst()
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    var environment = ProcessInfo.processInfo.environment
    environment[keyVariable] = nil
    environment["CREDENTIALS_DIRECTORY"] = nil
    environment["CERTMAIL_EXIT"] = "\(status.rawValue)"
    process.environment = environment
    let input = Pipe()
    process.standardInput = input
    // What it prints is for people, and stdout is the summary's.
    process.standardOutput = FileHandle.standardError
    do {
      try process.run()
      try input.fileHandleForWriting.write(contentsOf: summary)
      try input.fileHandleForWriting.close()
    } catch {
      if process.isRunning { process.terminate() }
      return "after_run: \(program) cannot be run: \(error.localizedDescription)"
    }
    let end = Date(timeIntervalSinceNow: Self.time)
    while process.isRunning, Date() < end { Thread.sleep(forTimeInterval: 0.05) }
    guard process.isRunning else {
      let code = process.terminationStatus
      return code == 0 ? nil : "after_run: \(program) ended with status \(code)"
    }
    process.terminate()
    return "after_run: \(program) took longer than \(Int(Self.time)) s and was ended"
  }
}
