/// The one table of commands: parsing, help, completions and the man page are made from it.
enum CommandTable {
  /// How the overview groups the commands.
  static let groups: [(title: String, commands: [CommandName])] = [
    ("Send", [.run, .quote, .import, .submit, .labels, .report]),
    ("Look", [.status, .list, .track, .reconcile]),
    ("Decide", [.approve, .retry, .cancel, .resolve]),
    ("Set up", [.`init`, .doctor, .backup, .sandbox, .completion, .help]),
  ]

  /// What the overview says of all calls of the API together.
  static let callsSummary = "one call of the API: mailings, create, label, price, ..."

  /// The statuses of a command that neither sends nor reaches the API.
  static let local: [ExitStatus] = [.done, .failed, .usage, .ledgerHeld]

  /// The statuses of a command that only asks the API.
  static let asking: [ExitStatus] = [
    .done, .failed, .usage, .keyRefused, .stoppedEarly, .interrupted,
  ]

  /// The row of the table for `name`.
  static func spec(_ name: CommandName) -> CommandSpec {
    switch name {
    case .run, .quote, .import, .submit, .labels, .report: sending(name)
    case .status, .list, .track, .reconcile: looking(name)
    case .approve, .retry, .cancel, .resolve: deciding(name)
    case .doctor, .backup, .`init`, .sandbox, .completion, .help: settingUp(name)
    case .apiMailings, .apiMailing, .apiCreate, .apiLabel, .apiTracking, .apiValidate,
      .apiPricing, .apiPrice, .apiKeysList, .apiKeysCreate, .apiKeysRevoke:
      calling(name)
    }
  }
}
