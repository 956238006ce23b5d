import Addressing
import Foundation
import Intake
import JobLedger
import MailAPIClient
import MailModel
import Pricing

/// `api create`: one letter through the ledger, so that it too can never be made twice.
///
/// The arguments become a list of one row; from there on it is the path of `run`: imported, priced,
/// confirmed, submitted under a durable intent, its label fetched, its report written. The same
/// call again finds the same letter.
struct CreateCommand {
  private let letter: APICall.NewLetter
  private let console: Console
  private let list: LetterList
  private let session: JobSession
  private let signals = StopSignals()

  init(_ letter: APICall.NewLetter, _ arguments: JobArguments, _ console: Console) throws {
    self.letter = letter
    self.console = console
    guard arguments.shard == nil else {
      throw CommandFailure(
        status: .usage,
        message:
          "a single letter is not cut into parts: leave --shard out, or put the letter into a "
          + "list; nothing was done")
    }
    let job = try JobSession.readJob(arguments)
    let mailClass = letter.mailClass ?? job.mailClass
    list = LetterList(
      letter, mailClass: mailClass, job: job, today: CivilDate(localDayOf: UTCTime(Date())))
    try Self.refuseErrors(list.checked.findings)
    for finding in list.checked.findings { console.message(finding.sentence, .remarkable) }
    var own = job
    own.mailClass = mailClass
    own.input.columns = [:]
    own.input.done = nil
    var quiet = console.display
    quiet.detail = .quiet
    session = try JobSession(
      job: own, arguments, Console(quiet), path: job.ledger, writes: true)
  }

  /// Refuses a letter that no list could bring, before anything is opened.
  private static func refuseErrors(_ findings: [Finding]) throws {
    let errors = findings.filter { $0.severity == .error }
    guard !errors.isEmpty else { return }
    let words = errors.map(\.sentence).joined(separator: "\ncertmail: ")
    throw CommandFailure(status: .usage, message: words + "\nnothing was done")
  }

  func run() async throws -> ExitStatus {
    try await session.run(as: "create") {
      try await UnknownReports(session: session).note()
      return try await APIConnection.with(session, signals: signals) { try await work($0) }
    }
  }

  private func work(_ connection: APIConnection) async throws -> ExitStatus {
    let prices = PriceSource(session, connection.service)
    let sending = LetterSending(
      session: session, connection: connection, prices: prices, signals: signals)
    let known = try await knownBatch()
    if let known {
      let row = try await sending.entry(of: known)
      console.message(
        "this letter is in the ledger already: \(row.rowID), \(row.entry.state.rawValue)")
      guard row.entry.state == .queued else {
        return try await conclude(known, sending, connection.service)
      }
    }
    try await confirm(prices)
    let batch = try await imported(known, prices)
    try await sending.approve(batch, isPersonal: !letter.isConfirmed)
    do { try await sending.check(batch) } catch let error as ServiceError {
      let (status, words) = Program.words(for: error)
      console.problem(words)
      let row = try await sending.entry(of: batch)
      console.problem(LetterOutcome.waiting(row.rowID, session.arguments.word))
      return status
    }
    return try await conclude(batch, sending, connection.service)
  }

  /// The batch that the same arguments made before.
  private func knownBatch() async throws -> Int64? {
    let path = try list.writeFile()
    defer { LetterList.removeFile(path) }
    guard let hash = try ContentHash.ofList(path, format: .json, columns: [:]) else { return nil }
    return try await session.ledger.importedBefore(hash: hash)?.batch
  }

  private func imported(_ known: Int64?, _ prices: PriceSource) async throws -> Int64 {
    if let known { return known }
    let path = try list.writeFile()
    defer { LetterList.removeFile(path) }
    let stage = ImportStage(session: session, prices: prices)
    guard let batch = try await stage.run([path], format: .json).batches.first else {
      throw CommandFailure(
        status: .failed,
        message: "the ledger knows this letter and has no row of it; run certmail reconcile "
          + "\(session.arguments.word); nothing was mailed")
    }
    return batch
  }

  /// Asks for a yes to the price, or takes `--yes` for it.
  private func confirm(_ prices: PriceSource) async throws {
    let price = try await prices.ownPrice()
    let what =
      "\(session.job.mailClass.rawValue) to \(CallAnswers.line(list.checked.recipient)) for "
      + price.total.dollars + (session.job.isSandbox ? " (sandbox, no money)" : "")
    if letter.isConfirmed { return console.message(what) }
    guard console.canAsk else {
      throw CommandFailure(
        status: .usage,
        message: "\(what): needs --yes where nobody can be asked; nothing was done")
    }
    guard console.isConfirmed("Mail \(what)?") else {
      throw CommandFailure(status: .usage, message: "nothing was mailed")
    }
  }

  private func conclude(
    _ batch: Int64, _ sending: LetterSending, _ service: MailService
  ) async throws -> ExitStatus {
    let stop = try await sending.finish(batch)
    let row = try await sending.entry(of: batch)
    return try await LetterOutcome(
      session: session, console: console, row: row, stop: stop
    ).tell(service)
  }
}
