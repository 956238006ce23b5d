import MailModel

extension OptionName {
  /// The one table of options: parsing, help, completions and the man page are made from it.
  var spec: OptionSpec {
    switch self {
    case .json, .quiet, .verbose, .noColor, .progress, .help: everywhereSpec
    case .apiKeyFile, .shard, .limit, .noWait, .format: sendingSpec
    case .batch, .state, .csv, .groupBy, .ledes, .merge, .mergeLedgers, .labelsBy, .acceptDays:
      lookingSpec
    case .chargesFile, .since, .until, .lawFirmID: chargesSpec
    case .row, .reference, .code, .reason, .rows, .expectCount, .expectTotal, .adopt, .resend,
      .writeOff:
      decidingSpec
    case .mailingStatus, .listLimit, .output, .mailClass, .letterReference, .sender, .permission,
      .sessionFile, .yes:
      callSpec
    case .recipientName, .company, .street1, .street2, .city, .addressState, .zip: addressSpec
    case .host, .port, .store, .faults, .rateLimit, .latency, .manPage: sandboxSpec
    }
  }

  private var everywhereSpec: OptionSpec {
    switch self {
    case .json: OptionSpec(long: "json", summary: "stdout holds only JSON")
    case .quiet: OptionSpec(long: "quiet", short: "q", summary: "say only what is wrong")
    case .verbose: OptionSpec(long: "verbose", short: "v", summary: "say every step")
    case .noColor: OptionSpec(long: "no-color", summary: "no colors; NO_COLOR does the same")
    case .progress:
      OptionSpec(
        long: "progress", value: "HOW", summary: "auto, plain or none",
        completion: .choices(ProgressStyle.allCases.map(\.rawValue)))
    default: OptionSpec(long: "help", short: "h", summary: "show this help")
    }
  }

  private var sendingSpec: OptionSpec {
    switch self {
    case .apiKeyFile:
      OptionSpec(
        long: "api-key-file", value: "FILE", summary: "read the API key from FILE, before all else",
        completion: .file)
    case .shard:
      OptionSpec(
        long: "shard", value: "I/N",
        summary: "work on part I of N parts, each with a ledger of its own")
    case .limit:
      OptionSpec(long: "limit", value: "N", summary: "send at most N mailings, then stop")
    case .noWait:
      OptionSpec(long: "no-wait", summary: "do not wait until uncertain outcomes are settled")
    default:
      OptionSpec(
        long: "format", value: "FORMAT", summary: "csv or json; needed when the list is stdin",
        completion: .choices(ListFormat.allCases.map(\.rawValue)))
    }
  }

  private var lookingSpec: OptionSpec {
    switch self {
    case .batch:
      OptionSpec(
        long: "batch", value: "BATCH",
        summary: "only this batch: its folder's name or the six characters of its hash")
    case .state:
      OptionSpec(
        long: "state", value: "STATE", summary: "only rows in this state; may be repeated",
        completion: .choices(MailingState.allCases.map(\.rawValue)), isRepeatable: true)
    case .csv: OptionSpec(long: "csv", summary: "stdout holds CSV")
    case .groupBy:
      OptionSpec(
        long: "by", value: "WHAT", summary: "charges by matter, on stdout",
        completion: .choices(ReportGrouping.allCases.map(\.rawValue)))
    case .ledes: OptionSpec(long: "ledes", summary: "charges as LEDES 1998B lines, on stdout")
    case .acceptDays:
      OptionSpec(
        long: "accept-days", value: "N",
        summary: "flag labels that USPS has not accepted after N days; 3 if not given")
    case .labelsBy:
      OptionSpec(
        long: "by", value: "WHAT", summary: "a file of labels for each matter",
        completion: .choices(ReportGrouping.allCases.map(\.rawValue)))
    case .mergeLedgers:
      OptionSpec(long: "merge", summary: "one report of the parts of the job in each LEDGER")
    default: OptionSpec(long: "merge", summary: "make labels.pdf anew, in list order")
    }
  }

  private var chargesSpec: OptionSpec {
    switch self {
    case .chargesFile:
      OptionSpec(
        long: "output", short: "o", value: "FILE", summary: "write the charges to FILE",
        completion: .file)
    case .since:
      OptionSpec(long: "since", value: "DAY", summary: "only what was submitted on DAY or later")
    case .until:
      OptionSpec(long: "until", value: "DAY", summary: "only what was submitted on DAY or before")
    default:
      OptionSpec(
        long: "law-firm-id", value: "ID", summary: "the firm's id for LEDES: its tax number")
    }
  }

