package import MailModel

/// The price of one mail class, as `GET /pricing` and `POST /pricing/calculate` give it.
package struct ClassPrice: Codable, Hashable, Sendable {
  package var mailClass: MailClass
  package var description: String?
  package var cost: Cost

  package init(mailClass: MailClass, description: String? = nil, cost: Cost) {
    self.mailClass = mailClass
    self.description = description
    self.cost = cost
  }

  enum CodingKeys: String, CodingKey {
    case mailClass = "mail_class"
    case description, cost
  }

  /// Reads the three amounts beside the class, or in a member `cost`.
  package init(from decoder: any Decoder) throws {
    let body = try decoder.container(keyedBy: CodingKeys.self)
    mailClass = MailClass(try body.decode(String.self, forKey: .mailClass))
    description = body.lenientText(.description)
    cost =
      body.contains(.cost)
      ? try body.decode(Cost.self, forKey: .cost) : try Cost(from: decoder)
  }

  package func encode(to encoder: any Encoder) throws {
    var body = encoder.container(keyedBy: CodingKeys.self)
    try body.encode(mailClass.rawValue, forKey: .mailClass)
    try body.encodeIfPresent(description, forKey: .description)
    try cost.encode(to: encoder)
  }
}

/// The body of `POST /pricing/calculate`.
package struct MailingToPrice: Encodable, Hashable, Sendable {
  package var mailClass: MailClass

  package init(mailClass: MailClass) { self.mailClass = mailClass }

  enum CodingKeys: String, CodingKey { case mailClass = "mail_class" }

  package func encode(to encoder: any Encoder) throws {
    var body = encoder.container(keyedBy: CodingKeys.self)
    try body.encode(mailClass.rawValue, forKey: .mailClass)
  }
}

/// The answer of `GET /pricing` as the contract shapes it.
package struct PricingBody: Encodable, Sendable {
  package var currency = "USD"
  package var data: [ClassPrice]

  package init(_ data: [ClassPrice]) { self.data = data }
}
