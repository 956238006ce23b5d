import Foundation
import JobLedger
import MailAPI
import MailModel
import Submission

/// The letters of a simulated ledger as they go out and as a listing shows them.
final class SimulatedLetters: Sendable {
  private static let sender = PostalAddress(
    name: "Ames & Boyd LLP", street1: "1 Main St", city: "San Francisco", state: "CA", zip: "94105")
  private static let mailClass = MailClass("certified")

  private let letters: [Int64: DoubtfulLetter]
  private let recipients: Int64

  init(count: Int, recipients: Int64) {
    self.recipients = recipients
    letters = (1...Int64(count)).reduce(into: [:]) { letters, mailing in
      let recipient = Self.address(Self.recipient(of: mailing, recipients))
      let token = Token(rawValue: mailing)
      let body = NewMailing(
        from: Self.sender, to: recipient, mailClass: Self.mailClass,
        reference: Self.reference(mailing))
      letters[mailing] = DoubtfulLetter(
        id: mailing, rowID: "abcdef:\(mailing)", token: token, state: .uncertain, code: "",
        // A body of plain texts can always be written.
        body: [UInt8](try! JSONEncoder().encode(body)), recipient: recipient,
        mailClass: Self.mailClass, claimed: 0, ended: 0, claimedAt: UTCTime(rawValue: 0),
        reserved: .zero, attempts: 1)
    }
  }

  func recipient(of mailing: Int64) -> Int64 { Self.recipient(of: mailing, recipients) }

  private static func recipient(of mailing: Int64, _ recipients: Int64) -> Int64 {
    (mailing - 1) % recipients
  }

  func letter(_ mailing: Int64, _ state: MailingState) -> DoubtfulLetter? {
    var letter = letters[mailing]
    letter?.state = state
    return letter
  }

  /// What the API shows of a piece.
  func mailing(_ piece: SimulatedAPI.Piece, _ echo: Lessons.Echo) -> Mailing {
    let sent = piece.mailing.map(Self.reference) ?? "OTHER-\(piece.id)"
    return Mailing(
      id: piece.id, mailClass: Self.mailClass,
      reference: SimulatedAPI.Echo.reference(sent, by: echo), from: Self.sender,
      to: Self.address(piece.recipient ?? -1), createdAt: nil)
  }

  private static func reference(_ mailing: Int64) -> String {
    SentReference(
      reference: "CASE-\(mailing)", token: Token(rawValue: mailing), style: .suffix, lengthMax: 100
    ).text
  }

  private static func address(_ number: Int64) -> PostalAddress {
    PostalAddress(
      name: "Jane Doe \(number + 2)", street1: "1 Oak St", city: "Los Angeles", state: "CA",
      zip: "90001")
  }
}
