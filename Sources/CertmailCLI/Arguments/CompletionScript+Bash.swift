extension CompletionScript {
  /// A function that first finds the command and counts operands, then offers what the table has.
  static var bash: [String] {
    let words = CommandName.firstWords.sorted().joined(separator: " ")
    return [
      "# bash completion for certmail; made by: certmail completion bash",
      "_certmail() {",
      "  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}",
      "  local command='' options='' values='' operands=-1 index",
      "  for ((index = 1; index < COMP_CWORD; index++)); do",
      "    case ${COMP_WORDS[index]} in",
      "      \(valueFlags.joined(separator: " | "))) ((index++)) ;;",
      "      -?*) ;;",
      "      *)",
      "        [[ -n $command ]] || command=${COMP_WORDS[index]}",
      "        ((operands++)) ;;",
      "    esac",
      "  done",
      "  COMPREPLY=()",
      "  case $command in",
      "    '') options='--help --version' values=\(quoted(words)) ;;",
    ] + entries.flatMap(bashCase) + [
      "    *) return ;;",
      "  esac",
      "  if [[ $current == -* ]]; then",
      "    mapfile -t COMPREPLY < <(compgen -W \"$options\" -- \"$current\")",
      "  elif [[ -n $values ]]; then",
      "    mapfile -t COMPREPLY < <(compgen -W \"$values\" -- \"$current\")",
      "  else",
      "    compopt -o filenames",
      "    mapfile -t COMPREPLY < <(compgen -f -- \"$current\")",
      "  fi",
      "}",
      "complete -F _certmail certmail",
    ]
  }

  /// Every flag that takes a value, so that the value is not counted as an operand.
  private static var valueFlags: [String] {
    let options = entries.flatMap(\.options).filter { $0.value != nil }
    let flags = options.flatMap { [$0.flag] + ($0.short.map { ["-\($0)"] } ?? []) }
    return Set(flags).sorted()
  }

  private static func bashCase(_ entry: Entry) -> [String] {
    let flags = entry.options.map(\.flag).joined(separator: " ")
    var lines = ["    \(entry.word))", "      options=\(quoted(flags))"]
    let withValues = entry.options.filter { $0.value != nil }
    if !withValues.isEmpty {
      lines += ["      case $previous in"] + withValues.map(bashValue) + ["      esac"]
    }
    let chosen = entry.operands.indices.compactMap { index -> String? in
      guard case .choices(let names) = entry.operands[index].completion else { return nil }
      return "      ((operands == \(index))) && values=\(quoted(names.joined(separator: " ")))"
    }
    return lines + chosen + ["      ;;"]
  }

  private static func bashValue(_ option: OptionSpec) -> String {
    let flags = option.flag + (option.short.map { " | -\($0)" } ?? "")
    let reply =
      switch option.completion {
      case .nothing: "return"
      case .file:
        "compopt -o filenames; mapfile -t COMPREPLY < <(compgen -f -- \"$current\"); return"
      case .choices(let names):
        "mapfile -t COMPREPLY < <(compgen -W \(quoted(names.joined(separator: " "))) -- \"$current\"); "
          + "return"
      }
    return "        \(flags)) \(reply) ;;"
  }
}
