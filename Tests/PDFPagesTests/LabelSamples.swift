import Foundation

@testable import PDFPages

/// Labels for the tests, of invented people.
enum LabelSamples {
  static let sender = LabelAddress(
    name: "Mailroom", company: "Bar & Doe LLP", street1: "500 Sample Street", street2: "Suite 900",
    city: "San Francisco", state: "CA", zip: "94105")

  static let recipient = LabelAddress(
    name: "Maria Q. Example", company: "Example Holdings, Inc.", street1: "1234 Invented Avenue",
    street2: "Apt 5B", city: "Sacramento", state: "CA", zip: "95814-0001")

  static let tracking = number(1)

  /// The number of a serial that is in range.
  static func number(_ serial: Int) -> TrackingNumber {
    guard let number = TrackingNumber.make(serial: serial) else {
      preconditionFailure("serial \(serial) is out of range")
    }
    return number
  }

  static func label(
    sender: LabelAddress = sender, recipient: LabelAddress = recipient,
    mailClass: String = "certified_return_receipt", reference: String = "2025-CV-01234"
  ) -> CertifiedMailLabel {
    CertifiedMailLabel(
      sender: sender, recipient: recipient, mailClass: mailClass, trackingNumber: tracking,
      reference: reference)
  }

  /// Recipients that try to leave the label.
  static let hardRecipients: [LabelAddress] = [
    recipient,
    LabelAddress(
      name: String(repeating: "W", count: 300),
      company: String(repeating: "long words ", count: 40),
      street1: String(repeating: "Street", count: 50), street2: String(repeating: "M ", count: 200),
      city: String(repeating: "City", count: 60), state: "CA", zip: "95814-0001"),
    LabelAddress(
      name: "李明 😀 Łukasz Đorđević", company: "Дмитрий Иванов и Партнёры", street1: "محمد علي",
      street2: "Nguyễn Thị", city: "Española", state: "NM", zip: "87532"),
    LabelAddress(),
    LabelAddress(name: "No ZIP", city: "Nowhere", state: "ZZ", zip: "ABC"),
    LabelAddress(
      name: "(paren\\theses)", company: "a\u{0}b\u{202E}c\r\nd\te", street1: "100% <</>>",
      street2: "",
      city: "\u{301}\u{301}", state: String(repeating: "S", count: 90),
      zip: String(repeating: "9", count: 90)),
  ]
}
