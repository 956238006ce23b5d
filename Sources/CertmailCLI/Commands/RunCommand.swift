import Foundation
import JobLedger
import MailAPIClient
import MailModel
import Reconciliation
import Submission

/// `run`, `submit` and `labels`: the stages of the data path, as many of them as are asked for.
struct RunCommand {
  /// Which stages a command goes through; recovery comes first in each.
  struct Stages: OptionSet {
    let rawValue: Int
    static let importing = Stages(rawValue: 1)
    static let submitting = Stages(rawValue: 2)
    static let labelling = Stages(rawValue: 4)
    static let all: Stages = [.importing, .submitting, .labelling]
    static let submission: Stages = [.submitting]
    static let labels: Stages = [.labelling]

    /// The command that goes through them.
    var name: String {
      contains(.importing) ? "run" : contains(.submitting) ? "submit" : "labels"
    }
  }

  private let arguments: SendingArguments
  private let console: Console
  private let stages: Stages
  private let session: JobSession
  private let signals = StopSignals()
  /// What `labels` was told; `nil` for `run` and `submit`.
  var labels: LabelsArguments?

  init(_ arguments: SendingArguments, _ console: Console, stages: Stages) throws {
    self.arguments = arguments
    self.console = console
    self.stages = stages
    session = try JobSession(arguments.job, console, writes: true)
  }

  func run() async throws -> ExitStatus {
    try await session.run(as: stages.name) {
      for note in session.job.notes { console.message("note: \(note)") }
      try await UnknownReports(session: session).note()
      signals.stop(by: session.job.limits, now: session.now())
      return try await APIConnection.with(session, signals: signals) { try await work($0) }
    }
  }

  private func work(_ connection: APIConnection) async throws -> ExitStatus {
    var statuses: Set<ExitStatus> = []
    var touched: Set<Int64> = []
    let before = try await session.ledger.reportStates()
    do {
      try await pass(connection, &touched, &statuses)
    } catch ServiceError.cancelled where signals.reason != nil {
      let reason = signals.reason ?? .interrupted
      statuses.insert(StopWords.status(reason))
      console.problem(StopWords.text(reason, detail: nil, job: session.arguments.word))
    } catch let error as ServiceError {
      // What was done so far is reported all the same.
      let (status, text) = Program.words(for: error)
      console.problem(text)
      statuses.insert(status)
    }
    if signals.reason == .interrupted { statuses.insert(.interrupted) }
    let after = try await session.ledger.reportStates()
    touched.formUnion(after.keys.filter { after[$0]?.changes != before[$0]?.changes })
    return try await conclude(touched, statuses)
  }

  /// Goes through the stages.
  private func pass(
    _ connection: APIConnection, _ touched: inout Set<Int64>, _ statuses: inout Set<ExitStatus>
  ) async throws {
    let prices = PriceSource(session, connection.service)
    if stages.contains(.importing) {
      let imported = try await ImportStage(session: session, prices: prices).run()
      if imported.isEmpty {
        let patterns = session.job.input.files.map(\.text).joined(separator: ", ")
        console.message("no new list: nothing is in \(patterns)")
      }
      touched = imported.batches
      if imported.unusable > 0 { statuses.insert(.inputUnusable) }
      if imported.findings > 0 { statuses.insert(.attention) }
    }
    if stages.contains(.submitting), signals.reason == nil {
      try await AddressStage(session: session, service: connection.service, signals: signals).run()
      try await PriceStage(session: session, prices: prices).run()
      try await session.warnOfDeadlines(limit: arguments.limit)
      try await submit(connection, &statuses)
    } else if stages.contains(.submitting), signals.reason == .timeWindow,
      try await session.ledger.tally()[.queued] != nil
    {
      statuses.insert(.stoppedEarly)
      console.problem(StopWords.text(.timeWindow, detail: nil, job: session.arguments.word))
    }
    if stages.contains(.labelling), signals.reason != .interrupted {
      try await DetailStage(session: session, service: connection.service, signals: signals).run()
      var stage = LabelStage(session: session, service: connection.service, signals: signals)
      if let name = labels?.batch {
        stage.batches = Set(try await session.batches(named: name).map(\.id))
      }
      _ = try await stage.run()
      let isLeft = try await session.ledger.tally()[.mailed] != nil
      if signals.reason == .timeWindow, isLeft { statuses.insert(.stoppedEarly) }
    }
  }

