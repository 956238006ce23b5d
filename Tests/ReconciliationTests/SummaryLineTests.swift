import MailModel
import Testing

@testable import Reconciliation

@Suite struct SummaryLineTests {
  private func line(
    _ counts: [MailingState: Int], _ cents: Int64 = 0, job: String = "nightly",
    _ change: (inout SummaryLine) -> Void = { _ in }
  ) -> String {
    var line = SummaryLine(job: job, byState: StateCounts(counts), charged: Cents(cents))
    change(&line)
    return line.description
  }

  @Test func `a usual night`() {
    #expect(
      line([.done: 23, .mailed: 1, .invalid: 1, .refused: 1, .duplicate: 3], 23_424)
        == "nightly: 24 mailed, 2 need attention, 0 uncertain, $234.24 charged")
  }

  @Test func `a mailed row that a person must look at needs attention as well`() {
    #expect(
      line([.done: 24, .invalid: 1], 100) { $0.flagged = 1 }
        == "nightly: 24 mailed, 2 need attention, 0 uncertain, $1.00 charged")
  }

  @Test func `what a run was charged stands beside what earlier runs were`() {
    #expect(
      line([.done: 24], 23_424) { $0.chargedInRun = Cents(976) }
        == "nightly: 24 mailed, 0 need attention, 0 uncertain, $234.24 charged ($9.76 in this run)")
    #expect(
      line([.done: 1], 976) { $0.chargedInRun = Cents(976) }
        == "nightly: 1 mailed, 0 need attention, 0 uncertain, $9.76 charged")
  }

  @Test func `one row, and rows that are held, uncertain or still in line`() {
    #expect(
      line([.invalid: 1, .held: 2, .uncertain: 1, .absent: 1, .queued: 1_200, .submitting: 1])
        == "nightly: 0 mailed, 1 needs attention, 2 held, 2 uncertain, 1,201 still queued,"
        + " $0.00 charged")
  }

  @Test func `a quote, a sandbox, a night with nothing to do`() {
    #expect(
      line([.queued: 24, .invalid: 2]) { ($0.isQuote, $0.quoted) = (true, Cents(23_424)) }
        == "nightly quote: 24 ready, 2 need attention, $234.24 quoted")
    #expect(
      line([.done: 1], 976) { $0.isSandbox = true }
        == "sandbox nightly: 1 mailed, 0 need attention, 0 uncertain, $9.76 charged")
    #expect(line([:]) == "nightly: nothing to do")
    #expect(line([:]) { $0.hasFailed = true } == "nightly: nothing was done")
  }

  @Test func `what is not mailed by its day stands beside what is`() {
    let counts: [MailingState: Int] = [.done: 23, .queued: 2]
    #expect(
      line(counts, 23_424) { $0.missedDeadlines = 2 }
        == "nightly: 23 mailed, 2 miss mail_by, 0 need attention, 0 uncertain, 2 still queued,"
        + " $234.24 charged")
    #expect(
      line(counts, 23_424) { $0.missedDeadlines = 1 }.hasPrefix(
        "nightly: 23 mailed, 1 misses mail_by,"))
    let crowded: [MailingState: Int] = [.done: 200_000, .queued: 200_000, .held: 200_000]
    let short = line(crowded, 200_000_000) {
      ($0.missedDeadlines, $0.chargedInRun) = (12_345, Cents(1))
    }
    #expect(
      short == "nightly: 200,000 mailed, 12,345 late, 0 need attention, 0 uncertain,"
        + " 200,000 still queued, $2,000,000.00 charged")
    let night: [MailingState: Int] = [.done: 4, .refused: 2, .queued: 3, .held: 1]
    let told = line(night, 3000) { ($0.missedDeadlines, $0.chargedInRun) = (1, Cents(2250)) }
    #expect(
      told == "nightly: 4 mailed, 1 late, 2 need attention, 0 uncertain, 3 still queued,"
        + " $30.00 charged ($22.50 in this run)")
    let most: [MailingState: Int] = [
      .done: 9_000_000, .queued: 9_000_000, .refused: 9_000_000, .uncertain: 9_000_000,
    ]
    #expect(
      line(most, 9_000_000_000) { $0.missedDeadlines = 9_000_000 }
        == "nightly: 9,000,000 mailed, 9,000,000 late, 9,000,000 need attention,"
        + " 9,000,000 uncertain, $90,000,000.00 charged")
  }

  @Test func `what does not balance is said first`() {
    #expect(
      line([.done: 1], 976) { $0.isBalanced = false }
        == "nightly: NOT BALANCED, 1 mailed, 0 need attention, 0 uncertain, $9.76 charged")
  }

  @Test func `a line of exactly the limit is whole, one more cuts the job's name`() {
    let tail = ": 1 mailed, 0 need attention, 0 uncertain, $9.76 charged"
    let room = SummaryLine.lengthMax - tail.count
    let fitting = String(repeating: "j", count: room)
    #expect(line([.done: 1], 976, job: fitting) == fitting + tail)
    let cut = line([.done: 1], 976, job: fitting + "j")
    #expect(cut == String(repeating: "j", count: room - 2) + ".." + tail)
    #expect(cut.count == SummaryLine.lengthMax)
  }

  @Test func `the widest figures still fit`() {
    let counts = Dictionary(uniqueKeysWithValues: MailingState.allCases.map { ($0, 1_000_000) })
    let text = line(counts, 10_000_000_000) { ($0.isBalanced, $0.isSandbox) = (false, true) }
    #expect(
      text == "sandbox nightly: NOT BALANCED, 2,000,000 mailed, 2,000,000 need attention,"
        + " 2,000,000 uncertain, $100,000,000.00 charged")
    #expect(text.count <= SummaryLine.lengthMax)
  }
}
