import Foundation
package import MailModel

/// The body of `POST /mailings` (schema `NewMailing`).
package struct NewMailing: Codable, Hashable, Sendable {
  package var from: PostalAddress
  package var to: PostalAddress
  package var mailClass: MailClass
  /// At most 255 characters; `nil` leaves the member out.
  package var reference: String?

  package init(
    from: PostalAddress, to: PostalAddress, mailClass: MailClass, reference: String?
  ) {
    self.from = from
    self.to = to
    self.mailClass = mailClass
    self.reference = reference
  }

  enum CodingKeys: String, CodingKey {
    case from, to
    case mailClass = "mail_class"
    case reference
  }

  package init(from decoder: any Decoder) throws {
    let body = try decoder.container(keyedBy: CodingKeys.self)
    from = try body.decode(PostalAddress.Body.self, forKey: .from).address
    to = try body.decode(PostalAddress.Body.self, forKey: .to).address
    mailClass = MailClass(try body.decode(String.self, forKey: .mailClass))
    reference = try body.decodeIfPresent(String.self, forKey: .reference)
  }

  package func encode(to encoder: any Encoder) throws {
    var body = encoder.container(keyedBy: CodingKeys.self)
    try body.encode(PostalAddress.Body(from), forKey: .from)
    try body.encode(PostalAddress.Body(to), forKey: .to)
    try body.encode(mailClass.rawValue, forKey: .mailClass)
    try body.encodeIfPresent(reference, forKey: .reference)
  }

  /// The exact bytes to send; the ledger keeps them, so that a resend is the same body.
  package func bytes() throws -> [UInt8] { Array(try wireEncoder().encode(self)) }
}