  private func submit(
    _ connection: APIConnection, _ statuses: inout Set<ExitStatus>
  ) async throws {
    let result = try await SubmitStage(
      session: session, connection: connection, signals: signals, limit: arguments.limit,
      waits: arguments.waitsForUncertain
    ).run()
    guard let stop = result.stop else { return }
    statuses.insert(StopWords.status(stop))
    console.problem(StopWords.text(stop, detail: result.detail, job: session.arguments.word))
  }

  /// Before the reports: a batch counts as reported only when its labels are bound as well.
  /// - Returns: whether what was asked for is there; a run does not depend on a program beside it.
  private func bind(_ batches: [BatchRecord], _ reported: [BatchRecord]) async throws -> Bool {
    guard stages.contains(.labelling) else { return true }
    let stage = BindStage(session: session, signals: signals)
    guard let labels, labels.merges else {
      let behind = try await stage.behind(batches)
      let changed = Set(reported.map(\.id)).union(behind)
      try await stage.run(batches.filter { changed.contains($0.id) })
      return true
    }
    let named = Set(try await session.batches(named: labels.batch).map(\.id))
    return try await stage.run(batches.filter { named.contains($0.id) }, isForced: true)
  }

  private func conclude(
    _ touched: Set<Int64>, _ statuses: Set<ExitStatus>
  ) async throws -> ExitStatus {
    let batches = try await session.ledger.batches()
    let stage = ReportStage(session: session)
    let behind = Set(try await stage.batchesBehind().map(\.id))
    let reported = batches.filter { batch in
      behind.contains(batch.id)
        || !FileManager.default.fileExists(atPath: session.folder(batch) + "/report.json")
    }
    var statuses = statuses
    if try await !bind(batches, reported) { statuses.insert(.failed) }
    let reports = try await stage.run(reported)
    var typed: [String] = []
    for batch in batches {
      if let file = try await TypedCorrections(session: session).file(batch) { typed.append(file) }
    }
    let summary = RunSummary(session: session, statuses: statuses, touched: touched, typed: typed)
    let status = try await summary.tell(reports)
    guard stages.contains(.importing), !session.job.afterRun.isEmpty else { return status }
    let afterRun = AfterRun(
      command: session.job.afterRun, folder: session.job.folder,
      keyVariable: session.job.api.keyEnvironment)
    if let fault = afterRun.run(summary: try await summary.data(status, reports), status: status) {
      console.problem(fault)
    }
    return status
  }
}

/// Why a submission stopped, for people and as an exit status.
enum StopWords {
  static func status(_ reason: StopReason) -> ExitStatus {
    switch reason {
    case .ledgerFailed: .failed
    case .interrupted: .interrupted
    case .keyRefused: .keyRefused
    case .noFunds, .wrongBaseURL, .redirected, .mailingUnseen, .referenceCut, .unitDropped,
      .chargedAboveQuote, .tooManyUncertain, .apiDown, .rateLimited, .timeWindow, .spendPerRun:
      .stoppedEarly
    }
  }

  static func text(_ reason: StopReason, detail: String?, job: String) -> String {
    let words =
      switch reason {
      case .ledgerFailed: "the ledger could not be read or written"
      case .interrupted: "interrupted; nothing is lost"
      case .keyRefused: "the API refuses the key; nothing more was sent; check the key"
      case .noFunds: "the account has no funds; add some"
      case .wrongBaseURL: "there is no such call at api.base_url; correct it in the job file"
      case .redirected: "api.base_url answers with a redirect; correct it in the job file"
      case .mailingUnseen:
        "the API does not show the first mailing, so that nothing could be looked up; no second was sent"
      case .referenceCut: "the API cut the reference of the first mailing"
      case .unitDropped: "the API does not show the unit (street2) of the first mailing"
      case .chargedAboveQuote:
        "a mailing was charged above its quote by more than price_rise; ask the provider, or raise "
          + "limits.price_rise"
      case .tooManyUncertain: "too many outcomes are uncertain; the API may be in trouble"
      case .apiDown: "the API gives no usable answer"
      case .rateLimited: "the API keeps limiting the rate"
      case .timeWindow: "the time window is over"
      case .spendPerRun: "spend_per_run is reached; the rest stays queued"
      }
    let said =
      switch reason {
      case .redirected, .interrupted: ""
      case .referenceCut, .unitDropped: detail.map { "; \($0)" } ?? ""
      default: detail.map { " (\($0))" } ?? ""
      }
    return "stopped: \(words)\(said)"
      + "; run again: certmail run \(job)"
  }
}
