import Foundation
import MailModel
import Testing

@testable import CertmailCLI

@Suite struct LEDESBillTests {
  @Test(arguments: [
    ("10234.0007", "10234"), ("10234-0007", "10234"), ("AB/1", "AB"), ("AB 1", "AB"),
    ("10234", "10234"), (".7", ".7"), ("", ""),
  ])
  func `the client stands before the first separator`(matter: String, client: String) {
    #expect(LEDESBill.client(of: matter) == client)
  }

  @Test func `an invoice's number is the day, the batch and a running number`() throws {
    let noon = try #require(
      Calendar.current.date(from: DateComponents(year: 2026, month: 3, day: 9, hour: 12)))
    let day = UTCTime(noon)
    #expect(LEDESBill.number(day, nil, 7) == "20260309-0007")
    #expect(LEDESBill.number(day, "a1b2c3", 7) == "20260309-a1b2c3-0007")
    // The longest that LEDES takes; more invoices than that are refused there.
    #expect(LEDESBill.number(day, "a1b2c3", 9_999).count == 20)
    #expect(LEDESBill.number(day, nil, 12_345) == "20260309-12345")
  }
}
