import MailAPI
import MailModel
import Testing

@testable import SandboxAPI

@Suite struct ListingFaultTests {
  /// A sandbox with so many mailings and their ids, oldest first.
  private func sandbox(_ faults: String, _ count: Int = 8) async throws -> (
    SandboxInFolder, [String]
  ) {
    let sandbox = try SandboxInFolder(faults: faults)
    var ids: [String] = []
    for number in 1...count {
      ids.append(try await sandbox.create(reference: "Case-\(number) ~0000000000AB").mailing.id)
    }
    return (sandbox, ids)
  }

  private func list(_ sandbox: SandboxInFolder, limit: Int = 100) async throws -> [String] {
    try await sandbox.ask("GET", "/mailings?limit=\(limit)").ids
  }

  @Test func `a list that lags shows a mailing late, and by its id at once`() async throws {
    let (sandbox, ids) = try await sandbox(#"{"listing": {"lag_milliseconds": 2000}}"#, 1)
    sandbox.clock.pass(.milliseconds(1999))
    #expect(try await list(sandbox) == [])
    #expect(await sandbox.ask("GET", "/mailings/\(ids[0])").status == 200)
    sandbox.clock.pass(.milliseconds(1))
    #expect(try await list(sandbox) == ids)
  }

  @Test func `a cap cuts the list whatever is asked for`() async throws {
    let (sandbox, ids) = try await sandbox(#"{"listing": {"cap": 3}}"#)
    #expect(try await list(sandbox) == Array(ids.reversed().prefix(3)))
    #expect(try await list(sandbox, limit: 2).count == 2)
  }

  @Test func `oldest first leaves the oldest`() async throws {
    let (sandbox, ids) = try await sandbox(#"{"listing": {"order": "oldest"}}"#)
    #expect(try await list(sandbox, limit: 3) == Array(ids.prefix(3)))
  }

  @Test func `unordered is the same each time, in no order, another for another seed`() async throws
  {
    let (sandbox, ids) = try await sandbox(#"{"seed": 7, "listing": {"order": "unordered"}}"#)
    let all = try await list(sandbox)
    #expect(Set(all) == Set(ids))
    #expect(all != ids && all != ids.reversed())
    #expect(try await list(sandbox) == all)
    #expect(try await list(sandbox, limit: 3) == Array(all.prefix(3)))
    let other = try sandbox.restarted(faults: #"{"seed": 8, "listing": {"order": "unordered"}}"#)
    #expect(try await list(other) != all)
  }

  @Test func `other people's rows stand between, and are nobody's by id`() async throws {
    let (sandbox, ids) = try await sandbox(#"{"listing": {"others": 3}}"#)
    let all = try await list(sandbox)
    #expect(all.count == 32)
    #expect(Set(all).count == 32)
    #expect(stride(from: 0, to: 32, by: 4).map { all[$0] } == ids.reversed())
    #expect(try await list(sandbox, limit: 5).count == 5)
    #expect(await sandbox.ask("GET", "/mailings/\(all[1])").status == 404)
  }

  @Test(arguments: [("data", #"{"data":["#), ("bare", "["), ("mailings", #"{"mailings":["#)])
  func `the envelope is another`(envelope: String, start: String) async throws {
    let (sandbox, ids) = try await sandbox(#"{"listing": {"envelope": "\#(envelope)"}}"#, 2)
    let answer = await sandbox.ask("GET", "/mailings")
    #expect(answer.text.hasPrefix(start))
    #expect(try answer.ids == ids.reversed())
  }

  // MARK: Echo

  @Test(
    arguments: [
      ("verbatim", #""reference":"Case-1 ~0000000000AB""#), ("cut", #""reference":"Case-""#),
      ("upper", #""reference":"CASE-1 ~0000000000AB""#), ("null", #""reference":null"#),
      ("missing", nil),
    ], ["in_answer", "by_id", "in_list"])
  func `the reference comes back altered where the script says, and only there`(
    form: (name: String, text: String?), place: String
  ) async throws {
    let sandbox = try SandboxInFolder(
      faults: #"{"echo": {"\#(place)": "\#(form.name)", "length": 5}}"#)
    let made = await sandbox.create(reference: "Case-1 ~0000000000AB")
    let answers = [
      "in_answer": made, "by_id": await sandbox.ask("GET", "/mailings/\(try made.mailing.id)"),
      "in_list": await sandbox.ask("GET", "/mailings"),
    ]
    for (name, answer) in answers {
      if name != place {
        #expect(answer.text.contains(#""reference":"Case-1 ~0000000000AB""#))
      } else if let text = form.text {
        #expect(answer.text.contains(text))
      } else {
        #expect(!answer.text.contains("reference"))
      }
    }
    #expect(try sandbox.journal().first?["reference"] as? String == "Case-1 ~0000000000AB")
  }

  @Test func `a reference that looks like a member is not taken out`() async throws {
    let sandbox = try SandboxInFolder(faults: #"{"rules": [{"on": "POST", "do": "no_id"}]}"#)
    let made = await sandbox.create(reference: #"\"id\":\"clx1njchu\","#)
    #expect(made.text.contains(#"\"id\":\"clx1njchu\","#))
    #expect(!made.text.contains(#","id":"#))
  }
}
