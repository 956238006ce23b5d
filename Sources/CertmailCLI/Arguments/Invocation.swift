import Addressing
package import Foundation
package import MailModel

/// A command line that makes sense: what to do and how to talk about it.
package struct Invocation: Hashable, Sendable {
  package var action: Action
  package var display: DisplayOptions

  /// What to do; each case holds exactly what its command takes.
  package enum Action: Hashable, Sendable {
    /// No command at all.
    case nothing
    case help(HelpTopic)
    case version
    case completion(Shell)
    case run(SendingArguments)
    case quote(JobArguments)
    case importLists(ImportArguments)
    case submit(SendingArguments)
    case labels(LabelsArguments)
    case report(ReportArguments)
    case status(JobArguments)
    case list(ListArguments)
    case track(TrackArguments)
    case reconcile(JobArguments)
    case approve(ApproveArguments)
    case retry(RetryArguments)
    case cancel(CancelArguments)
    case resolve(ResolveArguments)
    case doctor(JobArguments)
    case backup(BackupArguments)
    case call(CallArguments)
    case sandbox(SandboxArguments)
    /// `init`; the folder, `.` when none was given.
    case initialise(folder: String)
  }
}

/// How messages, progress and results are shown.
package struct DisplayOptions: Hashable, Sendable {
  /// How much is said.
  package enum Detail: Hashable, Sendable {
    case quiet, normal, verbose
  }

  /// Stdout holds only JSON.
  package var isJSON = false
  package var detail = Detail.normal
  /// `--no-color`; `NO_COLOR` is the console's to look at.
  package var isPlain = false
  package var progress = ProgressStyle.auto
}

/// `--progress`: a live line on a terminal, plain lines now and then, or nothing.
package enum ProgressStyle: String, CaseIterable, Hashable, Sendable {
  case auto, plain, none
}

/// What `help` is about.
package enum HelpTopic: Hashable, Sendable {
  case overview
  case command(CommandName)
  /// All calls of the API together.
  case calls
  case manPage
}

/// A shell that completions are made for.
package enum Shell: String, CaseIterable, Hashable, Sendable {
  case bash, zsh, fish
}

/// The form of a list on stdin.
package enum ListFormat: String, CaseIterable, Hashable, Sendable {
  case csv, json
}

/// `report --by`.
package enum ReportGrouping: String, CaseIterable, Hashable, Sendable {
  case matter
}

/// What every command with a job takes.
package struct JobArguments: Hashable, Sendable {
  /// The job file, as it was given.
  package var path: String
  /// `--api-key-file`, as it was given.
  package var apiKeyFile: String?
  package var shard: Shard?

  /// The job file, and the part of the job, as words of the next command to type.
  package var word: String { ShownPath.word(path) + (shard.map { " --shard \($0)" } ?? "") }
}

/// `run` and `submit`.
package struct SendingArguments: Hashable, Sendable {
  package var job: JobArguments
  /// At least 1; `nil` sends all.
  package var limit: Int?
  /// False with `--no-wait`.
  package var waitsForUncertain: Bool
}

/// `import`.
package struct ImportArguments: Hashable, Sendable {
  /// A list to import.
  package enum Source: Hashable, Sendable {
    case file(String)
    case standardInput(ListFormat)
  }

  package var job: JobArguments
  /// Empty means the job's own input; stdin stands there at most once.
  package var sources: [Source]
  /// `--format`: how files are read, whatever they are called.
  package var format: ListFormat?
}

/// `labels`.
package struct LabelsArguments: Hashable, Sendable {
  package var job: JobArguments
  package var batch: String?
  /// `--merge`: makes `labels.pdf` anew.
  package var merges: Bool
  /// `--rows`: only these rows, from the stored labels, into a file of their own; empty: all.
  package var rows: [RowSpan] = []
  /// `--by matter`: a file a matter, from the stored labels.
  package var grouping: ReportGrouping?
}

/// `report`.
package struct ReportArguments: Hashable, Sendable {
  /// What comes out.
  package enum Output: Hashable, Sendable {
    /// The files of each batch.
    case files
    /// Charges on stdout.
    case charges(by: ReportGrouping)
    /// LEDES 1998B on stdout.
    case ledes
    /// The files of each list, joined from the ledgers of the job's parts.
    case merged(ledgers: [String])
  }

  package var job: JobArguments
  package var batch: String?
  package var output: Output
  /// `--csv`: charges as CSV.
  package var isCSV = false
  /// `--output`: charges go into this file.
  package var file: String?
  /// `--since` and `--until`: only what was submitted on these days and between them.
  package var since: Day?
  package var until: Day?
  /// `--law-firm-id`
  package var lawFirmID: String?

  /// A day where the firm is.
  package struct Day: Hashable, Sendable {
    /// The first moment of the day.
    package var start: UTCTime
    /// The first moment of the next.
    package var end: UTCTime

    /// Reads `yyyy-MM-dd`.
    package init?(_ text: String, calendar: Calendar = Calendar(identifier: .gregorian)) {
      guard let date = CivilDate(iso: text) else { return nil }
      let parts = DateComponents(year: date.year, month: date.month, day: date.day)
      guard let start = calendar.date(from: parts),
        let end = calendar.date(byAdding: .day, value: 1, to: start)
      else { return nil }
      (self.start, self.end) = (UTCTime(start), UTCTime(end))
    }
  }
}

