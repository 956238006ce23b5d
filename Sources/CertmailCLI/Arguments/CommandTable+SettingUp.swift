extension CommandTable {
  /// The commands around a job.
  static func settingUp(_ name: CommandName) -> CommandSpec {
    switch name {
    case .doctor: doctor
    case .backup: backup
    case .`init`: initialise
    case .sandbox: sandbox
    case .completion: completion
    default: help
    }
  }

  private static let doctor = CommandSpec(
    name: .doctor, summary: "checks before the first run; spends no money",
    details: [
      "The key and its permissions, TLS, clock, pricing, disk, ledger, and every guess about the "
        + "API that can be checked without spending money."
    ],
    examples: ["doctor nightly.json"],
    statuses: asking + [.attention])

  private static let backup = CommandSpec(
    name: .backup, summary: "a consistent copy of the ledger while anything runs",
    operands: [
      OperandSpec(name: "FILE", summary: "where the copy goes", completion: .file)
    ],
    examples: ["backup nightly.json /srv/backup/nightly-2026-01-15.sqlite"],
    statuses: [.done, .failed, .usage])

  private static let initialise = CommandSpec(
    name: .`init`, summary: "a commented starter job, a sample list, a systemd unit and timer",
    details: ["Into DIR or the working folder; nothing is written over."],
    operands: [
      OperandSpec(
        name: "DIR", summary: "made when it is not there", completion: .file, isRequired: false)
    ],
    hasJob: false, examples: ["init", "init certified-mail"],
    statuses: [.done, .failed, .usage])

  private static let sandbox = CommandSpec(
    name: .sandbox, summary: "serve the embedded 321Certified API on loopback",
    details: [
      "No account, no network, no money. With --json its first line is "
        + "{\"base_url\":...,\"key\":\"321m_test_...\",\"session\":...}."
    ],
    options: [.port, .host, .store, .faults, .rateLimit, .latency],
    hasJob: false,
    examples: ["sandbox", "sandbox --port 8080 --store sandbox.sqlite --json"],
    statuses: [.done, .failed, .usage, .interrupted])

  private static let completion = CommandSpec(
    name: .completion, summary: "completions for a shell",
    operands: [
      OperandSpec(
        name: "SHELL", summary: "bash, zsh or fish",
        completion: .choices(Shell.allCases.map(\.rawValue)))
    ],
    hasJob: false,
    examples: ["completion bash > ~/.local/share/bash-completion/completions/certmail"],
    statuses: [.done, .usage])

  private static let help = CommandSpec(
    name: .help, summary: "help on a command, or the man page",
    operands: [
      OperandSpec(
        name: "COMMAND", summary: "such as run, or api create",
        completion: .choices(CommandName.firstWords), isRequired: false, isRepeatable: true)
    ],
    options: [.manPage], hasJob: false,
    examples: ["help run", "help api create", "help --man > certmail.1"],
    statuses: [.done, .usage])
}