  private var decidingSpec: OptionSpec {
    switch self {
    case .row:
      OptionSpec(
        long: "row", value: "ROW", summary: "only this row, 14 or HASH6:14; may be repeated",
        isRepeatable: true)
    case .reference:
      OptionSpec(
        long: "reference", value: "TEXT", summary: "only rows with this reference; may be repeated",
        isRepeatable: true)
    case .code:
      OptionSpec(
        long: "code", value: "CODE", summary: "only rows with this code; may be repeated",
        isRepeatable: true)
    case .reason:
      OptionSpec(long: "reason", value: "TEXT", summary: "why, for the ledger and the report")
    case .rows:
      OptionSpec(
        long: "rows", value: "ROWS",
        summary: "only these rows: 14,20-25 or HASH6:14; may be repeated",
        isRepeatable: true)
    case .expectCount:
      OptionSpec(long: "expect-count", value: "N", summary: "the count that was shown")
    case .expectTotal:
      OptionSpec(long: "expect-total", value: "AMOUNT", summary: "the total that was shown")
    case .adopt:
      OptionSpec(long: "adopt", value: "ID", summary: "it was made: this is its mailing id")
    case .resend: OptionSpec(long: "resend", summary: "it was never made: send it again")
    default: OptionSpec(long: "write-off", summary: "give it up; it is not sent again")
    }
  }

  private var callSpec: OptionSpec {
    switch self {
    case .mailingStatus:
      OptionSpec(long: "status", value: "STATUS", summary: "only mailings with this status")
    case .listLimit: OptionSpec(long: "limit", value: "N", summary: "at most N mailings, 1 to 100")
    case .output:
      OptionSpec(
        long: "output", short: "o", value: "FILE", summary: "write the label to FILE",
        completion: .file)
    case .mailClass:
      OptionSpec(long: "mail-class", value: "CLASS", summary: "the class of certified mail")
    case .letterReference:
      OptionSpec(long: "reference", value: "TEXT", summary: "the firm's own text for it")
    case .sender:
      OptionSpec(long: "sender", value: "NAME", summary: "one of the job's senders")
    case .permission:
      OptionSpec(
        long: "permission", value: "NAME", summary: "what the key may do; may be repeated",
        completion: .choices(KeyPermission.allCases.map(\.rawValue)), isRepeatable: true)
    case .sessionFile:
      OptionSpec(
        long: "session-file", value: "FILE", summary: "read the account's session from FILE",
        completion: .file)
    default: OptionSpec(long: "yes", summary: "do it without asking")
    }
  }

  private var addressSpec: OptionSpec {
    switch self {
    case .recipientName: OptionSpec(long: "name", value: "NAME", summary: "the recipient")
    case .company: OptionSpec(long: "company", value: "NAME", summary: "the recipient's company")
    case .street1: OptionSpec(long: "street1", value: "TEXT", summary: "street and number")
    case .street2: OptionSpec(long: "street2", value: "TEXT", summary: "apartment, suite, unit")
    case .city: OptionSpec(long: "city", value: "CITY", summary: "city")
    case .addressState: OptionSpec(long: "state", value: "STATE", summary: "two letters")
    default: OptionSpec(long: "zip", value: "ZIP", summary: "five or nine digits")
    }
  }

  private var sandboxSpec: OptionSpec {
    switch self {
    case .host:
      OptionSpec(
        long: "host", value: "HOST", summary: "the address to listen on; 127.0.0.1 if not given")
    case .port: OptionSpec(long: "port", value: "PORT", summary: "0, the default, takes a free one")
    case .store:
      OptionSpec(
        long: "store", value: "FILE", summary: "remember mailings in FILE; else until it ends",
        completion: .file)
    case .faults:
      OptionSpec(
        long: "faults", value: "FILE", summary: "play the faults that FILE lists",
        completion: .file)
    case .rateLimit:
      OptionSpec(long: "rate-limit", value: "N", summary: "allow N requests a window")
    case .latency:
      OptionSpec(long: "latency", value: "MS", summary: "answer after MS milliseconds")
    default: OptionSpec(long: "man", summary: "print the man page (roff)")
    }
  }
}
