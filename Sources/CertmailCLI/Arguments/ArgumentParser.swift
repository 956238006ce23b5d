import MailModel

/// Reads command lines into invocations, by the table of commands.
package enum ArgumentParser {
  /// The meaning of `arguments`, which stand behind the program's name.
  ///
  /// Nothing at all is `.nothing`: the overview is shown, and the status says that nothing was done.
  /// - Throws: `UsageError` that says what is wrong, and never repeats an API key.
  package static func invocation(_ arguments: [String]) throws(UsageError) -> Invocation {
    try refuseKeys(arguments)
    let leading = try leadingOptions(arguments)
    let first = leading.count
    guard arguments.indices.contains(first) else { return try withoutCommand(leading) }
    if arguments[first] == "--version" || arguments[first] == "-V" {
      return try withoutCommand(leading, .version)
    }
    let word = arguments[first]
    let others = leading + arguments[(first + 1)...]
    if word == "api" { return try CallReader.invocation(others) }
    guard let command = CommandName(rawValue: word), !command.isCall else {
      throw unknownCommand(word)
    }
    return try invocation(of: command, others)
  }

  /// An API key on the command line is seen by every user of the machine and kept by the shell.
  private static func refuseKeys(_ arguments: [String]) throws(UsageError) {
    guard let index = arguments.firstIndex(where: KeyRedaction.holdsKey) else { return }
    throw UsageError(
      "argument \(index + 1) looks like an API key; a key on the command line can be seen by "
        + "others, so revoke it, and put the new one into a file for --api-key-file")
  }

  /// The options before the command: those that stand everywhere, with their values.
  private static func leadingOptions(_ arguments: [String]) throws(UsageError) -> [String] {
    let lexer = ArgumentLexer(OptionName.everywhere, command: nil, place: " before a command")
    var leading: [String] = []
    var rest = arguments[...]
    while let word = rest.first, word.hasPrefix("-"), word != "--version", word != "-V" {
      let flag = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)[0]
      let option = try lexer.option(String(flag))
      leading.append(rest.removeFirst())
      if option.spec.value != nil, flag.count == word.count, let value = rest.popFirst() {
        leading.append(value)
      }
    }
    return leading
  }

  private static func withoutCommand(
    _ words: [String], _ action: Invocation.Action = .nothing
  ) throws(UsageError) -> Invocation {
    let lexer = ArgumentLexer(OptionName.everywhere, command: nil, place: "")
    let reader = ArgumentReader(arguments: try lexer.parse(words), command: nil)
    let display = try reader.display()
    return Invocation(action: reader.has(.help) ? .help(.overview) : action, display: display)
  }

  private static func unknownCommand(_ word: String) -> UsageError {
    let nearest =
      Suggestion.nearest(to: word, among: CommandName.firstWords)
      .map { "; did you mean \($0)?" } ?? ""
    return UsageError("unknown command \(JobValue.quoted(word))\(nearest)")
  }

  private static func invocation(
    of command: CommandName, _ words: [String]
  ) throws(UsageError) -> Invocation {
    let spec = CommandTable.spec(command)
    let lexer = ArgumentLexer(
      spec.ownOptions + OptionName.everywhere, command: command, place: " for \(command.rawValue)")
    let reader = ArgumentReader(arguments: try lexer.parse(words), command: command)
    let display = try reader.display()
    if reader.has(.help) { return Invocation(action: .help(.command(command)), display: display) }
    try reader.checkOperands()
    return Invocation(action: try reader.action(command), display: display)
  }
}
