import Foundation
import MailModel
import Testing

@testable import Reconciliation

@Suite struct RefundClaimsTests {
  @Test func `each label is a line, its day told where the firm is`() throws {
    let zone = try #require(TimeZone(identifier: "America/Los_Angeles"))
    let claim = RefundClaims.Claim(
      rowID: "a1b2c3:2", trackingNumber: "9407", labelMadeAt: UTCTime(rawValue: 0),
      charged: Cents(976), mailClass: MailClass("certified"), mailingID: "clx1", reference: "=C-1",
      matter: "7", recipient: "Doe, Jane")
    let sink = MemorySink()
    try RefundClaims.write([claim], timeZone: zone, to: sink)
    #expect(
      sink.text == "\u{FEFF}tracking_number,label_made,charged,mail_class,mailing_id,reference,"
        + "matter,recipient,certmail_row\r\n"
        + "9407,1969-12-31,9.76,certified,clx1,'=C-1,7,\"Doe, Jane\",a1b2c3:2\r\n")
  }
}
