import Foundation
package import MailModel

/// A mailing as the API describes it (schema `Mailing`), read leniently: only the id is needed.
package struct Mailing: Codable, Hashable, Sendable {
  package var id: String
  package var trackingNumber: String?
  /// `label_generated`, `delivered`, … as it came: which statuses exist is the API's business.
  package var status: String?
  package var mailClass: MailClass?
  /// The firm's reference and token, when the API echoes them.
  package var reference: String?
  package var cost: Cost?
  package var labelURL: String?
  package var from: PostalAddress?
  package var to: PostalAddress?
  package var createdAt: UTCTime?

  package init(
    id: String, trackingNumber: String? = nil, status: String? = nil,
    mailClass: MailClass? = nil, reference: String? = nil, cost: Cost? = nil,
    labelURL: String? = nil, from: PostalAddress? = nil, to: PostalAddress? = nil,
    createdAt: UTCTime? = nil
  ) {
    self.id = id
    self.trackingNumber = trackingNumber
    self.status = status
    self.mailClass = mailClass
    self.reference = reference
    self.cost = cost
    self.labelURL = labelURL
    self.from = from
    self.to = to
    self.createdAt = createdAt
  }

  enum CodingKeys: String, CodingKey {
    case id
    case trackingNumber = "tracking_number"
    case status
    case mailClass = "mail_class"
    case reference, cost
    case labelURL = "label_url"
    case from, to
    case createdAt = "created_at"
  }

  /// Reads a mailing, also one wrapped as `{"data": {…}}` or `{"mailing": {…}}`; throws when
  /// there is no id that is non-empty text or a number.
  package init(from decoder: any Decoder) throws {
    let body = try decoder.container(keyedBy: CodingKeys.self)
    if let id = body.lenientText(.id), !id.isEmpty {
      try self.init(id: id, body)
      return
    }
    let wrapper = try decoder.container(keyedBy: AnyKey.self)
    for name in ["data", "mailing"] where wrapper.contains(AnyKey(name)) {
      let inner = try wrapper.nestedContainer(keyedBy: CodingKeys.self, forKey: AnyKey(name))
      if let id = inner.lenientText(.id), !id.isEmpty {
        try self.init(id: id, inner)
        return
      }
    }
    throw DecodingError.dataCorruptedError(
      forKey: .id, in: body, debugDescription: "no id")
  }

  private init(id: String, _ body: KeyedDecodingContainer<CodingKeys>) throws {
    self.id = id
    trackingNumber = body.lenientText(.trackingNumber)
    status = body.lenientText(.status)
    mailClass = body.lenientText(.mailClass).map { MailClass($0) }
    reference = body.lenientText(.reference)
    // What cannot be read is as good as missing: the id alone makes the mailing.
    cost = try? body.decode(Cost.self, forKey: .cost)
    labelURL = body.lenientText(.labelURL)
    from = (try? body.decode(PostalAddress.Body.self, forKey: .from))?.address
    to = (try? body.decode(PostalAddress.Body.self, forKey: .to))?.address
    createdAt = body.lenientTime(.createdAt)
  }

  package func encode(to encoder: any Encoder) throws {
    var body = encoder.container(keyedBy: CodingKeys.self)
    try body.encode(id, forKey: .id)
    try body.encode(trackingNumber, forKey: .trackingNumber)
    try body.encode(status, forKey: .status)
    try body.encode(mailClass?.rawValue, forKey: .mailClass)
    try body.encode(reference, forKey: .reference)
    try body.encode(cost, forKey: .cost)
    try body.encode(labelURL, forKey: .labelURL)
    try body.encode(from.map { PostalAddress.Body($0) }, forKey: .from)
    try body.encode(to.map { PostalAddress.Body($0) }, forKey: .to)
    try body.encode(createdAt?.iso8601, forKey: .createdAt)
  }
}
