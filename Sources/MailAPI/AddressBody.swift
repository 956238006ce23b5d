package import MailModel

extension PostalAddress {
  /// The address as the API's bodies carry it: an absent `company` or `street2` is left out.
  package struct Body: Codable, Hashable, Sendable {
    package var address: PostalAddress

    package init(_ address: PostalAddress) { self.address = address }

    enum CodingKeys: String, CodingKey {
      case name, company, street1, street2, city, state, zip, zip4
    }

    /// Reads leniently: missing members are empty, a numeric ZIP is its digits, `zip4` is joined.
    package init(from decoder: any Decoder) throws {
      let body = try decoder.container(keyedBy: CodingKeys.self)
      func text(_ key: CodingKeys) -> String { body.lenientText(key) ?? "" }
      var zip = text(.zip)
      if zip.count == 5, case let zip4 = text(.zip4), zip4.count == 4 { zip += "-" + zip4 }
      address = PostalAddress(
        name: text(.name), company: text(.company), street1: text(.street1),
        street2: text(.street2), city: text(.city), state: text(.state), zip: zip)
    }

    package func encode(to encoder: any Encoder) throws {
      var body = encoder.container(keyedBy: CodingKeys.self)
      if !address.name.isEmpty { try body.encode(address.name, forKey: .name) }
      if !address.company.isEmpty { try body.encode(address.company, forKey: .company) }
      try body.encode(address.street1, forKey: .street1)
      if !address.street2.isEmpty { try body.encode(address.street2, forKey: .street2) }
      try body.encode(address.city, forKey: .city)
      try body.encode(address.state, forKey: .state)
      try body.encode(address.zip, forKey: .zip)
    }
  }
}
