/// The man page certmail(1), roff with the man macros, made from the tables.
enum ManPage {
  /// The whole page.
  static var text: String {
    var lines = [".TH CERTMAIL 1 \"\" \"\(ProgramVersion.line)\" \"User Commands\""]
    lines += section("NAME", ["certmail \\- sends a case list as certified mail"])
    lines += section(
      "SYNOPSIS", [".B certmail", ".I COMMAND JOB", "[\\fIoptions\\fR]"])
    lines += section("DESCRIPTION", description)
    lines += section("COMMANDS", CommandName.allCases.flatMap(command))
    lines += section("OPTIONS WITH A JOB", options(OptionName.withJob))
    lines += section("OPTIONS EVERYWHERE", options(OptionName.everywhere))
    lines += section("EXIT STATUS", statuses)
    lines += section("ENVIRONMENT", environment)
    lines += section("FILES", files)
    return lines.joined(separator: "\n") + "\n"
  }

  private static let description = [
    escaped(
      "A job file says where lists come from, who sends, what it may cost and where results go. "
        + "certmail checks each address, prices each mailing, queues it in a SQLite ledger, submits "
        + "it to the 321Certified API, stores the label PDFs and writes a report that balances."),
    ".PP",
    escaped(
      "Every row is mailed exactly once: any command can be interrupted and run again. What a lost "
        + "answer leaves unknown is looked up, and never sent again on a guess."),
  ]

  private static let environment =
    entry("CERTMAIL_API_KEY", "the API key, unless the job names another variable in api.key_env")
    + entry("CERTMAIL_SESSION", "the account's session, for the calls api JOB keys ...")
    + entry("CREDENTIALS_DIRECTORY", "set by systemd; its file certmail-api-key holds the API key")
    + entry("NO_COLOR", "when set and not empty: no colors")

  private static let files =
    entry("JOB", "the job file: JSON, comments and trailing commas allowed")
    + entry("the ledger", "a SQLite file; the one truth about what was mailed: back it up")
    + entry("output/BATCH/", "report.html, report.csv, report.json, needs-attention.csv, labels/")

  private static var statuses: [String] {
    ExitStatus.allCases.flatMap { entry("\($0.rawValue)", $0.meaning) }
      + [
        ".PP",
        escaped(
          "Where several hold, the first of 2, 1, 11, 130, 4, 6, 8, 7, 5, 3 is the one given."),
      ]
  }

  private static func command(_ name: CommandName) -> [String] {
    let spec = CommandTable.spec(name)
    var lines = [".SS \(escaped(spec.usage))", escaped(sentence(spec.summary))]
    for paragraph in spec.details { lines += [".PP", escaped(paragraph)] }
    lines += options(spec.options)
    lines += [".PP", "Examples:"]
    for example in spec.examples {
      lines += [".PP", ".nf", escaped(HelpText.commandLine(example)), ".fi"]
    }
    return lines
  }

  private static func sentence(_ summary: String) -> String {
    summary.prefix(1).uppercased() + summary.dropFirst() + "."
  }

  private static func options(_ names: [OptionName]) -> [String] {
    names.map(\.spec).flatMap { entry($0.usage, $0.summary) }
  }

  private static func entry(_ term: String, _ text: String) -> [String] {
    [".TP", ".B \(escaped(term))", escaped(text)]
  }

  private static func section(_ title: String, _ lines: [String]) -> [String] {
    [".SH \(title)"] + lines
  }

  /// `text` as roff shows it: hyphens stay hyphens, and no line is taken for a request.
  static func escaped(_ text: String) -> String {
    var result = ""
    for character in text {
      switch character {
      case "\\": result += "\\e"
      case "-": result += "\\-"
      case "\"": result += "\\(dq"
      case "'": result += "\\(aq"
      case "~": result += "\\(ti"
      default: result.append(character)
      }
    }
    return result.hasPrefix(".") ? "\\&" + result : result
  }
}
