import MailModel

/// Reads `certmail api JOB CALL …`: which call it is stands behind the job, so that the options are
/// told apart first and held against the call afterwards.
enum CallReader {
  /// The invocation that the words behind `api` mean.
  static func invocation(_ words: [String]) throws(UsageError) -> Invocation {
    let options = Set(CommandName.calls.flatMap { CommandTable.spec($0).ownOptions })
    let lexer = ArgumentLexer(
      OptionName.allCases.filter(options.contains) + OptionName.everywhere, command: nil,
      place: " for api")
    var parsed = try lexer.parse(words)
    let display = try ArgumentReader(arguments: parsed, command: nil).display()
    let isHelp = parsed.values[.help] != nil
    if isHelp, parsed.operands.count < 2 {
      return Invocation(action: .help(.calls), display: display)
    }
    let call = try call(in: &parsed.operands)
    if isHelp { return Invocation(action: .help(.command(call)), display: display) }
    let reader = ArgumentReader(arguments: parsed, command: call)
    try reader.refuseForeignOptions(of: call)
    try reader.checkOperands()
    let arguments = CallArguments(job: try reader.job(), call: try reader.call(call))
    return Invocation(action: .call(arguments), display: display)
  }

  /// The call that the words behind the job name; they are taken out of `operands`.
  private static func call(in operands: inout [String]) throws(UsageError) -> CommandName {
    guard operands.count >= 2 else { throw incomplete(operands) }
    for length in [2, 1] where operands.count > length {
      let name = "api " + operands[1...length].joined(separator: " ")
      guard let call = CommandName(rawValue: name) else { continue }
      operands.removeSubrange(1...length)
      return call
    }
    if operands[1] == "keys" {
      throw UsageError(
        "keys needs one of list, create and revoke", .apiKeysList,
        example: "api nightly.json keys list")
    }
    let names = CommandName.calls.map { $0.words[1] }
    let nearest = Suggestion.nearest(to: operands[1], among: names)
    let advice = nearest.map { "; did you mean \($0)?" } ?? ""
    throw UsageError(
      "unknown call \(JobValue.quoted(operands[1]))\(advice)", example: "api nightly.json mailings")
  }

  private static func incomplete(_ operands: [String]) -> UsageError {
    UsageError(
      operands.isEmpty ? "JOB is missing: the job file" : "the call is missing behind the job",
      example: "api nightly.json mailings")
  }
}

extension ArgumentReader {
  /// Refuses the options that belong to other calls.
  fileprivate func refuseForeignOptions(of call: CommandName) throws(UsageError) {
    let own = Set(CommandTable.spec(call).ownOptions + OptionName.everywhere)
    let given = OptionName.allCases.filter(has)
    guard let foreign = given.first(where: { !own.contains($0) }) else { return }
    throw error("unknown option \(JobValue.quoted(foreign.spec.flag)) for \(call.rawValue)")
  }

  /// The call with its operands and options; the operands have been counted.
  fileprivate func call(_ name: CommandName) throws(UsageError) -> APICall {
    let operand = arguments.operands.dropFirst().first ?? ""
    let session = APICall.KeySession(file: try text(.sessionFile))
    return switch name {
    case .apiMailings:
      .mailings(
        status: try text(.mailingStatus), limit: try count(.listLimit, ArgumentLimit.listing))
    case .apiMailing: .mailing(id: operand)
    case .apiCreate: .create(try letter())
    case .apiLabel: .label(id: operand, file: try text(.output))
    case .apiTracking: .tracking(number: operand)
    case .apiValidate: .validate(try address())
    case .apiPrice: .price(try text(.mailClass).map { MailClass($0) })
    case .apiKeysList: .keysList(session)
    case .apiKeysCreate:
      .keysCreate(
        name: operand, permissions: try choices(.permission, KeyPermission.self), session)
    case .apiKeysRevoke: .keysRevoke(id: operand, isConfirmed: has(.yes), session)
    default: .pricing
    }
  }

  private func letter() throws(UsageError) -> APICall.NewLetter {
    var recipient = try address()
    recipient.name = try text(.recipientName) ?? ""
    recipient.company = try text(.company) ?? ""
    guard !recipient.name.isEmpty || !recipient.company.isEmpty else {
      throw error("--name or --company is missing: the recipient")
    }
    return APICall.NewLetter(
      recipient: recipient, mailClass: try text(.mailClass).map { MailClass($0) },
      reference: try text(.letterReference), sender: try text(.sender), isConfirmed: has(.yes))
  }

  /// An address without its addressee; all but `--street2` are needed.
  private func address() throws(UsageError) -> PostalAddress {
    PostalAddress(
      street1: try needed(.street1), street2: try text(.street2) ?? "", city: try needed(.city),
      state: try needed(.addressState), zip: try needed(.zip))
  }

  private func needed(_ option: OptionName) throws(UsageError) -> String {
    guard let value = try text(option) else {
      throw error("\(option.spec.flag) is missing: \(option.spec.summary)")
    }
    return value
  }
}
