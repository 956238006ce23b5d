/// Every option of every command; one case for each meaning, so that two commands that spell an
/// option alike cannot confuse its values.
package enum OptionName: CaseIterable, Hashable, Sendable {
  // Everywhere.
  case json, quiet, verbose, noColor, progress, help
  // Wherever a job is opened.
  case apiKeyFile, shard
  // Sending.
  case limit, noWait, format
  // Looking.
  case batch, state, csv, groupBy, ledes, merge, mergeLedgers, labelsBy, acceptDays
  // Charges.
  case chargesFile, since, until, lawFirmID
  // Deciding.
  case row, reference, code, reason, rows, expectCount, expectTotal
  case adopt, resend, writeOff
  // One call of the API.
  case mailingStatus, listLimit, output, mailClass, letterReference, sender
  case recipientName, company, street1, street2, city, addressState, zip
  case permission, sessionFile, yes
  // The embedded API.
  case host, port, store, faults, rateLimit, latency
  // Help.
  case manPage

  /// Options that every command takes, in the order of the help.
  static let everywhere: [OptionName] = [.json, .quiet, .verbose, .noColor, .progress, .help]

  /// Options that every command with a job takes.
  static let withJob: [OptionName] = [.apiKeyFile, .shard]
}

/// How an option is spelled, what it takes and what help says of it.
struct OptionSpec: Hashable, Sendable {
  /// What a shell offers for the value.
  enum Completion: Hashable, Sendable {
    case nothing, file
    case choices([String])
  }

  /// Without the hyphens: `expect-count`.
  var long: String
  var short: Character?
  /// The value's name in help, `N`; `nil` for a flag.
  var value: String?
  var summary: String
  var completion = Completion.nothing
  var isRepeatable = false

  /// `--limit`
  var flag: String { "--\(long)" }

  /// As help shows it: `-o, --output FILE`.
  var usage: String {
    (short.map { "-\($0), " } ?? "") + flag + (value.map { " \($0)" } ?? "")
  }
}
