package import Foundation
package import MailModel

/// `refund-claims.csv`: labels that USPS has not accepted, whose postage can be claimed back.
package enum RefundClaims {
  /// The file's name, in the output folder.
  package static let fileName = "refund-claims.csv"
  /// The columns, in their order. `label_made` is a day where the firm is.
  package static let columns = [
    "tracking_number", "label_made", "charged", "mail_class", "mailing_id", "reference", "matter",
    "recipient", "certmail_row",
  ]

  /// One label.
  package struct Claim: Hashable, Sendable {
    package var rowID: String
    package var trackingNumber: String
    package var labelMadeAt: UTCTime
    package var charged: Cents?
    package var mailClass: MailClass
    package var mailingID: String
    package var reference: String
    package var matter: String
    package var recipient: String

    package init(
      rowID: String, trackingNumber: String, labelMadeAt: UTCTime, charged: Cents?,
      mailClass: MailClass, mailingID: String, reference: String, matter: String, recipient: String
    ) {
      self.rowID = rowID
      self.trackingNumber = trackingNumber
      self.labelMadeAt = labelMadeAt
      self.charged = charged
      self.mailClass = mailClass
      self.mailingID = mailingID
      self.reference = reference
      self.matter = matter
      self.recipient = recipient
    }
  }

  /// Writes the whole file.
  package static func write(
    _ claims: [Claim], timeZone: TimeZone, to sink: any ByteSink
  ) throws {
    var clock = LocalClock(timeZone)
    var out = OutputBuffer(sink)
    out.byteOrderMark()
    out.raw(string: columns.joined(separator: ","))
    out.endRecord()
    for claim in claims {
      out.csv(claim.trackingNumber)
      out.comma()
      out.date(clock.civil(claim.labelMadeAt))
      out.comma()
      if let charged = claim.charged { out.amount(charged) }
      let texts = [
        claim.mailClass.rawValue, claim.mailingID, claim.reference, claim.matter, claim.recipient,
        claim.rowID,
      ]
      for text in texts {
        out.comma()
        out.csv(text)
      }
      out.endRecord()
      try out.flushIfFull()
    }
    try out.flush()
  }
}
