import Foundation
import MailModel
import TestSupport
import Testing

@testable import CertmailCLI

/// `api create`: through the ledger, so that the same letter is never made twice.
@Suite(.serialized) struct CreateCommandTests {
  private static let letter = [
    "api", "create", "--name", "Jane Doe", "--street1", "456 Oak Ave", "--city", "Los Angeles",
    "--state", "CA", "--zip", "90001",
  ]

  private func expect(_ states: [MailingState: Int], _ job: JobOnSocket) async throws {
    #expect(try await job.states() == states)
  }

  private func create(_ job: JobOnSocket, _ options: String...) async -> Int32 {
    await create(job, Self.letter + options)
  }

  private func create(_ job: JobOnSocket, _ words: [String]) async -> Int32 {
    await CertmailCLI.Program.run([words[0], job.job] + words.dropFirst() + ["--json", "--quiet"])
  }

  private func running(
    _ api: VariantAPI = VariantAPI(), extra: [String: Any] = [:],
    _ body: (VariantAPI, JobOnSocket) async throws -> Void
  ) async throws {
    let server = try api.start()
    defer { server.stop() }
    try await body(api, try JobOnSocket(baseURL: server.baseURL, rows: 1, extra: extra))
  }

  @Test func `the same call again is the same letter`() async throws {
    try await running { api, job in
      for _ in 0..<3 { #expect(await create(job, "--yes") == 0) }
      #expect(api.accepted.count == 1)
      try await expect([.done: 1], job)
    }
  }

  @Test func `blanks, case of the state and the job's own class make no other letter`()
    async throws
  {
    try await running { api, job in
      #expect(await create(job, "--yes") == 0)
      var words = Self.letter
      words[5] = "  456  Oak Ave "
      words[9] = "ca"
      #expect(await create(job, words + ["--yes", "--mail-class", "certified"]) == 0)
      #expect(api.accepted.count == 1)
    }
  }

  @Test func `another reference is another letter`() async throws {
    try await running { api, job in
      #expect(await create(job, "--yes", "--reference", "A-1") == 0)
      #expect(await create(job, "--yes", "--reference", "A-2") == 0)
      #expect(api.accepted.count == 2)
    }
  }

  @Test func `a letter that a list has mailed is not mailed again`() async throws {
    try await running { api, job in
      #expect(await job.run("run") == 0)
      let words = [
        "api", "create", "--name", "Jane Doe", "--street1", "1 Oak St", "--street2", "APT 4",
        "--city", "Los Angeles", "--state", "CA", "--zip", "90001", "--reference", "C-0", "--yes",
      ]
      #expect(await create(job, words) == 3)
      #expect(api.accepted.count == 1)
      try await expect([.done: 1, .duplicate: 1], job)
    }
  }

  @Test func `without --yes and without a terminal nothing is done`() async throws {
    try await running { api, job in
      #expect(await create(job) == 2)
      #expect(api.accepted.isEmpty)
      try await expect([:], job)
    }
  }

  @Test(arguments: [
    ("--state", "CF"), ("--zip", "9000"), ("--sender", "nobody"), ("--mail-class", "pigeon"),
  ])
  func `a letter that cannot be mailed is refused before anything is stored`(
    option: String, value: String
  ) async throws {
    try await running(
      VariantAPI(refusal: { call in
        call.name == "POST /pricing/calculate" ? .error(422, "unprocessable_entity") : nil
      })
    ) { api, job in
      #expect(await create(job, "--yes", option, value) == 2)
      #expect(api.accepted.isEmpty)
      #expect(!FileManager.default.fileExists(atPath: job.folder + "/out"))
    }
  }

  @Test func `letters of a list in line stay there, unchecked and unsent`() async throws {
    try await running(extra: ["checks": ["address": "api"]]) { api, job in
      #expect(await job.run("import") == 0)
      #expect(await create(job, "--yes") == 0)
      #expect(api.accepted.count == 1)
      #expect(api.accepted.first.map { "\($0.sent)".contains("456 Oak Ave") } == true)
      try await expect([.queued: 1, .done: 1], job)
      #expect(await create(job, "--yes") == 0)
      try await expect([.queued: 1, .done: 1], job)
      #expect(await job.run("run") == 0)
      try await expect([.done: 2], job)
      #expect(api.accepted.count == 2)
    }
  }

  @Test func `a letter over the cap waits, and none of a list goes in its place`() async throws {
    try await running(extra: ["limits": ["spend_per_run": "5.00"]]) { api, job in
      #expect(await job.run("import") == 0)
      #expect(await create(job, "--yes") != 0)
      #expect(api.accepted.isEmpty)
    }
  }

  @Test func `an answer that is lost is looked up, never sent again`() async throws {
    try await running(
      VariantAPI(change: { call, reply in
        if call.name == "POST /mailings" { reply.text = "created!" }
      })
    ) { api, job in
      #expect(await create(job, "--yes") == 0)
      #expect(await create(job, "--yes") == 0)
      #expect(api.accepted.count == 1)
      #expect(api.count("POST /mailings") == 1)
    }
  }

  @Test func `an outcome that nobody knows is said with 6, by every further call too`()
    async throws
  {
    try await running(
      VariantAPI(refusal: { call in
        guard call.name == "POST /mailings" else { return nil }
        var reply = VariantAPI.Reply.error(502, "bad_gateway")
        reply.text = "<html>proxy</html>"
        return reply
      }), extra: ["uncertain": ["settle": "1h"]]
    ) { api, job in
      for _ in 0..<2 { #expect(await create(job, "--yes") == 6) }
      #expect(api.count("POST /mailings") == 1)
      try await expect([.uncertain: 1], job)
    }
  }

  @Test func `a refusal is told with 3 and stays refused`() async throws {
    try await running(
      VariantAPI(refusal: { call in
        call.name == "POST /mailings" ? .error(422, "unprocessable_entity") : nil
      })
    ) { api, job in
      #expect(await create(job, "--yes") == 3)
      #expect(await create(job, "--yes") == 3)
      #expect(api.count("POST /mailings") == 1)
    }
  }

  @Test func `a key that is refused ends with 4, and the letter waits in line`() async throws {
    try await running(
      VariantAPI(refusal: { call in
        call.name == "POST /mailings" && call.number == 1 ? .error(401, "unauthorized") : nil
      })
    ) { api, job in
      #expect(await create(job, "--yes") == 4)
      try await expect([.queued: 1], job)
      #expect(await create(job, "--yes") == 0)
      #expect(api.accepted.count == 1)
    }
  }

  @Test func `--yes is no approval where the job asks for one`() async throws {
    let limits: [String: Any] = ["approval": "required", "request_timeout": "20s"]
    try await running(extra: ["limits": limits]) { api, job in
      #expect(await create(job, "--yes") == 8)
      #expect(api.accepted.isEmpty)
      try await expect([.held: 1], job)
      #expect(await job.run("approve", "--expect-count", "1", "--expect-total", "7.00") == 0)
      #expect(await create(job, "--yes") == 0)
      #expect(api.accepted.count == 1)
    }
  }
}
