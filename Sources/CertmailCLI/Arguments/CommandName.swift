/// Every command; a call of the API is one of its own, because each takes other options.
package enum CommandName: String, CaseIterable, Hashable, Sendable {
  case run, quote, `import`, submit, labels, report
  case status, list, track, reconcile
  case approve, retry, cancel, resolve
  case doctor, backup, `init`, sandbox
  case apiMailings = "api mailings"
  case apiMailing = "api mailing"
  case apiCreate = "api create"
  case apiLabel = "api label"
  case apiTracking = "api tracking"
  case apiValidate = "api validate"
  case apiPricing = "api pricing"
  case apiPrice = "api price"
  case apiKeysList = "api keys list"
  case apiKeysCreate = "api keys create"
  case apiKeysRevoke = "api keys revoke"
  case completion, help

  /// The words behind `certmail`, JOB left out: `["api", "keys", "list"]`.
  var words: [String] { rawValue.split(separator: " ").map(String.init) }

  /// Whether it is one call of the API.
  var isCall: Bool { words.first == "api" }

  /// The calls of the API.
  static let calls = allCases.filter(\.isCall)

  /// What may stand as the first word.
  static let firstWords: [String] = allCases.filter { !$0.isCall }.map(\.rawValue) + ["api"]
}

/// An operand of a command.
struct OperandSpec: Hashable, Sendable {
  /// As usage shows it: `JOB`.
  var name: String
  var summary: String
  var completion = OptionSpec.Completion.nothing
  var isRequired = true
  /// Whether several may stand there; only the last operand.
  var isRepeatable = false

  /// `JOB`, `[FILE...]`
  var usage: String {
    let several = name + (isRepeatable ? "..." : "")
    return isRequired ? several : "[\(several)]"
  }

  static let job = OperandSpec(name: "JOB", summary: "the job file", completion: .file)
}

/// What one command takes and what is said about it.
struct CommandSpec: Sendable {
  var name: CommandName
  /// One line without a full stop.
  var summary: String
  /// Paragraphs; the first repeats nothing of the summary.
  var details: [String] = []
  /// Behind JOB, when the command has one.
  var operands: [OperandSpec] = []
  /// Its own options, without those of every command.
  var options: [OptionName] = []
  var hasJob = true
  /// Without the leading `certmail `.
  var examples: [String]
  var statuses: [ExitStatus]

  /// All operands in their order.
  var allOperands: [OperandSpec] { (hasJob ? [.job] : []) + operands }

  /// Its own options and those of every command with a job, without those of all commands.
  var ownOptions: [OptionName] { options + (hasJob ? OptionName.withJob : []) }

  /// `certmail api JOB label ID [options]`
  var usage: String {
    let words = name.words
    var parts = ["certmail", words[0]]
    if hasJob { parts.append(OperandSpec.job.name) }
    parts += words.dropFirst()
    parts += operands.map(\.usage)
    return parts.joined(separator: " ") + " [options]"
  }
}
