import Foundation
import HTTPServer
import MailAPI
import Testing

@testable import SandboxAPI

/// The sample scripts are what their table says, and each does something.
@Suite struct FaultSampleTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "samples/faults/sandbox")

  private static func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix(".json") }.map { String($0.dropLast(5)) }.sorted()
  }

  private static func text(_ name: String) throws -> String {
    try String(contentsOf: folder.appending(path: name + ".json"), encoding: .utf8)
  }

  /// All that a client sees of one course of calls.
  private func seen(_ faults: String?) async throws -> [String] {
    let sandbox = try SandboxInFolder(faults: faults)
    var answers: [Answer] = []
    var id = ""
    for number in 1...6 {
      let made = await sandbox.create(reference: "Case-\(number) for the court ~0000000000AB")
      // Answers that tell no id are part of what is tested; the last one that does is asked for.
      id = (try? made.mailing.id) ?? id
      answers.append(made)
      sandbox.clock.pass(.milliseconds(1))
    }
    answers.append(await sandbox.ask("GET", "/mailings?limit=100"))
    answers.append(await sandbox.ask("GET", "/mailings/\(id)"))
    answers.append(await sandbox.ask("GET", "/mailings/\(id)/label"))
    return answers.map { answer in
      let headers = answer.response.headers.map { "\($0.name): \($0.value)" }.sorted()
      return
        "\(answer.status) \(headers) \(answer.response.body.count) \(answer.response.body.prefix(4096)) "
        + "\(answer.response.delivery) \(answer.response.delay) \(answer.response.omitsLength)"
    }
  }

  @Test func `every sample plays its fault`() async throws {
    let names = try Self.names()
    #expect(names.count > 80)
    let calm = try await seen(nil)
    for name in names where name != "mix" {
      #expect(try await seen(try Self.text(name)) != calm, "\(name)")
    }
  }

  @Test func `the mix plays over many requests and loses none that it says it made`() async throws {
    let sandbox = try SandboxInFolder(faults: try Self.text("mix"))
    var calm = 0
    for number in 1...200 {
      let answer = await sandbox.create(reference: "R\(number)")
      if answer.status == 201, answer.response.delivery == .complete { calm += 1 }
    }
    sandbox.clock.pass(.seconds(1))
    _ = await sandbox.ask("GET", "/pricing")
    let accepted = try sandbox.journal().count
    #expect((120...190).contains(calm))
    #expect(accepted > calm && accepted < 200)
  }

  @Test func `every sample stands in the table`() throws {
    let table = try String(
      contentsOf: Self.folder.appending(path: "README.md"), encoding: .utf8)
    // Families such as `echo-list-…` stand once.
    let entries = table.matches(of: #/`([a-z0-9-]+)(…[a-z-]*)?`/#).map {
      (start: String($0.output.1), isFamily: $0.output.2 != nil)
    }
    for name in try Self.names() {
      let isFamily = ["status-", "label-late-"].contains { name.hasPrefix($0) }
      #expect(
        isFamily || entries.contains { $0.isFamily ? name.hasPrefix($0.start) : name == $0.start },
        "\(name)")
    }
  }
}
