import MailModel

/// Turns the words of one command into typed values, or says which of them cannot be one.
struct ArgumentReader {
  let arguments: ParsedArguments
  /// Whose usage an error shows.
  let command: CommandName?

  /// An error that shows the command's usage.
  func error(_ message: String) -> UsageError { UsageError(message, command) }

  /// Whether the flag or option stands there.
  func has(_ option: OptionName) -> Bool { arguments.values[option] != nil }

  /// The value of an option, not empty.
  func text(_ option: OptionName) throws(UsageError) -> String? {
    try texts(option).last
  }

  /// All values of an option that may be repeated, none of them empty.
  func texts(_ option: OptionName) throws(UsageError) -> [String] {
    let values = arguments.values[option] ?? []
    if values.contains("") {
      throw error("\(option.spec.flag) has an empty value; expected \(option.spec.value ?? "text")")
    }
    return values
  }

  /// Each value of an option as `convert` reads it.
  func values<Value>(
    _ option: OptionName, expected: String, _ convert: (String) -> Value?
  ) throws(UsageError) -> [Value] {
    var values: [Value] = []
    for text in try texts(option) {
      guard let value = convert(text) else {
        throw error("\(option.spec.flag) \(JobValue.quoted(text)): expected \(expected)")
      }
      values.append(value)
    }
    return values
  }

  /// The whole number of an option, within `range`.
  func count(_ option: OptionName, _ range: ClosedRange<Int>) throws(UsageError) -> Int? {
    let (lowest, highest) = (range.lowerBound, range.upperBound)
    let numbers: [Int] = try values(
      option, expected: "a whole number from \(lowest) to \(highest)"
    ) { text in
      guard text.utf8.allSatisfy(\.isASCIIDigit), let number = Int(text) else { return nil }
      return range.contains(number) ? number : nil
    }
    return numbers.last
  }

  /// The names of a closed set that an option gives.
  func choices<Value: RawRepresentable<String> & CaseIterable>(
    _ option: OptionName, _ type: Value.Type
  ) throws(UsageError) -> [Value] {
    let names = type.allCases.map(\.rawValue)
    var values: [Value] = []
    for text in try texts(option) {
      guard let value = Value(rawValue: text) else {
        let nearest = Suggestion.nearest(to: text, among: names)
        let advice = nearest.map { "did you mean \($0)?" } ?? "expected \(names.listed)"
        throw error("\(option.spec.flag) \(JobValue.quoted(text)): \(advice)")
      }
      values.append(value)
    }
    return values
  }

  /// Rows as `14`, `20-25`, `HASH6:14`, several with commas.
  func rows(_ texts: [String]) throws(UsageError) -> [RowSpan] {
    var spans: [RowSpan] = []
    for part in texts.flatMap({ $0.split(separator: ",", omittingEmptySubsequences: false) }) {
      guard let span = RowSpan(String(part)) else {
        throw error(
          "\(JobValue.quoted(String(part))) is not a row; expected 14, 20-25 or HASH6:14")
      }
      spans.append(span)
    }
    return spans
  }

  /// Refuses two options that contradict each other.
  func refuse(_ left: OptionName, with right: OptionName) throws(UsageError) {
    guard has(left), has(right) else { return }
    throw error("\(left.spec.flag) and \(right.spec.flag) exclude each other; give one of them")
  }

  /// The options that stand everywhere.
  func display() throws(UsageError) -> DisplayOptions {
    try refuse(.quiet, with: .verbose)
    return DisplayOptions(
      isJSON: has(.json), detail: has(.quiet) ? .quiet : has(.verbose) ? .verbose : .normal,
      isPlain: has(.noColor), progress: try choices(.progress, ProgressStyle.self).last ?? .auto)
  }

  /// The job that the first operand names, with the options of every command with a job.
  func job() throws(UsageError) -> JobArguments {
    JobArguments(
      path: arguments.operands[0], apiKeyFile: try text(.apiKeyFile),
      shard: try values(.shard, expected: "I/N such as 1/4, at most \(Shard.countMax) parts") {
        Shard($0)
      }.last)
  }

  /// Refuses missing, empty and surplus operands.
  func checkOperands() throws(UsageError) {
    guard let command else { return }
    let spec = CommandTable.spec(command)
    let expected = spec.allOperands
    let given = arguments.operands
    if given.contains("") { throw error("an operand is empty; expected \(spec.usage)") }
    if let missing = expected.dropFirst(given.count).first, missing.isRequired {
      throw UsageError(
        "\(missing.name) is missing: \(missing.summary)", command, example: spec.examples.first)
    }
    if given.count > expected.count, expected.last?.isRepeatable != true {
      let surplus = given[expected.count]
      throw error("one operand too many: \(JobValue.quoted(surplus))")
    }
  }
}

extension [String] {
  /// `a, b or c`
  var listed: String {
    guard let last, count > 1 else { return joined() }
    return "\(dropLast().joined(separator: ", ")) or \(last)"
  }
}
