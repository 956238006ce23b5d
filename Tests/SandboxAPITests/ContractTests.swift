import HTTPServer
import MailAPI
import MailModel
import Testing

@testable import SandboxAPI

private let address = SandboxInFolder.address()

@Suite struct ContractTests {
  @Test func `the page's example makes a mailing at its price`() async throws {
    let sandbox = try SandboxInFolder()
    let made = await sandbox.create()
    #expect(made.status == 201)
    let mailing = try made.mailing
    #expect(mailing.cost == Cost(postage: Cents(812), serviceFee: Cents(164), total: Cents(976)))
    #expect(mailing.status == "label_generated")
    #expect(mailing.labelURL == "/api/v1/mailings/\(mailing.id)/label")
    #expect(try await sandbox.ask("GET", "/mailings/\(mailing.id)").mailing == mailing)
    #expect(try await sandbox.ask("GET", "/mailings").ids == [mailing.id])
  }

  @Test(arguments: [
    ("POST", "/mailings", "{", 400, "JSON"), ("POST", "/mailings", "[]", 400, "object"),
    ("POST", "/mailings", "{}", 400, "from"), ("POST", "/mailings", #"{"from":1}"#, 400, "from"),
    ("POST", "/mailings", #"{"from":\#(address)}"#, 400, "to"),
    ("POST", "/mailings", #"{"from":\#(address),"to":{"name":1}}"#, 400, "to.name"),
    ("POST", "/mailings", #"{"from":\#(address),"to":\#(address)}"#, 400, "mail_class"),
    ("POST", "/mailings", SandboxInFolder.order(mailClass: "x"), 422, "mail_class"),
    (
      "POST", "/mailings", SandboxInFolder.order(reference: String(repeating: "é", count: 256)),
      422, "reference"
    ),
    ("GET", "/mailings/nothing", nil, 404, "mailing"), ("GET", "/tracking/1", nil, 404, "tracking"),
    ("GET", "/mailings/nothing/label", nil, 404, "mailing"),
    ("GET", "/mailings?limit=101", nil, 400, "limit"),
    ("GET", "/mailings?limit=0", nil, 400, "limit"),
    ("GET", "/mailings?limit=+5", nil, 400, "limit"),
    ("GET", "/mailings?limit=", nil, 400, "limit"),
    ("DELETE", "/mailings", nil, 405, "GET, POST"), ("PUT", "/pricing", nil, 405, "GET"),
    ("GET", "/nowhere", nil, 404, "path"), ("GET", "/mailings/", nil, 404, "path"),
    ("GET", "/mailings//label", nil, 404, "path"),
    ("POST", "/pricing/calculate", #"{"mail_class":"x"}"#, 422, "mail_class"),
    ("POST", "/pricing/calculate", #"{"mail_class":"certified","to":1}"#, 400, "to"),
    ("POST", "/addresses/validate", #"{"street1":"1 A St"}"#, 400, "city"),
  ])
  func `wrong input has the documented envelope, which names what is wrong`(
    method: String, path: String, body: String?, status: Int, word: String
  ) async throws {
    let answer = await (try SandboxInFolder()).ask(method, path, body)
    #expect(answer.status == status)
    #expect(answer.error?.status == status)
    #expect(answer.error?.message.contains(word) == true, "\(answer.text)")
    #expect(answer.error?.code == SandboxRefusal.code(status))
    #expect((answer.header("Allow") != nil) == (status == 405))
  }

  @Test(arguments: ["name", "street1", "city", "state", "zip"])
  func `each needed field of an address is missed by its name, empty or absent`(
    field: String
  ) async throws {
    let sandbox = try SandboxInFolder()
    for (change, status) in [(#""\#(field)":"""#, 422), (#""x":"y""#, 400)] {
      let spoiled = address.replacing(
        #/"(?<name>[a-z0-9]+)":"[^"]*"/#,
        with: { $0.output.name == field ? change : String($0.output.0) })
      let body = #"{"from":\#(address),"to":\#(spoiled),"mail_class":"certified"}"#
      let answer = await sandbox.ask("POST", "/mailings", body)
      #expect(answer.status == status)
      #expect(answer.error?.message.contains("to.\(field)") == true, "\(answer.text)")
    }
  }

  @Test(arguments: [
    ("state", "ca"), ("state", "CAL"), ("zip", "9000"), ("zip", "90001-12"), ("zip", "9000A"),
    ("zip", "90001-"),
  ])
  func `a state or ZIP of the wrong form is 422`(field: String, value: String) async throws {
    let to = SandboxInFolder.address([field: value])
    let body = #"{"from":\#(address),"to":\#(to),"mail_class":"certified"}"#
    let answer = await (try SandboxInFolder()).ask("POST", "/mailings", body)
    #expect(answer.status == 422)
    #expect(answer.error?.message.contains("to.\(field)") == true)
  }

  @Test(arguments: [
    ("application/json", 201), ("application/json; charset=utf-8", 201),
    ("Application/JSON", 201), ("text/plain", 415), ("application/jsonp", 415), ("", 415),
  ])
  func `a body must be called JSON`(type: String, status: Int) async throws {
    let answer = await (try SandboxInFolder()).ask(
      "POST", "/mailings", SandboxInFolder.order(), type: type)
    #expect(answer.status == status)
  }

  @Test func `a reference of 255 characters is taken`() async throws {
    let reference = String(repeating: "é", count: 255)
    let made = await (try SandboxInFolder()).create(reference: reference)
    #expect(try made.mailing.reference == reference)
  }

  @Test func `a list is newest first, of the length asked for, ten unless asked`() async throws {
    let sandbox = try SandboxInFolder()
    var ids: [String] = []
    for _ in 0..<12 { ids.append(try await sandbox.create().mailing.id) }
    #expect(try await sandbox.ask("GET", "/mailings").ids == Array(ids.reversed().prefix(10)))
    #expect(
      try await sandbox.ask("GET", "/mailings?limit=3").ids == Array(ids.reversed().prefix(3)))
    #expect(try await sandbox.ask("GET", "/mailings?limit=100").ids == ids.reversed())
    #expect(try await sandbox.ask("GET", "/mailings?status=delivered").ids == [])
  }

  @Test func `a label is a PDF, the same each time and another for another mailing`() async throws {
    let sandbox = try SandboxInFolder()
    let mailing = try await sandbox.create().mailing
    let label = await sandbox.ask("GET", "/mailings/\(mailing.id)/label")
    #expect(label.header("Content-Type") == "application/pdf")
    #expect(label.response.body.starts(with: "%PDF-".utf8))
    let again = await sandbox.ask("GET", "/mailings/\(mailing.id)/label")
    #expect(again.response.body == label.response.body)
    let other = try await sandbox.create().mailing.id
    let second = await sandbox.ask("GET", "/mailings/\(other)/label")
    #expect(second.response.body != label.response.body)
  }

  @Test func `the price table and a single price agree`() async throws {
    let sandbox = try SandboxInFolder()
    let table = try await sandbox.ask("GET", "/pricing").decoded(as: Listing<ClassPrice>.self)
    #expect(table.items.count == 4)
    for price in table.items {
      let body = #"{"mail_class":"\#(price.mailClass.rawValue)","to":\#(address)}"#
      let single: ClassPrice = try await sandbox.ask("POST", "/pricing/calculate", body).decoded()
      #expect(single == price)
    }
  }

  @Test func `the page's own mailing is known and never listed`() async throws {
    let sandbox = try SandboxInFolder()
    let tracking: Tracking = try await sandbox.ask("GET", "/tracking/9400111899223456789012")
      .decoded()
    #expect(tracking.status == "delivered")
    #expect(
      try await sandbox.ask("GET", "/mailings/clx123abc").mailing.reference == "CASE-2024-001")
    #expect(await sandbox.ask("GET", "/mailings/clx123abc/label").status == 200)
    #expect(try await sandbox.ask("GET", "/mailings").ids == [])
  }
}
