extension CompletionScript {
  /// One `complete` a word and an option; a function finds the command among the words.
  static var fish: [String] {
    [
      "# fish completion for certmail; made by: certmail completion fish",
      "function __certmail_command_is",
      "  set -l words (commandline -opc)",
      "  for word in $words[2..-1]",
      "    if not string match -q -- '-*' $word",
      "      test $word = \"$argv[1]\"",
      "      return",
      "    end",
      "  end",
      "  test -z \"$argv[1]\"",
      "end",
      "complete -c certmail -f -n '__certmail_command_is \"\"'",
      "complete -c certmail -n '__certmail_command_is \"\"' -l version -d 'print the version'",
    ] + entries.flatMap(fishLines)
  }

  private static func fishLines(_ entry: Entry) -> [String] {
    let start = "complete -c certmail -n \(quoted("__certmail_command_is \(entry.word)"))"
    let word =
      "complete -c certmail -n '__certmail_command_is \"\"' -a \(entry.word) "
      + "-d \(fishQuoted(entry.summary))"
    let operands = entry.operands.compactMap { operand -> String? in
      guard case .choices(let names) = operand.completion else { return nil }
      return "\(start) -a \(fishQuoted(names.joined(separator: " "))) -d \(operand.name)"
    }
    return [word] + operands + entry.options.map { "\(start) \(fishOption($0))" }
  }

  private static func fishOption(_ option: OptionSpec) -> String {
    let short = option.short.map { "-s \($0) " } ?? ""
    let value: String
    switch (option.value, option.completion) {
    case (nil, _): value = ""
    case (_, .nothing): value = " -x"
    case (_, .file): value = " -r -F"
    case (_, .choices(let names)): value = " -x -a \(fishQuoted(names.joined(separator: " ")))"
    }
    return "\(short)-l \(option.long)\(value) -d \(fishQuoted(option.summary))"
  }

  /// `text` in single quotes; fish escapes a quote within them by a backslash.
  private static func fishQuoted(_ text: String) -> String {
    "'" + String(text.flatMap { "'\\".contains($0) ? ["\\", $0] : [$0] }) + "'"
  }
}
