import Foundation
import HTTPServer
import MailAPI
import MailModel
import Testing

@testable import SandboxAPI

@Suite struct StandardAddressTests {
  @Test(arguments: [
    ("123 Main Street", "123 MAIN ST"), ("123 north main street", "123 N MAIN ST"),
    ("123 Main St.", "123 MAIN ST"),
    ("1600 Pennsylvania Avenue Northwest", "1600 PENNSYLVANIA AVE NW"),
    ("12 North Street", "12 NORTH ST"), ("5 Avenue C", "5 AVENUE C"),
    ("77 Boulevard of the Allies", "77 BOULEVARD OF THE ALLIES"),
    ("9 Park Avenue, Apartment 5B", "9 PARK AVE APT 5B"), ("9 Oak Rd #5", "9 OAK RD # 5"),
    ("9 Oak Rd Suite 100", "9 OAK RD STE 100"), ("PO Box 12", "PO BOX 12"), ("", ""),
    ("100 West", "100 WEST"), ("4 South East Boulevard", "4 S EAST BLVD"),
  ])
  func `a street line gets USPS abbreviations where they belong`(given: String, standard: String) {
    #expect(StandardAddress.street(given) == standard)
  }

  @Test(arguments: [
    ("Suite 5", "STE 5"), ("apartment 2", "APT 2"), ("c/o Jane Doe", "C/O JANE DOE"), ("", ""),
  ])
  func `a second line has its unit shortened`(given: String, standard: String) {
    #expect(StandardAddress.unit(given) == standard)
  }

  @Test(arguments: StreetWords.suffixes.keys.sorted())
  func `a standard suffix stays as it is`(word: String) throws {
    let standard = try #require(StreetWords.suffixes[word])
    #expect(StreetWords.suffixes[standard] == standard)
  }

  @Test func `the page's example is what the golden answer says`() async throws {
    let sandbox = try SandboxInFolder()
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appending(path: "samples/api")
    let ask = try String(
      contentsOf: folder.appending(path: "validate-request.json"), encoding: .utf8)
    let golden = try Data(contentsOf: folder.appending(path: "validate-response.json"))
    let answer = await sandbox.ask("POST", "/addresses/validate", ask)
    let given = try JSONSerialization.jsonObject(with: Data(answer.response.body)) as? NSDictionary
    #expect(given == (try JSONSerialization.jsonObject(with: golden) as? NSDictionary))
  }

  @Test func `a made-up ZIP+4 is the same each time, another elsewhere, and a given one stays`()
    throws
  {
    func standard(_ street: String, _ zip: String) throws -> StandardAddress {
      StandardAddress(
        PostalAddress(street1: street, city: "Reno", state: "NV", zip: zip),
        zip: try #require(ZIPCode(zip)))
    }
    let first = try standard("1 Oak Street", "89501").zip4
    #expect(first.count == 4)
    #expect(try standard("1 OAK ST", "89501").zip4 == first)
    #expect(try standard("2 Oak Street", "89501").zip4 != first)
    #expect(try standard("1 Oak Street", "89501-1234").zip4 == "1234")
  }

  @Test(arguments: [
    (["street1": " "], "street1"), (["city": ""], "city"), (["state": "XX"], "state"),
    (["zip": "1"], "zip"), (["street1": "1 Undeliverable St"], "not found"),
  ])
  func `an address that cannot be right is not valid, and says why`(
    change: [String: String], word: String
  ) async throws {
    let answer = await (try SandboxInFolder()).ask(
      "POST", "/addresses/validate", SandboxInFolder.address(change))
    #expect(answer.status == 200)
    #expect(answer.text.contains(#""valid":false"#))
    #expect(answer.text.contains(word))
    #expect(!answer.text.contains(#""address""#))
  }

  @Test(arguments: [
    ("1 Undeliverable St", 200, 422), ("1 Unprocessable St", 422, 422),
    ("1 Internal Error St", 500, 500), ("1 Missing Unit St", 200, 201),
  ])
  func `magic addresses are refused as their table says, and nothing is made`(
    street: String, validated: Int, created: Int
  ) async throws {
    let sandbox = try SandboxInFolder()
    let body = SandboxInFolder.address(["street1": street])
    #expect(await sandbox.ask("POST", "/addresses/validate", body).status == validated)
    let answer = await sandbox.create(street: street)
    #expect(answer.status == created)
    #expect(answer.error?.status == (created == 201 ? nil : created))
    #expect(try sandbox.journal().count == (created == 201 ? 1 : 0))
  }
}
