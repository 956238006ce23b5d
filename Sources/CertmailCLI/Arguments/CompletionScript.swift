/// Completions for shells, made from the tables.
package enum CompletionScript {
  /// The script that `certmail completion SHELL` prints.
  package static func text(for shell: Shell) -> String {
    let lines =
      switch shell {
      case .bash: bash
      case .zsh: zsh
      case .fish: fish
      }
    return lines.joined(separator: "\n") + "\n"
  }

  /// What a shell has to know about one first word: `api` stands for all calls.
  struct Entry {
    var word: String
    var summary: String
    var operands: [OperandSpec]
    var options: [OptionSpec]
  }

  /// One entry for each first word.
  static let entries: [Entry] = {
    let commands = CommandTable.groups.flatMap(\.commands).map { name in
      let spec = CommandTable.spec(name)
      return Entry(
        word: name.rawValue, summary: spec.summary, operands: spec.allOperands,
        options: (spec.ownOptions + OptionName.everywhere).map(\.spec))
    }
    let names = Set(CommandName.calls.flatMap { CommandTable.spec($0).ownOptions })
    let options = OptionName.allCases.filter(names.contains) + OptionName.everywhere
    let calls = CommandName.calls.map { $0.words[1] }
    let unique = calls.indices.filter { calls.firstIndex(of: calls[$0]) == $0 }.map { calls[$0] }
    let call = OperandSpec(name: "CALL", summary: "the call", completion: .choices(unique))
    let api = Entry(
      word: "api", summary: CommandTable.callsSummary, operands: [.job, call],
      options: options.map(\.spec))
    return commands + [api]
  }()

  /// `text` in single quotes, as all three shells read it.
  static func quoted(_ text: String) -> String {
    "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
      + "'"
  }
}
