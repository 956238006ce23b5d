import MailModel
import Testing

@testable import CertmailCLI

/// Labels to print, charges and tracking on the command line.
@Suite struct OfficeArgumentsTests {
  private let job = JobArguments(path: "n.json", apiKeyFile: nil, shard: nil)

  private func action(_ line: String) throws(UsageError) -> Invocation.Action {
    try ArgumentParser.invocation(line.split(separator: " ").map(String.init)).action
  }

  private func message(_ line: String) -> String {
    do {
      return "\(try action(line))"
    } catch {
      return error.message
    }
  }

  @Test func `labels are printed again by rows or by matter, not by both`() throws {
    var labels = LabelsArguments(job: job, batch: nil, merges: false)
    labels.rows = try [#require(RowSpan("10-25")), #require(RowSpan("30"))]
    #expect(try action("labels n.json --rows 10-25,30") == .labels(labels))
    labels = LabelsArguments(job: job, batch: nil, merges: false)
    labels.grouping = .matter
    #expect(try action("labels n.json --by matter") == .labels(labels))
    #expect(
      message("labels n.json --by matter --rows 3")
        == "--rows and --by exclude each other; give one of them")
    #expect(
      message("labels n.json --merge --rows 3")
        == "--rows and --merge exclude each other; give one of them")
    #expect(message("labels n.json --rows 9-3").hasPrefix("\"9-3\" is not a row"))
  }

  @Test func `charges go to a file, as CSV, for some days`() throws {
    guard
      case .report(let report) = try action(
        "report n.json --by matter --csv -o x.csv --since 2026-01-01 --until 2026-01-31")
    else {
      Issue.record("not a report")
      return
    }
    #expect(report.output == .charges(by: .matter))
    #expect(report.isCSV && report.file == "x.csv")
    let since = try #require(report.since)
    let until = try #require(report.until)
    // The last day is billed whole.
    #expect(since.start.duration(to: until.end) >= .seconds(31 * 86_400 - 3_600))
    #expect(
      message("report n.json --since 2026-02-30 --ledes")
        == "--since \"2026-02-30\": expected a day such as 2026-01-31")
    #expect(message("report n.json --csv") == "--csv belongs to --by and --ledes")
    #expect(
      message("report n.json --by matter --law-firm-id 7") == "--law-firm-id belongs to --ledes")
    #expect(
      message("report n.json --csv --ledes")
        == "--csv and --ledes exclude each other; give one of them")
  }

  @Test(arguments: [("", 3), (" --accept-days 1", 1), (" --accept-days 60", 60)])
  func `track takes the days that USPS may need`(option: String, days: Int) throws {
    #expect(
      try action("track n.json" + option)
        == .track(TrackArguments(job: job, batch: nil, acceptDays: days)))
  }

  @Test(arguments: ["0", "61", "x"])
  func `other days are refused`(days: String) {
    #expect(
      message("track n.json --accept-days \(days)")
        == "--accept-days \"\(days)\": expected a whole number from 1 to 60")
  }
}
