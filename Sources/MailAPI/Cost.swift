package import MailModel

/// What a mailing costs, as the API's bodies carry it (schema `Cost`).
package struct Cost: Codable, Hashable, Sendable {
  package var postage: Cents
  package var serviceFee: Cents
  package var total: Cents

  package init(postage: Cents, serviceFee: Cents, total: Cents) {
    self.postage = postage
    self.serviceFee = serviceFee
    self.total = total
  }

  enum CodingKeys: String, CodingKey {
    case postage
    case serviceFee = "service_fee"
    case total
  }

  /// Reads amounts given as numbers or as text; a missing total is the sum of the two parts, a
  /// missing part is what the total leaves.
  package init(from decoder: any Decoder) throws {
    let body = try decoder.container(keyedBy: CodingKeys.self)
    let postage = body.lenientCents(.postage)
    let fee = body.lenientCents(.serviceFee)
    guard let total = body.lenientCents(.total) ?? postage.map({ $0 + (fee ?? .zero) }) else {
      throw DecodingError.dataCorruptedError(
        forKey: .total, in: body, debugDescription: "no amount that can be read exactly")
    }
    self.total = total
    self.postage = postage ?? total - (fee ?? .zero)
    self.serviceFee = fee ?? total - self.postage
  }

  package func encode(to encoder: any Encoder) throws {
    var body = encoder.container(keyedBy: CodingKeys.self)
    try body.encode(postage.jsonNumber, forKey: .postage)
    try body.encode(serviceFee.jsonNumber, forKey: .serviceFee)
    try body.encode(total.jsonNumber, forKey: .total)
  }
}
