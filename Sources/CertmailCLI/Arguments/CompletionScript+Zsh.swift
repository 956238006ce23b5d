extension CompletionScript {
  /// Two levels of `_arguments`: the command, then its own options and operands.
  static var zsh: [String] {
    let commands = entries.map { "    \(quoted("\($0.word):\($0.summary)"))" }
    return [
      "#compdef certmail",
      "# zsh completion for certmail; made by: certmail completion zsh",
      "_certmail() {",
      "  local context state line",
      "  typeset -A opt_args",
      "  local -a commands",
      "  commands=(",
    ] + commands + [
      "  )",
      "  _arguments -C '(- *)--version[print the version]' '(- *)--help[print help]' \\",
      "    '1:command:->command' '*::argument:->argument'",
      "  case $state in",
      "    command) _describe 'command' commands ;;",
      "    argument)",
      "      case $words[1] in",
    ] + entries.flatMap(zshCase) + [
      "      esac ;;",
      "  esac",
      "}",
      "if [[ $zsh_eval_context[-1] == loadautofunc ]]; then",
      "  _certmail \"$@\"",
      "else",
      "  compdef _certmail certmail",
      "fi",
    ]
  }

  private static func zshCase(_ entry: Entry) -> [String] {
    let arguments = entry.options.flatMap(zshOption) + entry.operands.map(zshOperand)
    return ["        \(entry.word))", "          _arguments \\"]
      + arguments.dropLast().map { "            \($0) \\" }
      + arguments.suffix(1).map { "            \($0) ;;" }
  }

  private static func zshOption(_ option: OptionSpec) -> [String] {
    let flags = [option.flag] + (option.short.map { ["-\($0)"] } ?? [])
    let value = option.value.map { ":\($0):\(action(option.completion))" } ?? ""
    let repeated = option.isRepeatable ? "*" : ""
    return flags.map { quoted("\(repeated)\($0)[\(zshEscaped(option.summary))]\(value)") }
  }

  private static func zshOperand(_ operand: OperandSpec) -> String {
    let place = operand.isRepeatable ? "*" : ""
    return quoted("\(place):\(operand.name):\(action(operand.completion))")
  }

  private static func action(_ completion: OptionSpec.Completion) -> String {
    switch completion {
    case .nothing: ""
    case .file: "_files"
    case .choices(let names): "(\(names.map(zshEscaped).joined(separator: " ")))"
    }
  }

  private static func zshEscaped(_ text: String) -> String {
    String(text.flatMap { "[]:*\\".contains($0) ? ["\\", $0] : [$0] })
  }
}
