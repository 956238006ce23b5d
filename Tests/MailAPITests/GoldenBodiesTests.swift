import Foundation
import MailAPI
import MailModel
import Testing

/// The bodies in samples/api, written by hand from the provider's page: read, and written back.
@Suite struct GoldenBodiesTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "samples/api")

  private static func bytes(_ name: String) throws -> Data {
    try Data(contentsOf: folder.appending(path: name + ".json"))
  }

  private static func read<Body: Decodable>(_ name: String, as type: Body.Type = Body.self) throws
    -> Body
  {
    try JSONDecoder().decode(Body.self, from: bytes(name))
  }

  /// Both as JSON values; members that are null count as left out.
  private static func value(_ bytes: Data) throws -> NSDictionary {
    func without(_ value: Any) -> Any {
      switch value {
      case let object as [String: Any]:
        object.filter { !($0.value is NSNull) }.mapValues(without) as NSDictionary
      case let list as [Any]: list.map(without) as NSArray
      default: value
      }
    }
    return try #require(
      without(try JSONSerialization.jsonObject(with: bytes)) as? NSDictionary)
  }

  private static func expectSame(_ body: some Encodable, _ name: String) throws {
    let written = try value(wireEncoder().encode(body))
    #expect(written == (try value(bytes(name))), "\(name)")
  }

  private static let sender = PostalAddress(
    name: "John Smith", street1: "123 Main St", city: "San Francisco", state: "CA", zip: "94105")
  private static let recipient = PostalAddress(
    name: "Jane Doe", street1: "456 Oak Ave", city: "Los Angeles", state: "CA", zip: "90001")

  @Test func `the page's request is what the client writes`() throws {
    let order = NewMailing(
      from: Self.sender, to: Self.recipient, mailClass: MailClass("certified_return_receipt"),
      reference: "CASE-2024-001")
    #expect(try Self.read("create-request") == order)
    try Self.expectSame(order, "create-request")
  }

  @Test(arguments: [("create-response", nil), ("mailing-with-reference", "CASE-2024-001")])
  func `the page's answer is read whole and written back`(name: String, reference: String?) throws {
    let mailing: Mailing = try Self.read(name)
    #expect(
      mailing
        == Mailing(
          id: "clx123abc", trackingNumber: "9400111899223456789012", status: "label_generated",
          mailClass: MailClass("certified_return_receipt"), reference: reference,
          cost: Cost(postage: Cents(812), serviceFee: Cents(164), total: Cents(976)),
          labelURL: "/api/v1/mailings/clx123abc/label", from: Self.sender, to: Self.recipient,
          createdAt: UTCTime(iso8601: "2024-01-15T10:30:00Z")))
    try Self.expectSame(mailing, name)
  }

  @Test func `a list is read whole and written back`() throws {
    let list: Listing<Mailing> = try Self.read("list-response")
    #expect(list.items.map(\.reference) == ["CASE-2024-001", nil])
    #expect(list.items.map { $0.cost?.total } == [Cents(976), Cents(750)])
    #expect(list.unreadableCount == 0)
    try Self.expectSame(DataEnvelope(list.items), "list-response")
  }

  @Test func `the error envelope is read and written back`() throws {
    let envelope: ErrorEnvelope = try Self.read("error")
    #expect(
      envelope == ErrorEnvelope(message: "Invalid API key", code: "unauthorized", status: 401))
    try Self.expectSame(envelope, "error")
  }

  @Test func `tracking is read whole and written back`() throws {
    let tracking: Tracking = try Self.read("tracking-response")
    #expect(tracking.events.map(\.status) == ["label_generated", "in_transit", "delivered"])
    #expect(tracking.events.map(\.location) == [nil, "SAN FRANCISCO, CA", "LOS ANGELES, CA"])
    try Self.expectSame(tracking, "tracking-response")
  }

  @Test func `an address to validate is what the client writes`() throws {
    let address = PostalAddress(
      name: "never sent", street1: "1600 Pennsylvania Ave", city: "Washington", state: "DC",
      zip: "20500")
    try Self.expectSame(AddressToValidate(address), "validate-request")
  }

  @Test func `a validation is read, ZIP and ZIP+4 joined`() throws {
    let found: AddressValidation = try Self.read("validate-response")
    #expect(found.isValid)
    #expect(found.address?.zip == "20500-0005")
    #expect(found.address?.street1 == "1600 PENNSYLVANIA AVE NW")
    let missed: AddressValidation = try Self.read("validate-response-undeliverable")
    #expect(!missed.isValid)
    #expect(missed.messages == ["Address not found"])
    try Self.expectSame(missed, "validate-response-undeliverable")
  }

  @Test func `prices are read to the cent and written back`() throws {
    let table: Listing<ClassPrice> = try Self.read("pricing-response")
    #expect(table.items.map(\.cost.total) == [750, 976, 876, 1574].map { Cents($0) })
    try Self.expectSame(PricingBody(table.items), "pricing-response")
    let price: ClassPrice = try Self.read("calculate-response")
    #expect(price.cost.total == Cents(976))
    try Self.expectSame(price, "calculate-response")
    try Self.expectSame(MailingToPrice(mailClass: price.mailClass), "calculate-request")
  }

  @Test func `no golden body is left untested`() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
    #expect(names.count { $0.hasSuffix(".json") } == 12)
  }
}
