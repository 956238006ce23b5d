import Foundation
import MailModel
import Testing

@testable import Reconciliation

@Suite struct ChargesCSVTests {
  private func write(
    _ entries: [ReportEntry], header: ReportHeader = makeHeader()
  ) throws -> (text: String, total: Cents, rows: Int) {
    let sink = MemorySink()
    var charges = ChargesCSV(header, to: sink)
    for entry in entries { try charges.add(entry) }
    try charges.finish()
    return (sink.text, charges.total, charges.rowCount)
  }

  @Test func `each charged mailing is there once and the totals add up to the charges`() throws {
    let other = makeDone(row: 4) {
      $0.recipient = PostalAddress(company: "Pine, LLC")
      ($0.charged, $0.postage, $0.serviceFee) = (Cents(976), nil, nil)
      ($0.matter, $0.submittedAt) = ("=0420", nil)
    }
    let entries = [makeDone(), makeUnsent(.invalid, row: 3), other]
    let (text, total, rows) = try write(entries)
    #expect(
      text == "\u{FEFF}matter,reference,date,recipient,mail_class,tracking_number,postage,"
        + "service_fee,total\r\n"
        + "0420-1,CASE-1,2026-01-15,Ana Reyes,certified,9407111899223456789017,5.86,1.64,7.50\r\n"
        + "'=0420,CASE-1,,\"Pine, LLC\",certified,9407111899223456789017,,,9.76\r\n")
    #expect(total == Cents(1726))
    #expect(total == totals(entries).charged)
    #expect(rows == 2)
  }

  @Test func `the day is the firm's, not Greenwich's`() throws {
    var header = makeHeader()
    header.timeZone = try #require(TimeZone(identifier: "America/Los_Angeles"))
    let night = makeDone { $0.submittedAt = UTCTime(iso8601: "2026-01-16T05:00:00Z") }
    #expect(try write([night], header: header).text.contains(",2026-01-15,"))
  }

  @Test func `matters are summed by name, with those beyond the limit together`() throws {
    var totals = BatchTotals(groupsMax: 2)
    for (row, matter) in ["b", "a", "b", "c", ""].enumerated() {
      totals.add(makeDone(row: row + 2) { $0.matter = matter })
    }
    let sink = MemorySink()
    try MatterChargesCSV.write(totals.byMatter, to: sink)
    #expect(
      sink.text == "\u{FEFF}matter,mailings,postage,service_fee,total\r\n"
        + "a,1,5.86,1.64,7.50\r\nb,2,11.72,3.28,15.00\r\n(other matters),2,11.72,3.28,15.00\r\n")
  }
}
