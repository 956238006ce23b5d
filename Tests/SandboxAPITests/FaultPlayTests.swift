import HTTPServer
import MailAPI
import MailModel
import Testing

@testable import SandboxAPI

@Suite struct FaultPlayTests {
  /// A sandbox in which the second creation meets a rule, and that creation's answer.
  private func second(_ rule: String) async throws -> (SandboxInFolder, Answer) {
    let sandbox = try SandboxInFolder(
      faults: #"{"rules": [{"on": "POST /mailings", "nth": 2, \#(rule)}]}"#)
    #expect(await sandbox.create(reference: "FIRST").status == 201)
    return (sandbox, await sandbox.create(reference: "SECOND"))
  }

  @Test(
    arguments: [
      ("close", HTTPDelivery.close), ("reset", .reset(afterBytes: 0)), ("silent", .silent),
      (#"cut", "bytes": 7"#, .cut(bytes: 7)), (#"reset", "bytes": 7"#, .reset(afterBytes: 7)),
      (#"drip", "milliseconds": 3"#, .drip(pause: .milliseconds(3))),
      ("garbage", .garbage(Array("\u{1}\u{2}this is not HTTP\r\n\r\n".utf8))),
    ], [true, false])
  func `an answer is lost, accepted before the fault or not`(
    fault: (action: String, delivery: HTTPDelivery), after: Bool
  ) async throws {
    let quote = fault.action.contains("\"") ? "" : "\""
    let (sandbox, answer) = try await second(
      #""after": \#(after), "do": "\#(fault.action)\#(quote)"#)
    #expect(answer.response.delivery == fault.delivery)
    #expect(answer.status == (after ? 201 : 500))
    #expect(try sandbox.journal().count == (after ? 2 : 1))
    #expect(try await sandbox.ask("GET", "/mailings").ids.count == (after ? 2 : 1))
  }

  @Test(arguments: [400, 401, 402, 403, 404, 405, 408, 409, 413, 415, 422, 425, 429, 500, 502, 503])
  func `each status comes with the envelope or as a proxy says it, accepted or not`(
    status: Int
  ) async throws {
    for after in [true, false] {
      let rule = #""do": "status", "status": \#(status), "after": \#(after)"#
      let (sandbox, answer) = try await second(rule)
      #expect(answer.status == status)
      #expect(answer.error?.status == status)
      #expect(answer.error?.code == SandboxRefusal.code(status))
      #expect(try sandbox.journal().count == (after ? 2 : 1))
      let (_, plain) = try await second(rule + #", "plain": true"#)
      #expect(plain.status == status)
      #expect(plain.error == nil)
      #expect(plain.header("Content-Type") == "text/html")
    }
  }

  @Test(arguments: [
    (#""do": "html""#, 200, "text/html", "<html>"),
    (#""do": "empty", "status": 201"#, 201, nil, ""),
    (#""do": "text", "status": 201, "text": "{}""#, 201, "application/json", "{}"),
    (#""do": "redirect""#, 307, nil, ""),
    (#""do": "short", "bytes": 9"#, 201, "application/json", "{\"cost\":"),
  ])
  func `a success may have another body`(
    rule: String, status: Int, type: String?, start: String
  ) async throws {
    let (sandbox, answer) = try await second(rule + #", "after": true"#)
    #expect(answer.status == status)
    #expect(answer.header("Content-Type") == type)
    #expect(answer.text.hasPrefix(start))
    #expect((answer.header("Location") != nil) == (status == 307))
    #expect(throws: (any Error).self) { try answer.mailing }
    #expect(try sandbox.journal().count == 2)
  }

  @Test func `an answer without an id is otherwise whole`() async throws {
    let (sandbox, answer) = try await second(#""do": "no_id""#)
    #expect(answer.status == 201)
    #expect(!answer.text.contains(#""id""#))
    #expect(answer.text.contains(#""reference":"SECOND""#))
    #expect(try sandbox.journal().count == 2)
  }

  @Test func `an id that another has is the newest other's`() async throws {
    let (sandbox, answer) = try await second(#""do": "taken_id""#)
    let ids = try await sandbox.ask("GET", "/mailings").ids
    #expect(try answer.mailing.id == ids.last)
    #expect(ids.count == 2)
  }

  @Test func `another recipient is told, and the right one is kept`() async throws {
    let (sandbox, answer) = try await second(#""do": "other_recipient""#)
    let told = try answer.mailing
    #expect(told.to?.name == "Somebody Else")
    #expect(try await sandbox.ask("GET", "/mailings/\(told.id)").mailing.to?.name == "Jane Doe")
    #expect(try sandbox.journal().count == 2)
  }

  @Test func `a charge above the quote is charged, in the store and the journal too`() async throws
  {
    let (sandbox, answer) = try await second(#""do": "dearer", "cents": 250"#)
    let told = try answer.mailing
    #expect(told.cost?.total == Cents(976 + 250))
    #expect(try await sandbox.ask("GET", "/mailings/\(told.id)").mailing.cost == told.cost)
    #expect(try sandbox.journal().last?["total"] as? String == "1226")
  }

  @Test func `a cut answer may lack its length`() async throws {
    let (_, answer) = try await second(#""do": "cut", "bytes": 300, "no_length": true"#)
    #expect(answer.response.omitsLength)
    #expect(answer.response.delivery == .cut(bytes: 300))
  }

  @Test func `a delay holds the answer back and changes nothing else`() async throws {
    let (sandbox, answer) = try await second(#""do": "delay", "milliseconds": 70"#)
    #expect(answer.response.delay == .milliseconds(70))
    #expect(try answer.mailing.reference == "SECOND")
    #expect(try sandbox.journal().count == 2)
  }

  // MARK: Late acceptance

  @Test(arguments: [
    ("close", HTTPDelivery.close), ("reset", .reset(afterBytes: 0)), ("silent", .silent),
  ])
  func `a late request is accepted after its connection died, dated when it was due`(
    ending: String, delivery: HTTPDelivery
  ) async throws {
    let (sandbox, answer) = try await second(
      #""do": "late", "milliseconds": 500, "ending": "\#(ending)""#)
    #expect(answer.response.delivery == delivery)
    let due = sandbox.clock.now.advanced(by: .milliseconds(500))
    sandbox.clock.pass(.milliseconds(499))
    #expect(try await sandbox.ask("GET", "/mailings").ids.count == 1)
    sandbox.clock.pass(.seconds(5))
    let third = try await sandbox.create(reference: "THIRD").mailing.id
    let list: Listing<Mailing> = try await sandbox.ask("GET", "/mailings").decoded()
    #expect(list.items.map(\.reference) == ["THIRD", "SECOND", "FIRST"])
    #expect(list.items.first?.id == third)
    #expect(list.items[1].createdAt == UTCTime(rawValue: due.rawValue / 1000 * 1000))
    #expect(
      try sandbox.journal().map { $0["reference"] as? String } == ["FIRST", "SECOND", "THIRD"])
  }

  @Test func `a late request is accepted after a restart, once`() async throws {
    let (sandbox, _) = try await second(#""do": "late", "milliseconds": 500"#)
    sandbox.clock.pass(.seconds(1))
    let again = try sandbox.restarted()
    #expect(try await again.ask("GET", "/mailings").ids.count == 2)
    let third = try again.restarted()
    #expect(try await third.ask("GET", "/mailings").ids.count == 2)
    #expect(try third.journal().count == 2)
  }

  @Test func `a late request that is wrong is refused at once and never accepted`() async throws {
    let sandbox = try SandboxInFolder(
      faults: #"{"rules": [{"on": "POST /mailings", "do": "late", "milliseconds": 1}]}"#)
    let answer = await sandbox.ask("POST", "/mailings", SandboxInFolder.order(mailClass: "x"))
    #expect(answer.status == 422)
    #expect(answer.response.delivery == .complete)
    sandbox.clock.pass(.seconds(1))
    #expect(try await sandbox.ask("GET", "/mailings").ids == [])
  }

  // MARK: Labels

  @Test(arguments: [404, 409, 202, 425])
  func `each label is late by so many tries`(status: Int) async throws {
    let sandbox = try SandboxInFolder(
      faults: """
        {"rules": [{"on": "GET /mailings/{id}/label", "each": true, "times": 2, "do": "status",
          "status": \(status)}]}
        """)
    for id in [try await sandbox.create().mailing.id, try await sandbox.create().mailing.id] {
      var statuses: [Int] = []
      for _ in 0..<3 { statuses.append(await sandbox.ask("GET", "/mailings/\(id)/label").status) }
      #expect(statuses == [status, status, 200])
    }
  }

  @Test func `a label is short, or as large as asked and still ends like a PDF`() async throws {
    let sandbox = try SandboxInFolder(
      faults: """
        {"rules": [{"on": "GET /mailings/{id}/label", "nth": 1, "do": "short"},
          {"on": "GET /mailings/{id}/label", "nth": 2, "do": "huge", "bytes": 1000000}]}
        """)
    let path = "/mailings/\(try await sandbox.create().mailing.id)/label"
    // The second rule counts only what the first one leaves: this one, the next and the one after.
    let short = await sandbox.ask("GET", path).response.body
    let whole = await sandbox.ask("GET", path).response.body
    let huge = await sandbox.ask("GET", path).response.body
    #expect(short == Array(whole.prefix(whole.count / 2)))
    #expect(huge.count == 1_000_000)
    #expect(huge.starts(with: "%PDF-".utf8))
    #expect(String(decoding: huge.suffix(6), as: UTF8.self).hasPrefix("%%EOF"))
  }
}
