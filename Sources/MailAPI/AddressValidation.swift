package import MailModel

/// The answer of `POST /addresses/validate`.
package struct AddressValidation: Codable, Hashable, Sendable {
  package var isValid: Bool
  /// The standardised form, when the API gives one; without name and company.
  package var address: PostalAddress?
  package var messages: [String]

  package init(isValid: Bool, address: PostalAddress?, messages: [String]) {
    self.isValid = isValid
    self.address = address
    self.messages = messages
  }

  enum CodingKeys: String, CodingKey {
    case isValid = "valid"
    case address, messages
  }

  /// Reads `valid` as a truth value or its text, also wrapped as `{"data": {…}}`. An answer that
  /// says neither and gives the standardised address has found it; throws when there is neither.
  package init(from decoder: any Decoder) throws {
    let inner = try decoder.unwrapped(unless: CodingKeys.isValid)
    let body = try inner.container(keyedBy: CodingKeys.self)
    // Both are extras: what cannot be read is as good as missing.
    let given = (try? body.decode(PostalAddress.Body.self, forKey: .address))?.address
    let bare = (try? PostalAddress.Body(from: inner))?.address
    address = given ?? bare.flatMap { $0.street1.isEmpty || $0.zip.isEmpty ? nil : $0 }
    switch body.lenientText(.isValid)?.lowercased() {
    case "true": isValid = true
    case "false": isValid = false
    default:
      guard address != nil else {
        throw DecodingError.dataCorruptedError(
          forKey: .isValid, in: body, debugDescription: "neither true nor false, and no address")
      }
      isValid = true
    }
    messages = (try? body.decode([String].self, forKey: .messages)) ?? []
  }

  package func encode(to encoder: any Encoder) throws {
    var body = encoder.container(keyedBy: CodingKeys.self)
    try body.encode(isValid, forKey: .isValid)
    try body.encodeIfPresent(address.map { PostalAddress.Body($0) }, forKey: .address)
    try body.encode(messages, forKey: .messages)
  }
}

/// The body of `POST /addresses/validate`.
package struct AddressToValidate: Encodable, Hashable, Sendable {
  package var address: PostalAddress

  package init(_ address: PostalAddress) { self.address = address }

  package func encode(to encoder: any Encoder) throws {
    var plain = address
    (plain.name, plain.company) = ("", "")
    try PostalAddress.Body(plain).encode(to: encoder)
  }
}
