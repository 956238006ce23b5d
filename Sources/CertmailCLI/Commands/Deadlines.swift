import Foundation
import JobLedger
import MailModel

/// What becomes of the rows that are to be mailed by today or should have been: said before the
/// first of them is sent, while something can still be done.
struct Deadlines: Hashable, Sendable {
  /// What a run may send.
  struct Allowance: Hashable, Sendable {
    /// `--limit`; `nil`: all.
    var count: Int?
    /// What is left of `spend_per_run`; `nil`: without bound.
    var spending: Cents?
    var limits = SpendLimits()
  }

  /// In line, with a day that is over: they are sent first, and late.
  private(set) var late: [DueRow] = []
  /// In line, and beyond what this run may send.
  private(set) var beyond: [DueRow] = []
  /// Waiting for a person.
  private(set) var waiting: [DueRow] = []

  /// - Parameters:
  ///   - rows: due by `today`, those in line in the order in which they are sent.
  ///   - today: `yyyy-MM-dd`, where the firm is.
  init(_ rows: [DueRow], today: String, allowance: Allowance) {
    var left = allowance
    for row in rows {
      guard row.state == .queued else {
        waiting.append(row)
        continue
      }
      if left.takes(row) {
        if row.mailBy < today { late.append(row) }
      } else {
        beyond.append(row)
      }
    }
  }

  /// One line for each kind, with its first rows by name.
  func warnings(job: String) -> [String] {
    var lines: [String] = []
    if !late.isEmpty {
      lines.append("\(Self.rows(late, "is", "are")) past mail_by and will be mailed late, first")
    }
    if !beyond.isEmpty {
      lines.append(
        "\(Self.rows(beyond, "cannot", "cannot")) be mailed by mail_by: a run ends before that "
          + "(--limit or spend_per_run)")
    }
    if !waiting.isEmpty {
      let states = Set(waiting.map(\.state.rawValue)).sorted().map { "--state \($0)" }
      lines.append(
        "\(Self.rows(waiting, "is", "are")) due by mail_by and waiting for a person: "
          + "certmail list \(job) \(states.joined(separator: " "))")
    }
    return lines
  }

  /// How many rows a line names.
  private static let namedMax = 5

  private static func rows(_ rows: [DueRow], _ one: String, _ many: String) -> String {
    let names = rows.prefix(namedMax).map { "\($0.rowID) (\($0.mailBy))" }.joined(separator: ", ")
    let more = rows.count > namedMax ? ", ..." : ""
    return rows.count == 1
      ? "row \(names) \(one)" : "\(rows.count.grouped) rows, \(names)\(more), \(many)"
  }
}

extension Deadlines.Allowance {
  /// Takes `row` off what is left, if there is room for it.
  fileprivate mutating func takes(_ row: DueRow) -> Bool {
    if let count, count < 1 { return false }
    let reserved = limits.reservation(forQuote: row.quoted)
    if let spending, spending < reserved { return false }
    count = count.map { $0 - 1 }
    // Its charge will be about its quote; only what is under way is reserved for more.
    spending = spending.map { $0 - row.quoted }
    return true
  }
}

extension JobSession {
  /// Warns of what will not be mailed in time; before the sending.
  func warnOfDeadlines(limit: Int?) async throws {
    let today = now().localDay
    let rows = try await ledger.dueRows(by: today)
    guard !rows.isEmpty else { return }
    let spent = try await ledger.chargedInRun()
    let allowance = Deadlines.Allowance(
      count: limit, spending: job.limits.spendPerRun.map { $0 - spent },
      limits: job.spendLimits)
    for line in Deadlines(rows, today: today, allowance: allowance).warnings(job: arguments.word) {
      console.warning(line)
    }
  }

  /// How many rows have reached the day that they were to be mailed by, and are not mailed.
  func missedDeadlines() async throws -> Int {
    try await ledger.dueCount(by: now().localDay)
  }
}
