package import MailModel

/// The last line of a run: what happened, in a form that fits the subject of a mail.
///
/// `nightly: 24 mailed, 2 need attention, 0 uncertain, $234.24 charged`
package struct SummaryLine: Hashable, Sendable, CustomStringConvertible {
  /// The most characters that the line has.
  package static let lengthMax = 120

  /// The job's name.
  package var job: String
  /// The rows of the whole ledger.
  package var byState: StateCounts
  package var charged: Cents
  /// What of it this run was charged, where that is known.
  package var chargedInRun: Cents?
  /// For a quote: the quoted total.
  package var quoted: Cents = .zero
  package var isQuote = false
  package var isSandbox = false
  /// Rows that are not mailed on the day that they were to be mailed by, or after it.
  package var missedDeadlines = 0
  /// Mailed rows that a person must look at.
  package var flagged = 0
  /// Whether all reports balance.
  package var isBalanced = true
  /// Whether something kept the run from its work, so that having no rows is no good news.
  package var hasFailed = false

  package init(job: String, byState: StateCounts, charged: Cents) {
    self.job = job
    self.byState = byState
    self.charged = charged
  }

  /// How many characters of the job's name are always left.
  static let jobLengthMin = 12

  package var description: String {
    let head = (isSandbox ? "sandbox " : "") + job + (isQuote ? " quote" : "")
    let headMin = min(head.unicodeScalars.count, Self.jobLengthMin)
    let tails = Brevity.allCases.map { ": " + parts($0).joined(separator: ", ") }
    let tail =
      tails.first { $0.unicodeScalars.count <= Self.lengthMax - headMin } ?? tails[tails.count - 1]
    let room = max(0, Self.lengthMax - tail.unicodeScalars.count)
    guard head.unicodeScalars.count > room else { return head + tail }
    let cut = head.unicodeScalars.prefix(max(0, room - 2))
    return String(String.UnicodeScalarView(cut)) + ".." + tail
  }

  /// What is left out where all of it would not fit, each with what the one before leaves out.
  private enum Brevity: CaseIterable, Comparable {
    case whole
    /// Fewer words, and not what is held.
    case terse
    /// Not what this run was charged.
    case sums
    /// Not what is still in line.
    case least
  }

  private func parts(_ brevity: Brevity) -> [String] {
    guard byState.total > 0 else { return [hasFailed ? "nothing was done" : "nothing to do"] }
    var parts = isBalanced ? [] : ["NOT BALANCED"]
    parts.append(
      isQuote
        ? count(byState[.queued], "ready") : count(byState[.mailed] + byState[.done], "mailed"))
    if missedDeadlines > 0 {
      let words = missedDeadlines == 1 ? "misses mail_by" : "miss mail_by"
      parts.append(count(missedDeadlines, brevity > .whole ? "late" : words))
    }
    let wrong = byState[.invalid] + byState[.refused] + flagged
    parts.append(count(wrong, wrong == 1 ? "needs attention" : "need attention"))
    if byState[.held] > 0, brevity == .whole { parts.append(count(byState[.held], "held")) }
    guard !isQuote else { return parts + ["\(quoted.dollars) quoted"] }
    parts.append(count(byState[.uncertain] + byState[.absent], "uncertain"))
    let open = byState[.queued] + byState[.submitting]
    if open > 0, brevity < .least { parts.append(count(open, "still queued")) }
    let now = brevity > .terse || chargedInRun == charged ? nil : chargedInRun
    return parts + [
      "\(charged.dollars) charged" + (now.map { " (\($0.dollars) in this run)" } ?? "")
    ]
  }

  private func count(_ number: Int, _ what: String) -> String { "\(number.grouped) \(what)" }
}
