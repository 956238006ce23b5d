import MailModel
import Testing

@testable import CertmailCLI

@Suite struct CallReaderTests {
  private func call(_ words: String...) throws(UsageError) -> APICall? {
    let invocation = try ArgumentParser.invocation(["api"] + words)
    guard case .call(let arguments) = invocation.action else { return nil }
    return arguments.call
  }

  private func message(_ line: String) -> String {
    do {
      return "\(try ArgumentParser.invocation(line.split(separator: " ").map(String.init)))"
    } catch {
      return error.message
    }
  }

  @Test func `each call has its operands and options`() throws {
    let session = APICall.KeySession(file: nil)
    #expect(try call("n.json", "mailings") == .mailings(status: nil, limit: nil))
    #expect(
      try call("--limit", "100", "n.json", "--status", "delivered", "mailings")
        == .mailings(status: "delivered", limit: 100))
    #expect(try call("n.json", "mailing", "clx1") == .mailing(id: "clx1"))
    #expect(try call("n.json", "label", "clx1", "-o", "l.pdf") == .label(id: "clx1", file: "l.pdf"))
    #expect(
      try call("n.json", "label", "clx1", "--output=l.pdf") == .label(id: "clx1", file: "l.pdf"))
    #expect(try call("n.json", "tracking", "94001") == .tracking(number: "94001"))
    #expect(try call("n.json", "pricing") == .pricing)
    #expect(
      try call("n.json", "price", "--mail-class", "certified") == .price(MailClass("certified")))
    #expect(try call("n.json", "price") == .price(nil))
    #expect(try call("n.json", "keys", "list") == .keysList(session))
    #expect(
      try call(
        "n.json", "keys", "create", "nightly", "--permission", "*", "--permission", "pricing:read")
        == .keysCreate(name: "nightly", permissions: [.all, .pricingRead], session))
    #expect(
      try call("n.json", "keys", "revoke", "k1", "--yes", "--session-file", "s")
        == .keysRevoke(id: "k1", isConfirmed: true, APICall.KeySession(file: "s")))
  }

  @Test func `create and validate take an address`() throws {
    let address = PostalAddress(
      street1: "456 Oak Ave", street2: "APT 2", city: "Los Angeles", state: "CA", zip: "90001")
    let words = [
      "--street1", "456 Oak Ave", "--street2", "APT 2", "--city", "Los Angeles", "--state", "CA",
      "--zip", "90001",
    ]
    let validate = try ArgumentParser.invocation(["api", "n.json", "validate"] + words)
    let job = JobArguments(path: "n.json")
    #expect(validate.action == .call(CallArguments(job: job, call: .validate(address))))
    let create = try ArgumentParser.invocation(
      ["api", "n.json", "create", "--name", "Jane Doe", "--reference", "C-1", "--yes"] + words)
    var recipient = address
    recipient.name = "Jane Doe"
    let letter = APICall.NewLetter(
      recipient: recipient, mailClass: nil, reference: "C-1", sender: nil, isConfirmed: true)
    #expect(create.action == .call(CallArguments(job: job, call: .create(letter))))
  }

  @Test(arguments: [
    ("api", "JOB is missing: the job file"), ("api n.json", "the call is missing behind the job"),
    ("api n.json mailngs", "unknown call \"mailngs\"; did you mean mailings?"),
    ("api n.json keys", "keys needs one of list, create and revoke"),
    ("api n.json keys make", "keys needs one of list, create and revoke"),
    ("api n.json label", "ID is missing: as the API names it"),
    ("api n.json mailings x", "one operand too many: \"x\""),
    ("api n.json pricing --limit 3", "unknown option \"--limit\" for api pricing"),
    ("api n.json mailings --limit 101", "--limit \"101\": expected a whole number from 1 to 100"),
    ("api n.json mailings --lmit 1", "unknown option \"--lmit\" for api; did you mean --limit?"),
    ("api n.json validate --city X", "--street1 is missing: street and number"),
    (
      "api n.json create --street1 a --city b --state c --zip d",
      "--name or --company is missing: the recipient"
    ),
    (
      "api n.json keys create n --permission mailings",
      "--permission \"mailings\": expected *, mailings:read, mailings:write, addresses:read or pricing:read"
    ),
  ])
  func `a wrong call is refused with what was expected`(line: String, message: String) {
    #expect(self.message(line) == message)
  }

  @Test func `no two options of all calls are spelled alike`() {
    let options = Set(CommandName.calls.flatMap { CommandTable.spec($0).ownOptions })
    #expect(Set(options.map(\.spec.long)).count == options.count)
  }
}
