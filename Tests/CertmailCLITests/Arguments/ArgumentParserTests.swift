import MailModel
import Testing

@testable import CertmailCLI

@Suite struct ArgumentParserTests {
  private let job = JobArguments(path: "n.json", apiKeyFile: nil, shard: nil)

  private func action(_ line: String) throws(UsageError) -> Invocation.Action {
    try ArgumentParser.invocation(line.split(separator: " ").map(String.init)).action
  }

  private func message(_ line: String) -> String {
    do {
      return "\(try action(line))"
    } catch {
      return error.message
    }
  }

  @Test(arguments: [
    ("", Invocation.Action.nothing), ("help", .help(.overview)), ("-h", .help(.overview)),
    ("--help", .help(.overview)), ("--version", .version), ("--json --version", .version),
    ("help run", .help(.command(.run))), ("run --help", .help(.command(.run))),
    ("run n.json x y -h", .help(.command(.run))), ("help api create", .help(.command(.apiCreate))),
    ("api n.json keys list --help", .help(.command(.apiKeysList))), ("api --help", .help(.calls)),
    ("help api", .help(.calls)), ("help --man", .help(.manPage)),
    ("help help", .help(.command(.help))),
    ("completion fish", .completion(.fish)), ("init", .initialise(folder: ".")),
    ("init there", .initialise(folder: "there")),
  ])
  func `commands about the program need no job`(line: String, action: Invocation.Action) throws {
    #expect(try self.action(line) == action)
  }

