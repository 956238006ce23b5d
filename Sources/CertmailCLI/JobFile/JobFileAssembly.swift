import Foundation
import MailModel

/// Turns the value tree of a job file into a `JobFile`, telling everything that is wrong.
struct JobFileAssembly {
  let root: JobSection<RootKey>
  let base: PathBase
  let problems: JobProblems

  init(root: LocatedValue, base: PathBase, problems: JobProblems) {
    self.root = JobSection(root, path: JobPath(), problems: problems)
    self.base = base
    self.problems = problems
  }

  /// The job, or `nil` when something that has no default is missing or wrong.
  func job(path: String) -> JobFile? {
    let name = root.required(.name, .jobName)
    let input = input()
    let from = root.requires(.from, "the sender's address") ? sender() : nil
    let senders = senders()
    let mailClass = root.required(.mailClass, .mailClass)
    let ledger = root.required(.ledger, .path("a path", from: base))
    let output = root.required(.output, .path("a path", from: base))
    let api = api(ledger: ledger)
    let (checks, lines, limits) = (checks(), lines(), limits())
    let (uncertain, reference) = (uncertain(), reference())
    let afterRun = afterRun()
    tellContradictions(ledger: ledger, output: output, api: api)
    noteRisks(checks: checks, limits: limits, uncertain: uncertain, reference: reference)
    guard let name, let from, let mailClass, let ledger, let output, let api else { return nil }
    return JobFile(
      path: path, folder: base.folder, name: name, input: input, from: from, senders: senders,
      mailClass: mailClass, api: api, ledger: ledger, output: output, checks: checks, lines: lines,
      limits: limits, uncertain: uncertain, reference: reference, afterRun: afterRun,
      notes: problems.notes)
  }

  private func afterRun() -> [String] {
    var command = root.list(.afterRun, of: .argument)
    guard let program = command.first else { return [] }
    if program.isEmpty { root.tell("its first word is empty; expected a program", at: .afterRun) }
    if program.contains("/") { command[0] = base.path(program) }
    return command
  }

  private func tellContradictions(ledger: String?, output: String?, api: JobFile.API?) {
    if let ledger, ledger == output {
      root.tell("the ledger has the same path; expected a folder of its own", at: .output)
    }
    if case .sandbox(let files) = api?.address, let ledger, files.store == ledger {
      root.tell("api.sandbox_store has the same path; expected a file of its own", at: .ledger)
    }
  }

  private func noteRisks(
    checks: JobFile.Checks, limits: JobFile.Limits, uncertain: JobFile.Uncertain,
    reference: JobFile.Reference
  ) {
    if checks.mailAddress == .standardized, checks.address == .offline {
      root.note(
        "mail_address \"standardized\" needs address \"api\", since the API standardises; "
          + "addresses are mailed as given", at: .checks)
    }
    if limits.spendPerRun == nil {
      root.note("spend_per_run is not set: a run may spend without bound", at: .limits)
    }
    if reference.style == .plain, uncertain.whenAbsent == .resend {
      root.note(
        "reference.style \"plain\" sends no token, so nothing is resent by itself",
        at: .uncertain)
    }
  }
}

extension ValueForm<String> {
  /// The name of a job.
  static let jobName = text(
    "a job name",
    expected: "1 to \(JobLimit.nameLengthMax) of a-z, 0-9 and -, such as \"nightly\""
  ) { text in
    let isPlain = text.utf8.allSatisfy {
      $0.isASCIIDigit || $0 &- 0x61 < 26 || $0 == UInt8(ascii: "-")
    }
    return isPlain && !text.hasPrefix("-") && (1...JobLimit.nameLengthMax).contains(text.utf8.count)
      ? text : nil
  }

  /// One word of a command line; NUL cannot be passed to a program.
  static let argument = text("a word of a command", expected: "text") { text in
    text.utf8.count <= JobLimit.pathBytesMax && !text.utf8.contains(0) ? text : nil
  }
}

extension ValueForm<MailClass> {
  /// The name of a mail class; which ones exist is for the API to say.
  static let mailClass = text(
    "the name of a mail class", expected: "a word such as \"certified_return_receipt\""
  ) { text in
    let isWord = text.utf8.allSatisfy {
      $0.isASCIIDigit || ($0 | 0x20) &- 0x61 < 26 || $0 == UInt8(ascii: "_")
        || $0 == UInt8(ascii: "-")
    }
    return isWord && (1...JobLimit.mailClassLengthMax).contains(text.utf8.count)
      ? MailClass(text) : nil
  }
}
