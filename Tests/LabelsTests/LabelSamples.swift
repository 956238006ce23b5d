import Foundation
import PDFPages

@testable import Labels

/// Labels for the tests, of invented people.
enum LabelSamples {
  static func pdf(serial: Int = 1, name: String = "Maria Example") -> [UInt8] {
    guard let number = TrackingNumber.make(serial: serial) else {
      preconditionFailure("serial \(serial) is out of range")
    }
    let address = LabelAddress(
      name: name, street1: "1234 Invented Avenue", city: "Sacramento", state: "CA", zip: "95814")
    return CertifiedMailLabel(
      sender: address, recipient: address, mailClass: "certified", trackingNumber: number,
      reference: "case \(serial)"
    ).pdf()
  }

  /// A document of `count` pages that is not 4 by 6 inches.
  static func pages(_ count: Int, width: Double = 612, height: Double = 792) -> [UInt8] {
    let pages = (0..<count).map { _ in PDFPage(width: width, height: height) }
    return PDFDocument(title: "pages", pages: pages).bytes()
  }

  static func name(_ position: Int = 1) -> LabelFileName {
    LabelFileName(
      position: position, of: 20, reference: "2025-CV-\(position)",
      trackingNumber: "9407 1999 0003 2100 0000 11")
  }
}
