package import Foundation
package import MailModel

/// What a job file says, complete: each key has its value or its default (DESIGN.md, "The job
/// file"), and every path is absolute.
package struct JobFile: Sendable {
  /// The job file's own path, as it was given.
  package var path: String
  /// The absolute folder of the job file; its relative paths start here.
  package var folder: String
  /// 1…40 of `a`…`z`, `0`…`9` and `-`; part of every token.
  package var name: String
  package var input: Input
  /// Who sends: the return address of every row that names no `sender`.
  package var from: PostalAddress
  /// Other return addresses, by the name that a row's `sender` gives.
  package var senders: [String: PostalAddress]
  /// The class of a row that names none.
  package var mailClass: MailClass
  package var api: API
  /// The absolute path of the SQLite ledger.
  package var ledger: String
  /// The absolute folder below which each batch has its folder of results.
  package var output: String
  package var checks: Checks
  package var lines: Lines
  package var limits: Limits
  package var uncertain: Uncertain
  package var reference: Reference
  /// A program and its arguments, run after each run; empty when there is none.
  package var afterRun: [String]
  /// What is allowed and remarkable: sentences for `doctor` and `--verbose`.
  package var notes: [JobProblem]
  /// The part of the job that this is (`--shard`); `nil`: all of it.
  package var part: Shard?
}

extension JobFile {
  /// Where lists come from.
  package struct Input: Hashable, Sendable {
    /// At least one pattern, in the order of the file.
    package var files: [InputPattern]
    /// The headers that make up a field, where certmail does not recognise them by itself.
    package var columns: [RowField: [String]]
    /// The absolute folder that imported files move to; `nil` leaves them where they are.
    package var done: String?
  }

  /// How the API is reached.
  package struct API: Hashable, Sendable {
    package var address: APIAddress
    /// The absolute path of the file that holds the key.
    package var keyFile: String?
    /// The environment variable that is looked at last.
    package var keyEnvironment: String
    package var authentication: Authentication
  }

  /// Which API a job talks to (`api.base_url`).
  package enum APIAddress: Hashable, Sendable {
    /// The embedded one, inside the process.
    case sandbox(SandboxFiles)
    /// One over HTTP, without a slash at the end: `https://api.321certified.com/api/v1`.
    case server(URL)
  }

  /// The files of the embedded API; absolute paths.
  package struct SandboxFiles: Hashable, Sendable {
    /// What the sandbox remembers between runs.
    package var store: String
    /// A file that says which faults it plays, if any.
    package var faults: String?
  }

  /// Which header carries the key (`api.auth`).
  package enum Authentication: String, CaseIterable, Hashable, Sendable {
    case bearer
    case apiKeyHeader = "x-api-key"
  }

  /// How rows are checked.
  package struct Checks: Hashable, Sendable {
    package var address: AddressCheck
    package var mailAddress: MailedAddress
    /// For how many days the same letter in another list is a duplicate: 0…3650.
    package var duplicateDays: Int
  }

  /// Who checks addresses (`checks.address`).
  package enum AddressCheck: String, CaseIterable, Hashable, Sendable {
    case api, offline
  }

  /// Which form of a checked address is mailed (`checks.mail_address`).
  package enum MailedAddress: String, CaseIterable, Hashable, Sendable {
    case asGiven = "as_given"
    case standardized
  }

  /// Which of the API's fields take the unit and the company.
  package struct Lines: Hashable, Sendable {
    package var unit: UnitLine
    package var company: CompanyLine
  }

  /// Where an apartment or suite stands (`lines.unit`).
  package enum UnitLine: String, CaseIterable, Hashable, Sendable {
    case street2, street1
  }

  /// Where a company stands (`lines.company`).
  package enum CompanyLine: String, CaseIterable, Hashable, Sendable {
    case company, name
  }

  /// What a run may spend, ask for and how long it may take.
  package struct Limits: Hashable, Sendable {
    package var spendPerRun: Cents?
    package var spendPerMailing: Cents?
    /// How much a price may rise above the quote before somebody must look.
    package var priceRise: Cents
    package var approval: Approval
    /// 1…64.
    package var concurrentRequests: Int
    /// How many requests of the allowance are left for others: 0…1,000,000.
    package var reserveRequests: Int
    /// How often one row is tried: 1…100.
    package var attempts: Int
    /// 1 s…10 min.
    package var requestTimeout: Duration
    package var stopAt: TimeOfDay?
    package var runFor: Duration?
  }

  /// Whether mailings wait for `certmail approve` (`limits.approval`).
  package enum Approval: String, CaseIterable, Hashable, Sendable {
    case none, required
  }

  /// What becomes of a mailing whose outcome is unknown.
  package struct Uncertain: Hashable, Sendable {
    /// How long it is looked for before absence may be concluded: 0 s…7 d.
    package var settle: Duration
    package var whenAbsent: WhenAbsent
  }

  /// What follows a proof of absence (`uncertain.when_absent`).
  package enum WhenAbsent: String, CaseIterable, Hashable, Sendable {
    case hold, resend
  }

  /// What the API's one free text holds.
  package struct Reference: Hashable, Sendable {
    package var style: ReferenceStyle
    /// In Unicode scalars: `SentReference.lengthMin`…255; with `plain` from 1.
    package var lengthMax: Int
  }
}
