/// Words of a command line told apart: operands, and options with their values.
struct ParsedArguments: Hashable, Sendable {
  var operands: [String] = []
  /// A flag has an empty value.
  var values: [OptionName: [String]] = [:]
}

/// Tells options from operands; which options there are comes from the table.
struct ArgumentLexer {
  private let options: [String: OptionName]
  private let shortOptions: [Character: OptionName]
  /// Whose usage an error shows.
  private let command: CommandName?
  /// How an error names what takes no such option: ` for run`.
  private let place: String

  init(_ options: [OptionName], command: CommandName?, place: String) {
    let specs = options.map { ($0, $0.spec) }
    self.options = Dictionary(specs.map { ($1.long, $0) }, uniquingKeysWith: { first, _ in first })
    shortOptions = Dictionary(
      specs.compactMap { option, spec in spec.short.map { ($0, option) } },
      uniquingKeysWith: { first, _ in first })
    self.command = command
    self.place = place
  }

  /// All of `words`: `--option value`, `--option=value`, `-o value`, operands; behind `--` everything
  /// is an operand, and `-` is one everywhere.
  func parse(_ words: some Collection<String>) throws(UsageError) -> ParsedArguments {
    var parsed = ParsedArguments()
    var rest = Array(words)[...]
    while let word = rest.popFirst() {
      if word == "--" {
        parsed.operands += rest
        break
      }
      guard word.hasPrefix("-"), word != "-" else {
        parsed.operands.append(word)
        continue
      }
      let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let option = try option(String(parts[0]))
      let given = parts.count == 2 ? String(parts[1]) : nil
      try parsed.add(try value(of: option, given: given, &rest), for: option, command)
    }
    return parsed
  }

  /// The option that `flag` names.
  func option(_ flag: String) throws(UsageError) -> OptionName {
    if flag.hasPrefix("--") {
      if let option = options[String(flag.dropFirst(2))] { return option }
      let nearest = Suggestion.nearest(to: String(flag.dropFirst(2)), among: longNames)
      let advice = nearest.map { "; did you mean --\($0)?" } ?? ""
      throw UsageError("unknown option \(JobValue.quoted(flag))\(place)\(advice)", command)
    }
    if flag.count == 2, let letter = flag.last, let option = shortOptions[letter] { return option }
    let long = String(flag.dropFirst())
    let advice =
      (options[long] != nil ? long : Suggestion.nearest(to: long, among: longNames))
      .map { "; did you mean --\($0)?" } ?? ""
    throw UsageError("unknown option \(JobValue.quoted(flag))\(place)\(advice)", command)
  }

  private var longNames: [String] { options.keys.sorted() }

  private func value(
    of option: OptionName, given: String?, _ rest: inout ArraySlice<String>
  ) throws(UsageError) -> String {
    let spec = option.spec
    guard let name = spec.value else {
      if given == nil { return "" }
      throw UsageError("\(spec.flag) takes no value", command)
    }
    if let given { return given }
    guard let next = rest.first, !next.hasPrefix("--") else {
      throw UsageError("\(spec.flag) needs a value: \(spec.flag) \(name)", command)
    }
    rest.removeFirst()
    return next
  }
}

extension ParsedArguments {
  fileprivate mutating func add(
    _ value: String, for option: OptionName, _ command: CommandName?
  ) throws(UsageError) {
    let spec = option.spec
    // A flag may stand twice: it means the same.
    if values[option] != nil, spec.value != nil, !spec.isRepeatable {
      throw UsageError("\(spec.flag) stands twice; give it once", command)
    }
    values[option, default: []].append(value)
  }
}
