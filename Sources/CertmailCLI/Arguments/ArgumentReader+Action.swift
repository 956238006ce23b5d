import MailModel

/// The bounds of numbers on the command line.
enum ArgumentLimit {
  /// No job has more rows than this.
  static let mailings = 1...1_000_000_000
  /// The most that one listing of the API gives (assumed in its description).
  static let listing = 1...100
  /// A label is good for about a month.
  static let acceptDays = 1...60
  static let ports = 0...65_535
  static let requests = 1...1_000_000
  /// A minute: longer than any request is waited for in a test.
  static let latency = 0...60_000
}

extension ArgumentReader {
  /// What `command`, which is no call of the API, is to do.
  func action(_ command: CommandName) throws(UsageError) -> Invocation.Action {
    switch command {
    case .run: .run(try sending())
    case .quote: .quote(try job())
    case .import: .importLists(try importing())
    case .submit: .submit(try sending())
    case .labels: .labels(try labels())
    case .report: .report(try report())
    case .status: .status(try job())
    case .list: .list(try list())
    case .track: .track(try track())
    case .reconcile: .reconcile(try job())
    case .approve: .approve(try approve())
    case .retry: .retry(try retry())
    case .cancel: .cancel(try cancel())
    case .resolve: .resolve(try resolve())
    case .doctor: .doctor(try job())
    case .backup: .backup(BackupArguments(job: try job(), file: arguments.operands[1]))
    case .`init`: .initialise(folder: arguments.operands.first ?? ".")
    case .sandbox: .sandbox(try sandbox())
    case .completion: .completion(try shell())
    case .help, .apiMailings, .apiMailing, .apiCreate, .apiLabel, .apiTracking, .apiValidate,
      .apiPricing, .apiPrice, .apiKeysList, .apiKeysCreate, .apiKeysRevoke:
      .help(try topic())
    }
  }

  private func sending() throws(UsageError) -> SendingArguments {
    SendingArguments(
      job: try job(), limit: try count(.limit, ArgumentLimit.mailings),
      waitsForUncertain: !has(.noWait))
  }

  private func importing() throws(UsageError) -> ImportArguments {
    let format = try choices(.format, ListFormat.self).last
    let names = arguments.operands.dropFirst()
    guard names.count(where: { $0 == "-" }) <= 1 else {
      throw error("- stands twice; stdin can be read once")
    }
    var sources: [ImportArguments.Source] = []
    for name in names {
      if name == "-" {
        guard let format else { throw error("a list from stdin needs --format csv or json") }
        sources.append(.standardInput(format))
      } else {
        sources.append(.file(name))
      }
    }
    return ImportArguments(job: try job(), sources: sources, format: format)
  }

  private func labels() throws(UsageError) -> LabelsArguments {
    try refuse(.rows, with: .labelsBy)
    try refuse(.rows, with: .merge)
    try refuse(.labelsBy, with: .merge)
    return LabelsArguments(
      job: try job(), batch: try text(.batch), merges: has(.merge),
      rows: try rows(try texts(.rows)),
      grouping: try choices(.labelsBy, ReportGrouping.self).last)
  }

  private func report() throws(UsageError) -> ReportArguments {
    try refuse(.groupBy, with: .ledes)
    try refuse(.ledes, with: .json)
    let grouping = try choices(.groupBy, ReportGrouping.self).last
    var output: ReportArguments.Output =
      has(.ledes) ? .ledes : grouping.map { .charges(by: $0) } ?? .files
    let ledgers = Array(arguments.operands.dropFirst())
    if has(.mergeLedgers) {
      for option in [OptionName.groupBy, .ledes, .shard] { try refuse(.mergeLedgers, with: option) }
      guard !ledgers.isEmpty else { throw error("--merge needs the ledgers of the job's parts") }
      output = .merged(ledgers: ledgers)
    } else if let ledger = ledgers.first {
      throw error("\(JobValue.quoted(ledger)): ledgers are given with --merge")
    }
    var report = ReportArguments(job: try job(), batch: try text(.batch), output: output)
    report.isCSV = has(.csv)
    report.file = try text(.chargesFile)
    report.since = try days(.since).last
    report.until = try days(.until).last
    report.lawFirmID = try text(.lawFirmID)
    if grouping == nil, !has(.ledes) {
      for option in [OptionName.csv, .chargesFile, .since, .until] where has(option) {
        throw error("\(option.spec.flag) belongs to --by and --ledes")
      }
    }
    try refuse(.csv, with: .ledes)
    try refuse(.csv, with: .json)
    try refuse(.chargesFile, with: .json)
    guard report.lawFirmID == nil || output == .ledes else {
      throw error("--law-firm-id belongs to --ledes")
    }
    return report
  }

