import JobLedger
import MailModel
import Testing

@testable import CertmailCLI

@Suite struct DeadlinesTests {
  private static let today = "2026-03-10"

  private func due(_ row: Int, _ day: String, _ state: MailingState = .queued) -> DueRow {
    DueRow(rowID: "a1b2c3:\(row)", state: state, mailBy: day, quoted: Cents(1_000))
  }

  private func rows(_ deadlines: Deadlines) -> [[String]] {
    [deadlines.late, deadlines.beyond, deadlines.waiting].map { $0.map(\.rowID) }
  }

  @Test func `what is due today and will be sent is no news`() {
    let deadlines = Deadlines([due(2, Self.today)], today: Self.today, allowance: .init())
    #expect(rows(deadlines) == [[], [], []])
    #expect(deadlines.warnings(job: "n.json").isEmpty)
  }

  @Test func `what is past is late, what waits for a person is named with its list`() {
    let deadlines = Deadlines(
      [due(2, "2026-03-09"), due(3, Self.today, .held), due(4, "2026-03-01", .invalid)],
      today: Self.today, allowance: .init())
    #expect(rows(deadlines) == [["a1b2c3:2"], [], ["a1b2c3:3", "a1b2c3:4"]])
    #expect(
      deadlines.warnings(job: "n.json") == [
        "row a1b2c3:2 (2026-03-09) is past mail_by and will be mailed late, first",
        "2 rows, a1b2c3:3 (2026-03-10), a1b2c3:4 (2026-03-01), are due by mail_by and waiting for a "
          + "person: certmail list n.json --state held --state invalid",
      ])
  }

  @Test func `--limit and spend_per_run leave the latest behind`() {
    let all = (2...4).map { due($0, Self.today) }
    let limited = Deadlines(all, today: Self.today, allowance: .init(count: 2))
    #expect(rows(limited) == [[], ["a1b2c3:4"], []])
    #expect(
      limited.warnings(job: "n.json") == [
        "row a1b2c3:4 (2026-03-10) cannot be mailed by mail_by: a run ends before that "
          + "(--limit or spend_per_run)"
      ])
    let exact = Deadlines(all, today: Self.today, allowance: .init(spending: Cents(3_000)))
    #expect(exact.beyond.isEmpty)
    let short = Deadlines(all, today: Self.today, allowance: .init(spending: Cents(2_999)))
    #expect(short.beyond.map(\.rowID) == ["a1b2c3:4"])
  }

  @Test func `five rows are named, the others counted`() {
    let many = Deadlines(
      (2...8).map { due($0, "2026-03-01") }, today: Self.today, allowance: .init())
    let line = many.warnings(job: "n.json")[0]
    #expect(line.hasPrefix("7 rows, a1b2c3:2 (2026-03-01), "))
    #expect(line.contains("a1b2c3:6 (2026-03-01), ..., are past mail_by"))
  }
}
