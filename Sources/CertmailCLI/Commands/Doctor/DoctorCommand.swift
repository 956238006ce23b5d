import Foundation
import MailAPIClient
import MailModel

/// `doctor`: looks at everything that can be looked at without spending money or changing the
/// ledger, and says of each thing how it stands and what to do.
struct DoctorCommand {
  let arguments: JobArguments
  let console: Console

  init(_ arguments: JobArguments, _ console: Console) {
    self.arguments = arguments
    self.console = console
  }

  func run() async throws -> ExitStatus {
    let job: JobFile
    do {
      job = try JobSession.readJob(arguments)
    } catch let error as JobFileError {
      return try tell([Self.diagnosis(of: error)], GuessBook(), job: nil)
    }
    var lines = JobChecks(job: job).run()
    let api = try await lookAtAPI(job)
    lines += api.lines
    lines += await LedgerChecks(job: job, keyKind: api.keyKind).run()
    lines += FolderChecks(job: job).run()
    lines += api.guesses.diagnoses
    return try tell(lines, api.guesses, job: job.name)
  }

  private static func diagnosis(of error: JobFileError) -> Diagnosis {
    .problem(
      "job file", error.description, "correct the job file; nothing else was looked at", .usage)
  }

  /// What the key and the API give to see.
  private struct APIFindings {
    var lines: [Diagnosis] = []
    var guesses = GuessBook()
    var keyKind: String?
  }

  private func lookAtAPI(_ job: JobFile) async throws -> APIFindings {
    var findings = APIFindings()
    let connection: CallConnection
    do {
      connection = try await CallConnection(job, arguments, .key)
    } catch let problem as KeyProblem {
      findings.lines = [
        .problem(
          "key", problem.description, "give the job a key; the API was not asked", .keyRefused)
      ]
      return findings
    } catch {
      guard case .sandbox(let files) = job.api.address else { throw error }
      findings.lines = [
        .problem(
          "sandbox", "it does not start: \(error)",
          "look at api.sandbox_faults and at \(ShownPath.text(files.store))")
      ]
      return findings
    }
    findings.keyKind = connection.endpoint.key?.kind.rawValue
    findings.lines += KeyCheck(job: job, connection: connection).run()
    var checks = APIChecks(job: job, transport: connection.transport(job.limits))
    await checks.run()
    await connection.close()
    findings.lines += checks.lines
    findings.guesses = checks.guesses
    return findings
  }

  private func tell(
    _ lines: [Diagnosis], _ guesses: GuessBook, job: String?
  ) throws -> ExitStatus {
    if console.display.isJSON {
      try console.data(
        [
          "job": .optional(job), "verdict": .text(lines.verdict.rawValue),
          "exit": .integer(Int64(lines.status.rawValue)),
          "checks": .array(lines.map(\.json)), "guesses": guesses.json,
        ] as JSONText)
      return lines.status
    }
    let width = lines.map(\.check.count).max() ?? 0
    for line in lines { try console.data(line.lines(checkWidth: width)) }
    let problems = lines.filter { $0.verdict == .problem }.count
    let warnings = lines.filter { $0.verdict == .warning }.count
    console.message(
      "\(lines.count.counted("check")): \(problems.counted("problem")), \(warnings.counted("warning")); no money was spent"
    )
    return lines.status
  }
}
