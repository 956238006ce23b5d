import Foundation
import JobLedger
import MailModel

extension JobSession {
  /// A decision of whoever runs the program.
  func decision(_ reason: String) -> Decision { Decision(reason: reason, who: NSUserName()) }

  /// The mailings that spans of rows name.
  func mailings(_ spans: [RowSpan]) async throws -> [Int64] {
    var found: [Int64] = []
    for span in spans {
      for row in span.rows {
        let text = (span.batch.map { "\($0):" } ?? "") + "\(row)"
        guard let name = MailingName(text) else { continue }
        found.append(try await ledger.mailing(named: name))
      }
    }
    return found
  }
}

/// `approve`: releases held rows, for the exact count and total.
struct ApproveCommand {
  let arguments: ApproveArguments
  let console: Console

  init(_ arguments: ApproveArguments, _ console: Console) {
    self.arguments = arguments
    self.console = console
  }

  func run() async throws -> ExitStatus {
    let session = try JobSession(arguments.job, console, writes: true)
    let held = try await session.ledger.held()
    var rows = held
    if arguments.batch != nil {
      let ids = try await session.batches(named: arguments.batch).map(\.id)
      rows = rows.filter { ids.contains($0.batch) }
    }
    if !arguments.rows.isEmpty {
      rows = rows.filter { row in
        arguments.rows.contains { span in
          span.rows.contains(row.row) && (span.batch.map { row.rowID.hasPrefix($0) } ?? true)
        }
      }
    }
    let total = rows.reduce(Cents.zero) { $0 + $1.quoted }
    for row in rows {
      console.message(
        [
          row.rowID, row.quoted.dollars, row.reference, row.name, "\(row.code): \(row.message)",
        ].filter { !$0.isEmpty }.joined(separator: "  "))
    }
    if arguments.expectation == nil, !rows.isEmpty, console.canAsk {
      guard console.isConfirmed("Release \(rows.count.counted("row")) for \(total.dollars)?") else {
        console.message("nothing was released")
        return .approvalMissing
      }
      return try await release(rows, total, session)
    }
    guard let expectation = arguments.expectation else {
      let release =
        "certmail approve \(arguments.job.word) --expect-count \(rows.count) --expect-total \(total)"
      let others =
        held.isEmpty ? "" : " of what was named; \(held.count.counted("row is", "rows are")) held"
      try console.data(
        rows.isEmpty ? "nothing is held\(others)" : release,
        or: [
          "held": .array(rows.map(\.json)), "count": .count(rows.count), "total": .amount(total),
        ])
      return rows.isEmpty ? .done : .approvalMissing
    }
    guard expectation.count == rows.count, expectation.total == total else {
      throw CommandFailure(
        status: .approvalMissing,
        message: "\(rows.count) rows for \(total.dollars) are held, not \(expectation.count) for "
          + "\(expectation.total.dollars); nothing was released")
    }
    return try await release(rows, total, session)
  }

  private func release(
    _ rows: [HeldRow], _ total: Cents, _ session: JobSession
  ) async throws -> ExitStatus {
    try await session.ledger.approve(rows, session.decision("approved"))
    console.message("released \(rows.count.counted("row")), \(total.dollars)")
    try console.answer(["released": .count(rows.count), "total": .amount(total)])
    console.message("next: certmail run \(arguments.job.word)")
    return .done
  }
}

extension HeldRow {
  fileprivate var json: JSONText {
    [
      "row": .text(rowID), "quoted": .amount(quoted), "reference": .text(reference),
      "name": .text(name), "code": .text(code), "message": .text(message),
    ]
  }
}

/// `retry`: puts refused rows back in line.
struct RetryCommand {
  let arguments: RetryArguments
  let console: Console

  init(_ arguments: RetryArguments, _ console: Console) {
    self.arguments = arguments
    self.console = console
  }

  func run() async throws -> ExitStatus {
    let session = try JobSession(arguments.job, console, writes: true)
    return try await session.run(as: "retry") { try await retry(session) }
  }

  private func retry(_ session: JobSession) async throws -> ExitStatus {
    let chosen = try await chosen(session)
    try await session.ledger.retry(chosen, session.decision("retried"))
    let words = chosen.count.counted("refused row is", "refused rows are")
    console.message("\(words) in line again")
    let left = Set(try await session.ledger.refused().map(\.code)).sorted()
    if chosen.isEmpty, !left.isEmpty {
      console.message("refused rows are there with code \(left.joined(separator: ", "))")
    }
    let labels = try await session.ledger.labelFailures()
    if labels > 0 {
      let words = labels.counted("failed label is", "failed labels are")
      console.message("\(words) fetched by the next run")
    }
    try console.answer(["retried": .count(chosen.count), "failed_labels": .count(labels)])
    let isIdle = chosen.isEmpty && labels == 0
    console.message("next: certmail \(isIdle ? "status" : "run") \(arguments.job.word)")
    return .done
  }

  /// The rows that every given option fits; a row that was named must be there to retry.
  private func chosen(_ session: JobSession) async throws -> [Int64] {
    var rows = try await session.ledger.refused()
    if !arguments.codes.isEmpty { rows.removeAll { !arguments.codes.contains($0.code) } }
    if !arguments.references.isEmpty {
      rows.removeAll { !arguments.references.contains($0.reference) }
    }
    guard !arguments.rows.isEmpty else { return rows.map(\.id) }
    let named = try await session.mailings(arguments.rows)
    guard arguments.codes.isEmpty, arguments.references.isEmpty else {
      return named.filter { id in rows.contains { $0.id == id } }
    }
    return named
  }
}

/// `cancel`: takes rows out of the job for good.
struct CancelCommand {
  let arguments: CancelArguments
  let console: Console

  init(_ arguments: CancelArguments, _ console: Console) {
    self.arguments = arguments
    self.console = console
  }

  func run() async throws -> ExitStatus {
    let session = try JobSession(arguments.job, console, writes: true)
    let mailings = try await session.mailings(arguments.rows)
    try await UnknownReports(session: session).note()
    guard try await !session.ledger.detectsRestore() else {
      throw CommandFailure(
        status: .attention,
        message: "this ledger was restored or made anew, and what it does not know may be mailed; "
          + "nothing was cancelled: certmail run \(arguments.job.word) first asks the API, and sends "
          + "nothing")
    }
    try await session.ledger.cancel(
      mailings, session.decision(arguments.reason ?? "cancelled"))
    let stage = ReportStage(session: session)
    _ = try await stage.run(stage.batchesBehind())
    console.message("cancelled \(mailings.count.counted("row")); the reports say so")
    try console.answer(["cancelled": .count(mailings.count)])
    console.message("next: certmail status \(arguments.job.word)")
    return .done
  }
}