/// `list`.
package struct ListArguments: Hashable, Sendable {
  package var job: JobArguments
  /// Empty means all states.
  package var states: Set<MailingState>
  package var batch: String?
  package var isCSV: Bool
}

/// `track`.
package struct TrackArguments: Hashable, Sendable {
  package var job: JobArguments
  package var batch: String?
  /// How many days USPS may take to accept a piece before it is flagged.
  package var acceptDays = acceptDaysDefault

  /// Certmail hands letters over the next working day; a weekend lies in between.
  package static let acceptDaysDefault = 3
}

/// `approve`.
package struct ApproveArguments: Hashable, Sendable {
  /// What the person who approves has seen.
  package struct Expectation: Hashable, Sendable {
    package var count: Int
    package var total: Cents
  }

  package var job: JobArguments
  package var batch: String?
  /// Empty means all held mailings.
  package var rows: [RowSpan]
  /// `nil` may be asked for on a terminal only.
  package var expectation: Expectation?
}

/// `retry`; empty filters mean all.
package struct RetryArguments: Hashable, Sendable {
  package var job: JobArguments
  package var rows: [RowSpan]
  package var references: [String]
  package var codes: [String]
}

/// `cancel`.
package struct CancelArguments: Hashable, Sendable {
  package var job: JobArguments
  /// At least one.
  package var rows: [RowSpan]
  package var reason: String?
}

/// `resolve`.
package struct ResolveArguments: Hashable, Sendable {
  /// What becomes of the mailing.
  package enum Decision: Hashable, Sendable {
    /// It was made under this mailing id.
    case adopt(String)
    case resend
    case writeOff
  }

  package var job: JobArguments
  package var row: RowName
  package var decision: Decision
  package var reason: String
}

/// `backup`.
package struct BackupArguments: Hashable, Sendable {
  package var job: JobArguments
  package var file: String
}

/// `sandbox`.
package struct SandboxArguments: Hashable, Sendable {
  /// The address to listen on; loopback unless told otherwise.
  package var host: String
  /// 0 takes a free one.
  package var port: Int
  package var store: String?
  package var faults: String?
  /// Requests a window; `nil` is the sandbox's own.
  package var rateLimit: Int?
  package var latency: Duration
}

/// `api`.
package struct CallArguments: Hashable, Sendable {
  package var job: JobArguments
  package var call: APICall
}

/// One call of the API.
package enum APICall: Hashable, Sendable {
  /// `limit` is 1…100.
  case mailings(status: String?, limit: Int?)
  case mailing(id: String)
  case create(NewLetter)
  /// `file` is `nil` for stdout, which then must not be a terminal.
  case label(id: String, file: String?)
  case tracking(number: String)
  /// Only streets, city, state and zip are filled.
  case validate(PostalAddress)
  case pricing
  /// `nil` is the job's own class.
  case price(MailClass?)
  case keysList(KeySession)
  case keysCreate(name: String, permissions: [KeyPermission], KeySession)
  case keysRevoke(id: String, isConfirmed: Bool, KeySession)

  /// `api create`.
  package struct NewLetter: Hashable, Sendable {
    package var recipient: PostalAddress
    /// `nil` is the job's own.
    package var mailClass: MailClass?
    package var reference: String?
    /// One of the job's senders; `nil` is its `from`.
    package var sender: String?
    /// `--yes`
    package var isConfirmed: Bool
  }

  /// Where the account's session comes from.
  package struct KeySession: Hashable, Sendable {
    /// `--session-file`; `nil` means the variable `CERTMAIL_SESSION`.
    package var file: String?
  }
}

/// What a key of the API may do (the API's page, "Permissions").
package enum KeyPermission: String, CaseIterable, Hashable, Sendable {
  case all = "*"
  case mailingsRead = "mailings:read"
  case mailingsWrite = "mailings:write"
  case addressesRead = "addresses:read"
  case pricingRead = "pricing:read"
}
