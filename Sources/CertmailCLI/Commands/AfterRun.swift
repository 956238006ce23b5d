import ChildProcess
import Foundation
import MailModel

/// The job's `after_run` command: it gets the summary on its standard input and the exit status in
/// `CERTMAIL_EXIT`, never the key.
struct AfterRun: Sendable {
  var command: [String]
  let folder: String
  let keyVariable: String

  /// Where a key stands when the job names no other variable; another job's may be there.
  private static let usualKeyVariable = "CERTMAIL_API_KEY"

  /// How long the command may take before it is ended.
  var time = Duration.seconds(60)

  /// - Returns: what went wrong, for a message; a failing command changes no exit status.
  func run(summary: Data, status: ExitStatus) -> String? {
    guard let program = command.first else { return nil }
    var env = ChildProgram(path: "/usr/bin/env")
    env.environment[keyVariable] = nil
    env.environment[Self.usualKeyVariable] = nil
    env.environment["CREDENTIALS_DIRECTORY"] = nil
    env.environment["CERTMAIL_EXIT"] = "\(status.rawValue)"
    // What it prints is for people, and stdout is the summary's.
    env.printsToStandardError = true
    do {
      switch try env.run(["-C", folder] + command, input: summary, for: time).ending {
      case .exited(0): return nil
      case .exited(let code): return "after_run: \(program) ended with status \(code)"
      case .killed(let signal): return "after_run: \(program) was ended by signal \(signal)"
      case .unknown: return "after_run: how \(program) ended is not known"
      case nil:
        let seconds = time.components.seconds
        return "after_run: \(program) took longer than \(seconds) s and was ended"
      }
    } catch {
      return "after_run: \(program) cannot be run: \(SystemReason.text(error))"
    }
  }
}
