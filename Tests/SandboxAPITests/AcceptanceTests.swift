import Foundation
import MailAPI
import MailModel
import SQLiteKit
import Testing

@testable import SandboxAPI

/// What was accepted: journal and store, after restarts, crashes and among many clients.
@Suite struct AcceptanceTests {
  @Test func `the journal has one line a mailing, with all that tests compare`() async throws {
    let sandbox = try SandboxInFolder()
    let first = try await sandbox.create(reference: "CASE-1 ~0000000000AB").mailing
    await sandbox.create(reference: "plain")
    let lines = try sandbox.journal().map { $0.compactMapValues { $0 as? String } }
    #expect(lines.count == 2)
    #expect(lines[0]["at"] == "\(sandbox.clock.now.rawValue)")
    #expect(lines[0]["id"] == first.id)
    #expect(lines[0]["tracking_number"] == first.trackingNumber)
    #expect(lines[0]["token"] == "0000000000AB")
    #expect(lines[0]["mail_class"] == "certified_return_receipt")
    #expect(lines[0]["total"] == "976")
    #expect(lines[0]["postage"] == "812")
    #expect(lines[0]["service_fee"] == "164")
    #expect(lines[0]["to"]?.contains("Jane Doe") == true)
    #expect(lines[1]["token"] == nil)
  }

  @Test func `refused requests leave no line`() async throws {
    let sandbox = try SandboxInFolder()
    await sandbox.ask("POST", "/mailings", "{}")
    await sandbox.ask("POST", "/mailings", SandboxInFolder.order(), headers: [])
    #expect(try sandbox.journal().isEmpty)
  }

  @Test func `mailings, keys and tracking survive a restart`() async throws {
    let sandbox = try SandboxInFolder()
    let mailing = try await sandbox.create().mailing
    let number = mailing.trackingNumber ?? ""
    await sandbox.ask("POST", "/sandbox/tracking/\(number)", #"{"status":"notice_left"}"#)
    let again = try sandbox.restarted()
    let oldKey = [(name: "X-API-Key", value: sandbox.sandbox.key)]
    #expect(again.sandbox.key != sandbox.sandbox.key)
    let list = await again.ask("GET", "/mailings?status=notice_left", headers: oldKey)
    #expect(try list.ids == [mailing.id])
    #expect(try await again.create().mailing.id != mailing.id)
  }

  @Test(arguments: ["{\"at\":1,\"id\":\"clxnever\"}\n", "{\"at\":1,\"id\":\"clxtorn", "no JSON\n"])
  func `a line that a crash left is taken off at the next start, and no other`(
    line: String
  ) async throws {
    let sandbox = try SandboxInFolder()
    await sandbox.create()
    await sandbox.create()
    let path = sandbox.store + ".journal.jsonl"
    let before = try Data(contentsOf: URL(fileURLWithPath: path))
    try (before + Data(line.utf8)).write(to: URL(fileURLWithPath: path))
    let again = try sandbox.restarted()
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
    await again.create()
    #expect(try again.journal().count == 3)
  }

  @Test func `no more than eight lines are taken off`() async throws {
    let sandbox = try SandboxInFolder()
    let path = sandbox.store + ".journal.jsonl"
    let lines = (1...10).map { "{\"id\":\"clx\($0)\"}\n" }.joined()
    try Data(lines.utf8).write(to: URL(fileURLWithPath: path))
    #expect(try sandbox.restarted().journal().count == 10 - AcceptanceJournal.unfinishedLinesMax)
  }

  @Test func `many clients of two sandboxes on one store get a mailing each`() async throws {
    let first = try SandboxInFolder()
    let sandboxes = [first, try first.restarted()]
    let ids = try await withThrowingTaskGroup(of: String.self) { group in
      for number in 0..<60 {
        group.addTask { try await sandboxes[number % 2].create(reference: "R\(number)").mailing.id }
      }
      return try await group.reduce(into: [String]()) { $0.append($1) }
    }
    #expect(Set(ids).count == 60)
    let lines = try first.journal()
    #expect(Set(lines.compactMap { $0["id"] as? String }) == Set(ids))
    #expect(lines.count == 60)
  }

  @Test func `a store of an earlier version is read`() async throws {
    let sandbox = try SandboxInFolder()
    let mailing = try await sandbox.create().mailing
    // It knew no events: the status stood with the mailing.
    let connection = try Connection(path: sandbox.store)
    try connection.execute("DROP TABLE tracking_event; UPDATE mailing SET status = 'delivered'")
    let again = try sandbox.restarted()
    #expect(try await again.ask("GET", "/mailings/\(mailing.id)").mailing.status == "delivered")
    #expect(try await again.ask("GET", "/mailings?status=delivered").ids == [mailing.id])
  }

  @Test func `a store in a folder that is not there is refused by name`() throws {
    #expect(throws: (any Error).self) { try SandboxInFolder(store: "/nowhere/s.sqlite") }
  }
}
