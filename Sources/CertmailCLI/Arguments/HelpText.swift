/// The texts of `certmail`, `certmail help COMMAND` and `certmail help api`, made from the tables.
package enum HelpText {
  /// What a topic's help prints, with a line break at its end.
  package static func text(_ topic: HelpTopic) -> String {
    switch topic {
    case .overview: joined(overview)
    case .command(let name): joined(command(CommandTable.spec(name)))
    case .calls: joined(calls)
    case .manPage: ManPage.text
    }
  }

  private static func joined(_ lines: [String]) -> String {
    lines.joined(separator: "\n") + "\n"
  }

  private static var overview: [String] {
    var lines = [
      "\(ProgramVersion.line): sends a case list as certified mail, every row exactly once", "",
      "usage: certmail COMMAND JOB [options]",
    ]
    for group in CommandTable.groups {
      lines += ["", group.title]
      var entries = group.commands.map { ($0.rawValue, CommandTable.spec($0).summary) }
      if group.commands.contains(.doctor) {
        entries.insert(("api", CommandTable.callsSummary), at: 2)
      }
      lines += TextLayout.list(entries)
    }
    let everywhere = OptionName.everywhere.map(\.spec).map { ($0.usage, $0.summary) }
    lines += ["", "Options everywhere"]
    lines += TextLayout.list(everywhere + [("--version", "print the version")])
    lines += [
      "", "Start without an account:", "  certmail init", "  certmail run certmail.json", "",
    ]
    return lines + ["certmail help COMMAND says more."]
  }

  private static func command(_ spec: CommandSpec) -> [String] {
    var lines = ["certmail \(spec.name.rawValue): \(spec.summary)", "", "usage: \(spec.usage)"]
    for paragraph in spec.details { lines += [""] + TextLayout.wrapped(paragraph) }
    if !spec.allOperands.isEmpty {
      lines += ["", "Operands"] + TextLayout.list(spec.allOperands.map { ($0.name, $0.summary) })
    }
    if !spec.options.isEmpty { lines += ["", "Options"] + options(spec.options) }
    if spec.hasJob { lines += ["", "Options with a job"] + options(OptionName.withJob) }
    lines += ["", "Options everywhere"] + options(OptionName.everywhere)
    lines += ["", "Examples"] + spec.examples.map { "  \(commandLine($0))" }
    return lines + ["", "Exit status"] + statuses(spec.statuses)
  }

  private static var calls: [String] {
    var lines = [
      "certmail api: one call of the API, outside of any batch", "",
      "usage: certmail api JOB CALL [options]", "", "Calls",
    ]
    lines += TextLayout.list(
      CommandName.calls.map { name in
        let spec = CommandTable.spec(name)
        let words = name.words.dropFirst() + spec.operands.map(\.usage)
        return (words.joined(separator: " "), spec.summary)
      })
    return lines + ["", "certmail help api CALL says more."]
  }

  private static func options(_ names: [OptionName]) -> [String] {
    TextLayout.list(names.map(\.spec).map { ($0.usage, $0.summary) })
  }

  private static func statuses(_ statuses: [ExitStatus]) -> [String] {
    let inOrder = statuses.sorted { $0.rawValue < $1.rawValue }
    return TextLayout.list(
      inOrder.map { status in
        let number = "\(status.rawValue)"
        return (String(repeating: " ", count: max(0, 3 - number.count)) + number, status.meaning)
      })
  }

  /// An example as it is typed; one that starts with another program has `certmail` inside already.
  static func commandLine(_ example: String) -> String {
    example.contains("| certmail ") ? example : "certmail \(example)"
  }
}