  private func days(_ option: OptionName) throws(UsageError) -> [ReportArguments.Day] {
    try values(option, expected: "a day such as 2026-01-31") { ReportArguments.Day($0) }
  }

  private func track() throws(UsageError) -> TrackArguments {
    TrackArguments(
      job: try job(), batch: try text(.batch),
      acceptDays: try count(.acceptDays, ArgumentLimit.acceptDays)
        ?? TrackArguments.acceptDaysDefault)
  }

  private func list() throws(UsageError) -> ListArguments {
    try refuse(.csv, with: .json)
    return ListArguments(
      job: try job(), states: Set(try choices(.state, MailingState.self)),
      batch: try text(.batch), isCSV: has(.csv))
  }

  private func approve() throws(UsageError) -> ApproveArguments {
    let count = try count(.expectCount, 0...ArgumentLimit.mailings.upperBound)
    let total = try values(.expectTotal, expected: "decimal text such as 117.12") {
      // As it is shown, `$117.12`, it is taken as well.
      Cents(decimal: $0.hasPrefix("$") ? $0.dropFirst() : $0[...]).flatMap {
        $0 >= .zero ? $0 : nil
      }
    }.last
    guard (count == nil) == (total == nil) else {
      throw error("--expect-count and --expect-total belong together; give both")
    }
    var expectation: ApproveArguments.Expectation?
    if let count, let total { expectation = .init(count: count, total: total) }
    return ApproveArguments(
      job: try job(), batch: try text(.batch), rows: try rows(try texts(.rows)),
      expectation: expectation)
  }

  private func retry() throws(UsageError) -> RetryArguments {
    RetryArguments(
      job: try job(), rows: try rows(try texts(.row)), references: try texts(.reference),
      codes: try texts(.code))
  }

  private func cancel() throws(UsageError) -> CancelArguments {
    CancelArguments(
      job: try job(), rows: try rows(Array(arguments.operands.dropFirst())),
      reason: try text(.reason))
  }

  private func resolve() throws(UsageError) -> ResolveArguments {
    try refuse(.adopt, with: .resend)
    try refuse(.adopt, with: .writeOff)
    try refuse(.resend, with: .writeOff)
    guard let row = RowName(arguments.operands[1]) else {
      throw error("\(JobValue.quoted(arguments.operands[1])) is not a row; expected 14 or HASH6:14")
    }
    let decision: ResolveArguments.Decision
    if let id = try text(.adopt) {
      decision = .adopt(id)
    } else if has(.resend) || has(.writeOff) {
      decision = has(.resend) ? .resend : .writeOff
    } else {
      throw error("the decision is missing: --adopt ID, --resend or --write-off")
    }
    guard let reason = try text(.reason) else {
      throw error("--reason is missing: why this was decided, for the ledger and the report")
    }
    return ResolveArguments(job: try job(), row: row, decision: decision, reason: reason)
  }

  private func sandbox() throws(UsageError) -> SandboxArguments {
    SandboxArguments(
      host: try text(.host) ?? "127.0.0.1", port: try count(.port, ArgumentLimit.ports) ?? 0,
      store: try text(.store),
      faults: try text(.faults), rateLimit: try count(.rateLimit, ArgumentLimit.requests),
      latency: .milliseconds(try count(.latency, ArgumentLimit.latency) ?? 0))
  }

  private func shell() throws(UsageError) -> Shell {
    let name = arguments.operands[0]
    guard let shell = Shell(rawValue: name) else {
      throw error("\(JobValue.quoted(name)) is not a shell; expected bash, zsh or fish")
    }
    return shell
  }

  private func topic() throws(UsageError) -> HelpTopic {
    if has(.manPage) { return .manPage }
    let words = arguments.operands.joined(separator: " ")
    if words.isEmpty { return .overview }
    if words == "api" { return .calls }
    if let command = CommandName(rawValue: words) { return .command(command) }
    let nearest = Suggestion.nearest(to: words, among: CommandName.allCases.map(\.rawValue))
    throw error(
      "unknown command \(JobValue.quoted(words))" + (nearest.map { "; did you mean \($0)?" } ?? ""))
  }
}
