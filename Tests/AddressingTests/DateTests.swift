import Testing

@testable import Addressing

@Suite struct CivilDateTests {
  @Test(arguments: ["2026-01-05", "2024-02-29", "2000-02-29", "1900-01-01", "2199-12-31"])
  func `a day is read and printed alike`(text: String) {
    #expect(CivilDate(iso: text)?.iso == text)
  }

  @Test(arguments: [
    "2026-02-29", "1900-02-29", "2026-13-01", "2026-00-10", "2026-04-31", "2026-1-5", "1899-12-31",
    "2200-01-01", "2026-01-00", "20260105", "2026/01/05", "", "2026-01-0x",
  ])
  func `what is no day is refused`(text: String) { #expect(CivilDate(iso: text) == nil) }

  @Test(arguments: [
    (40_000, "2009-07-06"), (45_000, "2023-03-15"), (45_351, "2024-02-29"), (46_027, "2026-01-05"),
    (60_000, "2064-04-08"),
  ])
  func `a spreadsheet's day number is a day`(serial: Int, text: String) {
    #expect(CivilDate(spreadsheetSerial: serial)?.iso == text)
  }

  @Test(arguments: [39_999, 60_001, 0, -1])
  func `other numbers are not`(serial: Int) { #expect(CivilDate(spreadsheetSerial: serial) == nil) }

  @Test func `days are in order`() {
    #expect(RowExamples.day(2025, 12, 31) < RowExamples.day(2026, 1, 1))
    #expect(RowExamples.day(2026, 1, 31) < RowExamples.day(2026, 2, 1))
  }
}

@Suite struct MailByDateTests {
  @Test(arguments: [
    "2026-01-05", "1/5/2026", "01/05/2026", "1-5-2026", "Jan 5, 2026", "Jan. 5 2026",
    "January 5th, 2026", "5 Jan 2026", "5-Jan-2026", "2026-01-05T00:00:00", "2026-01-05 00:00:00",
    "1/5/2026 0:00", "1/5/2026 12:00:00 AM", "2026/1/5", "JANUARY 5 2026",
  ])
  func `dates are read as people write them`(text: String) {
    #expect(MailByDate(text)?.date.iso == "2026-01-05")
    #expect(MailByDate(text)?.isGuessed == false)
  }

  @Test(arguments: ["1/5/26", "5-Jan-26", "46027", "46027.0", "46027.5"])
  func `what is filled in is called a guess`(text: String) {
    #expect(MailByDate(text)?.date.iso == "2026-01-05")
    #expect(MailByDate(text)?.isGuessed == true)
  }

  @Test(arguments: [
    "soon", "13/1/2026", "2/30/2026", "5", "1/5", "1/5/126", "4602", "99999", "Ja 5 2026", "46027.",
    "46027.0.0", "1.5.2026", "05.12.2026", "13.13.2026", "1//5", "Jan 2026", "12:00", "-46027",
    "tomorrow 5 2026",
  ])
  func `what is no date is refused`(text: String) { #expect(MailByDate(text) == nil) }

  @Test(arguments: ["31.1.2026", "1.31.2026", "31.01.26"])
  func `a date with dots is read where only one day can be meant`(text: String) {
    #expect(MailByDate(text)?.date.iso == "2026-01-31")
  }

  @Test func `September has two short forms`() {
    #expect(MailByDate("Sept 1, 2026")?.date.iso == "2026-09-01")
    #expect(MailByDate("Sep 1, 2026")?.date.iso == "2026-09-01")
  }
}
