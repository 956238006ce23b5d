import Addressing
import Foundation
import JobLedger
import Labels
import MailAPI
import MailAPIClient
import MailModel
import Pricing
import Reconciliation
import SandboxAPI
import Submission

/// Why a command ends, in words, with its exit status.
struct CommandFailure: Error {
  var status: ExitStatus
  var message: String
}

/// A job at work: its file, its ledger, and the API when a command needs it.
struct JobSession: Sendable {
  let job: JobFile
  let arguments: JobArguments
  let console: Console
  let ledger: JobLedger
  let progress: WorkProgress
  /// Whether this process may change the ledger.
  let writes: Bool
  let now: @Sendable () -> UTCTime = { UTCTime(Date()) }

  /// Reads the job file, every problem of it at once, as the part that `--shard` names.
  static func readJob(_ arguments: JobArguments) throws -> JobFile {
    let reader = JobFileReader(
      workingFolder: FileManager.default.currentDirectoryPath,
      home: FileManager.default.homeDirectoryForCurrentUser.path)
    let job = try reader.read(arguments.path)
    return arguments.shard.map(job.part) ?? job
  }

  /// Opens the job's ledger, as a writer under its lock or as a reader beside one.
  init(_ arguments: JobArguments, _ console: Console, writes: Bool) throws {
    let job = try Self.readJob(arguments)
    try self.init(job: job, arguments, console, path: job.ledger, writes: writes)
  }

  /// A session that only reads `ledger`.
  init(job: JobFile, _ arguments: JobArguments, _ console: Console, reading ledger: JobLedger) {
    self.job = job
    self.arguments = arguments
    self.console = console
    self.ledger = ledger
    writes = false
    progress = WorkProgress(console, now: now)
  }

  init(
    job: JobFile, _ arguments: JobArguments, _ console: Console, path: String, writes: Bool
  ) throws {
    self.job = job
    self.arguments = arguments
    self.console = console
    self.writes = writes
    progress = WorkProgress(console, now: now)
    if !writes, !FileManager.default.fileExists(atPath: path) {
      throw CommandFailure(
        status: .usage,
        message:
          "\(ShownPath.text(path)): there is no ledger yet; certmail run \(arguments.word) makes it"
      )
    }
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    if writes, path == job.ledger { try OtherParts(job: job).refuse() }
    if writes { try Self.makeFolder(folder) }
    let process = ProcessInfo.processInfo
    let holder = "process \(process.processIdentifier) since \(UTCTime(Date()).iso8601)"
    ledger = try JobLedger(
      path: path, access: writes ? .exclusive(holder: holder) : .readOnly,
      binding: JobLedger.Binding(
        job: job.name, baseURL: job.baseURLText, keyKind: nil,
        shard: job.part),
      makeUUID: { UUID().uuidString.lowercased() }, now: now)
  }

  /// Does the work of a command that may send or fetch: as a run of its own, and after what an earlier
  /// one left open was taken up.
  func run(
    as command: String, _ work: () async throws -> ExitStatus
  ) async throws -> ExitStatus {
    try await ledger.beginRun(command: command)
    try await recover()
    let status = try await work()
    try await ledger.endRun(exitStatus: Int(status.rawValue))
    return status
  }

  private func recover() async throws {
    let interrupted = try await ledger.sweepInterrupted()
    let rescued = try await ledger.importEmergencyJournal()
    try await removeLeftovers()
    if rescued.count > 0 {
      console.message(
        "\(rescued.count.counted("mailing was", "mailings were")) taken in from the emergency journal"
      )
    }
    if let kept = rescued.keptAt {
      console.problem(
        "the emergency journal names mailings that this ledger does not have; it is kept as "
          + "\(ShownPath.text(kept)), and certmail reconcile \(arguments.word) shows what the API has"
      )
    }
    let open = interrupted - rescued.count
    if open > 0 {
      console.message(
        "\(open.counted("mailing was", "mailings were")) under way when certmail last ended; "
          + "\(open == 1 ? "it is" : "they are") looked up before anything is sent")
    }
  }

  /// Takes away what a crash left half written in the output folders.
  private func removeLeftovers() async throws {
    unlink(latestLink + ".partial")
    for batch in try await ledger.batches() {
      try AtomicFile.removeLeftovers(in: folder(batch))
      try LabelBinder.removeLeftovers(in: URL(filePath: folder(batch)))
      let labels = LabelStore(batchFolder: URL(filePath: folder(batch)))
      if FileManager.default.fileExists(atPath: labels.folder.path) { try labels.prepare() }
    }
  }

  /// The link to the newest batch's folder.
  var latestLink: String { job.output + "/latest" }

  static func makeFolder(_ path: String) throws {
    try FileManager.default.createDirectory(
      atPath: path, withIntermediateDirectories: true,
      attributes: [.posixPermissions: 0o700])
  }

  /// The batch that `name` means, by its name or the beginning of its hash; all without one.
  func batches(named name: String?) async throws -> [BatchRecord] {
    let all = try await ledger.batches()
    guard let name else { return all }
    let found = all.filter { $0.name == name || $0.hash.hasPrefix(name) }
    guard !found.isEmpty else {
      let known = all.isEmpty ? "there is none yet" : all.map(\.name).joined(separator: ", ")
      throw CommandFailure(status: .usage, message: "no batch is called \(name); known: \(known)")
    }
    return found
  }

  /// The one batch that `name` means; `nil` without a name.
  func batch(named name: String?) async throws -> BatchRecord? {
    guard let name else { return nil }
    let found = try await batches(named: name)
    guard found.count == 1 else {
      throw CommandFailure(
        status: .usage,
        message: "\(name) could be one of \(found.map(\.name).joined(separator: ", "))")
    }
    return found[0]
  }

  /// The folder of a batch's results.
  func folder(_ batch: BatchRecord) -> String { job.output + "/" + batch.name }

  /// The rows of a batch that a person is to correct.
  func attentionFile(_ batch: BatchRecord) -> String {
    folder(batch) + "/" + BatchReports.fileNames.attention
  }
}

extension JobFile {
  /// What the ledger is bound to: the API's address, or `sandbox`.
  var baseURLText: String {
    switch api.address {
    case .sandbox: "sandbox"
    case .server(let url): url.absoluteString
    }
  }

  var isSandbox: Bool {
    if case .sandbox = api.address { true } else { false }
  }

  /// Whether another machine answers: what this one serves itself is a trial.
  var mailsForMoney: Bool {
    guard case .server(let url) = api.address else { return false }
    return !Loopback.isLoopback(host: url.host() ?? "")
  }

  /// How this job writes its letters.
  var letterhead: Letterhead {
    let unit = Addressing.UnitLine(rawValue: lines.unit.rawValue) ?? .street2
    let company = Addressing.CompanyLine(rawValue: lines.company.rawValue) ?? .company
    return Letterhead(
      from: from.sendable, senders: senders.mapValues(\.sendable), style: reference.style,
      referenceLengthMax: reference.lengthMax,
      lines: "unit in \(unit.rawValue), company in \(company.rawValue)",
      wireForm: { $0.folded(unit: unit, company: company).sendable })
  }

  /// The caps of this job.
  var spendLimits: SpendLimits {
    SpendLimits(
      perRun: limits.spendPerRun, perMailing: limits.spendPerMailing, priceRise: limits.priceRise)
  }
}

extension PostalAddress {
  /// The address with its company as the name when it has no other: the API needs a name.
  var sendable: PostalAddress {
    guard name.isEmpty else { return self }
    var address = self
    (address.name, address.company) = (company, "")
    return address
  }
}
