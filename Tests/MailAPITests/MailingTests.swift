import Foundation
import MailAPI
import MailModel
import Testing

/// The provider's page, word for word but for the elided addresses.
private let documented = """
  {"id":"clx123abc","tracking_number":"9400111899223456789012","status":"label_generated",
   "mail_class":"certified_return_receipt",
   "cost":{"postage":8.12,"service_fee":1.64,"total":9.76},
   "label_url":"/api/v1/mailings/clx123abc/label",
   "from":{"name":"John Smith","street1":"123 Main St","city":"San Francisco","state":"CA","zip":"94105"},
   "to":{"name":"Jane Doe","street1":"456 Oak Ave","city":"Los Angeles","state":"CA","zip":"90001"},
   "created_at":"2024-01-15T10:30:00Z"}
  """

private func decode<Body: Decodable>(_ text: String, as type: Body.Type = Body.self) throws -> Body
{
  try JSONDecoder().decode(Body.self, from: Data(text.utf8))
}

@Suite struct MailingTests {
  @Test func `the page's example is read to the cent`() throws {
    let mailing: Mailing = try decode(documented)
    #expect(mailing.id == "clx123abc")
    #expect(mailing.cost == Cost(postage: Cents(812), serviceFee: Cents(164), total: Cents(976)))
    #expect(mailing.to?.name == "Jane Doe")
    #expect(mailing.createdAt?.iso8601 == "2024-01-15T10:30:00Z")
  }

  @Test(arguments: [
    #"{"id":"a","cost":{"postage":"8.12","service_fee":"1.64","total":"9.76"}}"#,
    #"{"id":"a","cost":{"postage":8.12,"service_fee":1.64}}"#,
    #"{"data":{"id":"a","cost":{"total":9.760,"postage":8.12}}}"#,
    #"{"mailing":{"id":"a","cost":{"total":9.76},"new_member":[{}]},"ok":true}"#,
  ])
  func `a total is read whatever form it comes in`(text: String) throws {
    let mailing: Mailing = try decode(text)
    #expect(mailing.id == "a")
    #expect(mailing.cost?.total == Cents(976))
  }

  @Test(arguments: [
    "{}", #"{"id":""}"#, #"{"id":null}"#, #"{"id":{}}"#, "[]", "1", #"{"data":{}}"#,
  ])
  func `an answer without an id is no mailing`(text: String) {
    #expect(throws: DecodingError.self) { try decode(text, as: Mailing.self) }
  }

  @Test(arguments: [
    ("8.620000000000001", Cents(862)), ("8.619999999999999", Cents(862)), (#""$8.62""#, Cents(862)),
    ("8.6200009", Cents(862)), ("8.620001", nil), ("8.625", nil), (#""8.620000000000001""#, nil),
    (#""€8.62""#, nil), ("0.0000001", nil),
  ])
  func `an amount is read exactly but for what binary arithmetic leaves`(
    text: String, cents: Cents?
  ) throws {
    let cost = try? decode(#"{"total": \#(text)}"#, as: Cost.self)
    #expect(cost?.total == cents)
  }

  @Test func `every two-decimal amount up to ten thousand cents survives the wire`() throws {
    for cents in Int64(0)...10_000 {
      let cost = Cost(postage: Cents(cents), serviceFee: .zero, total: Cents(cents))
      let bytes = try wireEncoder().encode(cost)
      #expect(try JSONDecoder().decode(Cost.self, from: bytes) == cost)
    }
  }

  @Test func `a body is the same bytes each time, members in order`() throws {
    let mailing = NewMailing(
      from: PostalAddress(name: "A", street1: "1 B St", city: "C", state: "CA", zip: "94105"),
      to: PostalAddress(
        name: "D", street1: "2 E St", street2: "Apt 3", city: "F", state: "CA", zip: "90001"),
      mailClass: MailClass("certified"), reference: "G/7 ~0000000000AB")
    let text = """
      {"from":{"city":"C","name":"A","state":"CA","street1":"1 B St","zip":"94105"},\
      "mail_class":"certified","reference":"G/7 ~0000000000AB",\
      "to":{"city":"F","name":"D","state":"CA","street1":"2 E St","street2":"Apt 3",\
      "zip":"90001"}}
      """
    #expect(String(decoding: try mailing.bytes(), as: UTF8.self) == text)
  }
}

@Suite struct ListingTests {
  @Test(arguments: [
    #"[{"id":"a"},{"id":"b"}]"#,
    #"{"data":[{"id":"a"},{"id":"b"}]}"#,
    #"{"total":2,"errors":[],"mailings":[{"id":"a"},{"id":"b"}]}"#,
  ])
  func `any envelope around one array is read`(text: String) throws {
    let listing: Listing<Mailing> = try decode(text)
    #expect(listing.items.map(\.id) == ["a", "b"])
    #expect(listing.unreadableCount == 0)
  }

  @Test func `an element that cannot be read is counted`() throws {
    let listing: Listing<Mailing> = try decode(#"{"data":[{"id":"a"},{"name":"?"},7,{"id":"b"}]}"#)
    #expect(listing.items.map(\.id) == ["a", "b"])
    #expect(listing.unreadableCount == 2)
  }

  @Test(arguments: ["{}", "7", #"{"data":{}}"#, #""text""#])
  func `what holds no array is refused`(text: String) {
    #expect(throws: DecodingError.self) { try decode(text, as: Listing<Mailing>.self) }
  }
}

@Suite struct ErrorEnvelopeTests {
  @Test func `the documented envelope is recognised`() {
    let body = Array(
      #"{"error":{"message":"Invalid API key","code":"unauthorized","status":401}}"#.utf8)
    #expect(
      ErrorEnvelope(body: body)
        == ErrorEnvelope(message: "Invalid API key", code: "unauthorized", status: 401))
  }

  @Test(arguments: ["<html>502 Bad Gateway</html>", "", "{}", #"{"error":"no"}"#, #"{"error":{}}"#])
  func `a proxy's page is not the envelope`(text: String) {
    #expect(ErrorEnvelope(body: Array(text.utf8)) == nil)
  }
}

@Suite struct WrappedAnswerTests {
  private func read<Body: Decodable>(_ type: Body.Type, _ text: String) throws -> Body {
    try JSONDecoder().decode(type, from: Data(text.utf8))
  }

  @Test func `tracking is read bare and wrapped, and not without a status`() throws {
    let bare = #"{"tracking_number":"94","status":"in_transit","events":[]}"#
    #expect(try read(Tracking.self, bare) == read(Tracking.self, #"{"data":\#(bare)}"#))
    #expect(throws: DecodingError.self) { try read(Tracking.self, #"{"data":{"events":[]}}"#) }
  }

  @Test func `a validation without a verdict has found what it standardises`() throws {
    let address = #"{"street1":"1 OAK ST","state":"CA","zip":"90001"}"#
    for text in [address, #"{"data":\#(address)}"#, #"{"address":\#(address)}"#] {
      let answer = try read(AddressValidation.self, text)
      #expect(answer.isValid)
      #expect(answer.address?.street1 == "1 OAK ST")
    }
    #expect(try !read(AddressValidation.self, #"{"valid":false,"address":\#(address)}"#).isValid)
    #expect(throws: DecodingError.self) { try read(AddressValidation.self, "{}") }
  }
}