  @Test func `run and submit send with a limit and may not wait`() throws {
    #expect(
      try action("run n.json")
        == .run(SendingArguments(job: job, limit: nil, waitsForUncertain: true)))
    #expect(
      try action("submit --limit 3 n.json --no-wait")
        == .submit(SendingArguments(job: job, limit: 3, waitsForUncertain: false)))
    #expect(
      message("run n.json --limit 0")
        == "--limit \"0\": expected a whole number from 1 to 1000000000")
    #expect(message("submit n.json --limit 3 --limit 4") == "--limit stands twice; give it once")
    #expect(message("quote n.json --limit 3") == "unknown option \"--limit\" for quote")
  }

  @Test func `options may stand anywhere, with a blank or an equals sign`() throws {
    let expected = JobArguments(
      path: "n.json", apiKeyFile: "k", shard: Shard("2/8"))
    for line in [
      "--quiet quote --api-key-file k --shard=2/8 n.json",
      "quote n.json --shard 2/8 --api-key-file=k",
      "--progress plain quote --api-key-file k --shard 2/8 -- n.json",
    ] {
      #expect(try action(line) == .quote(expected))
    }
    #expect(try action("quote -- --json") == .quote(JobArguments(path: "--json")))
    #expect(
      message("quote n.json --api-key-file") == "--api-key-file needs a value: --api-key-file FILE")
    #expect(
      message("quote n.json --api-key-file --json")
        == "--api-key-file needs a value: --api-key-file FILE")
    #expect(
      message("quote n.json --api-key-file=") == "--api-key-file has an empty value; expected FILE")
    #expect(message("quote n.json --json=yes") == "--json takes no value")
  }

  @Test func `how things are shown is the same for every command`() throws {
    let line = "status n.json --json -q --no-color --progress none".split(separator: " ").map(
      String.init)
    #expect(
      try ArgumentParser.invocation(line).display
        == DisplayOptions(isJSON: true, detail: .quiet, isPlain: true, progress: .none))
    #expect(try ArgumentParser.invocation(["--json"]).display.isJSON)
    #expect(try ArgumentParser.invocation(["status", "n.json"]).display == DisplayOptions())
    #expect(
      message("run n.json -q -v") == "--quiet and --verbose exclude each other; give one of them")
    #expect(message("run n.json --progress pain") == "--progress \"pain\": did you mean plain?")
    #expect(message("run n.json --progress x") == "--progress \"x\": expected auto, plain or none")
  }

  @Test(arguments: [
    ("rnu n.json", "unknown command \"rnu\"; did you mean run?"),
    ("import-all", "unknown command \"import-all\""),
    ("run n.json --limt 3", "unknown option \"--limt\" for run; did you mean --limit?"),
    ("run n.json -limit 3", "unknown option \"-limit\" for run; did you mean --limit?"),
    ("run n.json -x", "unknown option \"-x\" for run"),
    ("--jsno run n.json", "unknown option \"--jsno\" before a command; did you mean --json?"),
    ("run", "JOB is missing: the job file"),
    ("run n.json m.json", "one operand too many: \"m.json\""),
    ("backup n.json", "FILE is missing: where the copy goes"),
    ("cancel n.json", "ROW is missing: the row, as 14 or as certmail_row shows it, HASH6:14"),
    ("completion tcsh", "\"tcsh\" is not a shell; expected bash, zsh or fish"),
    ("completion", "SHELL is missing: bash, zsh or fish"),
    ("help rnu", "unknown command \"rnu\"; did you mean run?"),
    ("help api crate", "unknown command \"api crate\"; did you mean api create?"),
    ("run n.json --shard 0/4", "--shard \"0/4\": expected I/N such as 1/4, at most 1000 parts"),
    ("run --merge n.json", "unknown option \"--merge\" for run"),
  ])
  func `what is not known or missing is refused with what was probably meant`(
    line: String, message: String
  ) {
    #expect(self.message(line) == message)
  }

  @Test func `a wrong line shows the usage, an example and where to read on`() throws {
    let error = #expect(throws: UsageError.self) { try action("run") }
    #expect(
      error?.description == """
        certmail: JOB is missing: the job file
        usage: certmail run JOB [options]
        for example: certmail run jobs/demo.json
        see: certmail help run
        """)
    let unknown = #expect(throws: UsageError.self) { try action("rnu") }
    #expect(
      unknown?.description == """
        certmail: unknown command "rnu"; did you mean run?
        see: certmail help
        """)
  }

  @Test(arguments: [
    ["run", "n.json", "--api-key-file", "321m_live_abc"], ["321m_live_abc"],
    ["run", "n.json", "--321m_live_abc"], ["run", "n.json", "--x=321m_test_abc"],
    ["list", "n.json", "--state", "x321m_live_abc"], ["--", "321m_x"],
  ])
  func `an API key among the arguments is refused and not repeated`(arguments: [String]) throws {
    let error = #expect(throws: UsageError.self) { try ArgumentParser.invocation(arguments) }
    #expect(error?.message.contains("looks like an API key") == true)
    #expect(error?.description.contains("321m_") == false)
  }

  @Test func `a list on stdin needs its format and stands once`() throws {
    #expect(
      try action("import n.json a.csv - --format json")
        == .importLists(
          ImportArguments(
            job: job, sources: [.file("a.csv"), .standardInput(.json)], format: .json)))
    #expect(
      try action("import n.json")
        == .importLists(ImportArguments(job: job, sources: [], format: nil)))
    #expect(message("import n.json -") == "a list from stdin needs --format csv or json")
    #expect(message("import n.json - - --format csv") == "- stands twice; stdin can be read once")
    #expect(message("import n.json --format xml") == "--format \"xml\": expected csv or json")
  }

  @Test func `report and labels choose what comes out`() throws {
    #expect(
      try action("labels n.json --merge --batch a1b2c3")
        == .labels(LabelsArguments(job: job, batch: "a1b2c3", merges: true)))
    #expect(
      try action("report n.json")
        == .report(ReportArguments(job: job, batch: nil, output: .files)))
    #expect(
      try action("report n.json --by matter")
        == .report(ReportArguments(job: job, batch: nil, output: .charges(by: .matter))))
    #expect(
      try action("report n.json --ledes")
        == .report(ReportArguments(job: job, batch: nil, output: .ledes)))
    #expect(message("report n.json --by mater") == "--by \"mater\": did you mean matter?")
    #expect(
      message("report n.json --by matter --ledes")
        == "--by and --ledes exclude each other; give one of them")
  }

  @Test func `list takes states by their names`() throws {
    #expect(
      try action("list n.json --state held --state refused --csv")
        == .list(
          ListArguments(job: job, states: [.held, .refused], batch: nil, isCSV: true)))
    #expect(message("list n.json --state refusd") == "--state \"refusd\": did you mean refused?")
    #expect(
      message("list n.json --csv --json")
        == "--csv and --json exclude each other; give one of them")
  }

  @Test func `approve takes count and total together`() throws {
    #expect(
      try action(
        "approve n.json --rows 14,A1B2C3:20-25 --rows 3 --expect-count 8 --expect-total 78.08")
        == .approve(
          ApproveArguments(
            job: job, batch: nil,
            rows: [RowSpan("14"), RowSpan("a1b2c3:20-25"), RowSpan("3")].compactMap { $0 },
            expectation: .init(count: 8, total: Cents(7808)))))
    #expect(
      try action("approve n.json --batch a1b2c3")
        == .approve(ApproveArguments(job: job, batch: "a1b2c3", rows: [], expectation: nil)))
    #expect(
      message("approve n.json --expect-count 8")
        == "--expect-count and --expect-total belong together; give both")
    #expect(
      message("approve n.json --expect-count 8 --expect-total -1")
        == "--expect-total \"-1\": expected decimal text such as 117.12")
    #expect(
      message("approve n.json --rows 1,,2") == "\"\" is not a row; expected 14, 20-25 or HASH6:14")
  }

  @Test func `retry and cancel name rows`() throws {
    #expect(
      try action("retry n.json --row 14 --code label_failed --reference C-1 --reference C-2")
        == .retry(
          RetryArguments(
            job: job, rows: [RowSpan("14")].compactMap { $0 }, references: ["C-1", "C-2"],
            codes: ["label_failed"])))
    #expect(
      try action("cancel n.json 14 a1b2c3:2-3 --reason settled")
        == .cancel(
          CancelArguments(
            job: job, rows: [RowSpan("14"), RowSpan("a1b2c3:2-3")].compactMap { $0 },
            reason: "settled")))
    #expect(message("cancel n.json x") == "\"x\" is not a row; expected 14, 20-25 or HASH6:14")
  }

  @Test func `resolve takes one decision and a reason`() throws {
    let row = try #require(RowName("a1b2c3:14"))
    #expect(
      try action("resolve n.json a1b2c3:14 --adopt clx1 --reason seen")
        == .resolve(
          ResolveArguments(job: job, row: row, decision: .adopt("clx1"), reason: "seen")))
    #expect(
      try action("resolve n.json a1b2c3:14 --write-off --reason old")
        == .resolve(ResolveArguments(job: job, row: row, decision: .writeOff, reason: "old")))
    #expect(
      message("resolve n.json 14 --reason x")
        == "the decision is missing: --adopt ID, --resend or --write-off")
    #expect(
      message("resolve n.json 14 --resend")
        == "--reason is missing: why this was decided, for the ledger and the report")
    #expect(
      message("resolve n.json 14 --resend --adopt x --reason y")
        == "--adopt and --resend exclude each other; give one of them")
    #expect(
      message("resolve n.json 14-15 --resend --reason y")
        == "\"14-15\" is not a row; expected 14 or HASH6:14")
  }

  @Test func `the sandbox listens on loopback unless told otherwise`() throws {
    #expect(
      try action("sandbox")
        == .sandbox(
          SandboxArguments(
            host: "127.0.0.1", port: 0, store: nil, faults: nil, rateLimit: nil, latency: .zero)))
    #expect(
      try action(
        "sandbox --host localhost --port 65535 --store s --faults f --rate-limit 5 --latency 60000")
        == .sandbox(
          SandboxArguments(
            host: "localhost", port: 65_535, store: "s", faults: "f", rateLimit: 5,
            latency: .seconds(60))))
    #expect(
      message("sandbox --port 65536") == "--port \"65536\": expected a whole number from 0 to 65535"
    )
    #expect(
      message("sandbox --latency 60001")
        == "--latency \"60001\": expected a whole number from 0 to 60000")
    #expect(message("sandbox --shard 1/2") == "unknown option \"--shard\" for sandbox")
  }
}
