import Foundation
import HTTPServer
import MailAPI
import MailModel
import SQLiteKit
import TestSupport
import Testing

@testable import SandboxAPI

/// Why the sandbox does not start or does not do what it is asked, letter for letter.
@Suite struct SandboxMessagesTests {
  private func complaint(_ body: () throws -> Void) -> String? {
    #expect(throws: SandboxError.self) { try body() }?.description
  }

  @Test func `scripts and stores that cannot be used`() throws {
    let path = try Scratch.path("f.json")
    #expect(
      complaint { _ = try FaultScript(path: path) }
        == "\(path): the fault script cannot be read; check its name and rights")
    #expect(
      complaint { _ = try FaultScript(json: Data(#"{"rate": {"limitt": 3}}"#.utf8), name: "f") }
        == "f: rate.limitt: this key is not known; known are limit, window_seconds, headers,"
        + " retry_after, comment")
    let journal = path + "/none.jsonl"
    #expect(
      complaint { _ = try AcceptanceJournal(path: journal) }
        == "\(journal): cannot be written: No such file or directory; give another store")
  }

  @Test func `a window that is used up`() async throws {
    let api = try SandboxInFolder(faults: #"{"rate": {"limit": 1, "window_seconds": 60}}"#)
    #expect(await api.ask("GET", "/pricing").status == 200)
    let answer = await api.ask("GET", "/pricing")
    #expect(answer.status == 429)
    #expect(answer.error?.message == "too many requests; wait for the next window")
  }

  @Test func `a disk that is full`() throws {
    let journal = try AcceptanceJournal(path: "/dev/full")
    let error = #expect(throws: SandboxRefusal.self) {
      try journal.append(DocumentedExample.mailing, at: UTCTime(rawValue: 0))
    }
    let refused = try #require(error)
    #expect(Answer(response: refused.response).error?.message == "the sandbox's disk is full")
    #expect(refused.response.status == 500)
  }

  @Test func `a store that fails, is full, or has no label`() async throws {
    let api = try SandboxInFolder()
    func change(_ sql: String) throws {
      let store = try Connection(path: api.store)
      try store.execute(sql)
    }
    let id = try await api.create().mailing.id
    try change("UPDATE mailing SET body = json_set(body, '$.tracking_number', 'none')")
    #expect(
      await api.ask("GET", "/mailings/\(id)/label").error?.message == "this mailing has no label")
    try change("PRAGMA foreign_keys = OFF; UPDATE mailing SET number = 9999999")
    #expect(
      await api.create().error?.message == "the sandbox is full; start with another store")
    try change("DROP TABLE mailing")
    #expect(await api.ask("GET", "/mailings/\(id)").error?.message == "the sandbox's store fails")
  }
}
