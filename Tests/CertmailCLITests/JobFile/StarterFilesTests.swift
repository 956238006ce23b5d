import Foundation
import MailModel
import TestSupport
import Testing

@testable import CertmailCLI

@Suite struct StarterFilesTests {
  private func file(_ name: String) throws -> StarterFiles.File {
    try #require(StarterFiles.all.first { $0.name == name })
  }

  @Test func `the starter job is a good job that needs no account`() throws {
    let text = try file(StarterFiles.jobName).text
    let job = try JobTexts.reader.read(Array(text.utf8), named: "there/certmail.json")
    #expect(job.notes.isEmpty)
    #expect(
      job.api.address
        == .sandbox(
          JobFile.SandboxFiles(store: "/work place/there/certmail.sandbox.sqlite", faults: nil)))
    #expect(job.limits.spendPerRun == Cents(50_000))
    #expect(StarterFiles.all.map(\.name).contains("inbox/list.csv"))
    #expect(job.input.files.map(\.text) == ["inbox/*.csv", "inbox/*.json"])
  }

  @Test func `the starter's own commented lines are good keys too`() throws {
    let commented = try file(StarterFiles.jobName).text.split(separator: "\n").map { line in
      let start = line.prefix { $0 == " " }
      return line.dropFirst(start.count).hasPrefix("// \"")
        ? start + line.dropFirst(start.count + 3) : line
    }
    let text = commented.joined(separator: "\n")
    let job = try JobTexts.reader.read(Array(text.utf8), named: "certmail.json")
    #expect(
      job.limits.approval == .required && job.api.keyFile == "/home/ruth/.config/certmail/key")
    #expect(job.input.columns[.name] == ["First Name", "Last Name"])
  }

  @Test func `the starter list has a field for each heading`() throws {
    let lines = try file("inbox/list.csv").text.split(separator: "\n")
    let counts = Set(lines.map { $0.split(separator: ",", omittingEmptySubsequences: false).count })
    #expect(lines.count == 4 && counts == [9])
  }

  @Test(arguments: [
    ("sandbox", false), ("http://127.0.0.1:80/api/v1", false), ("https://api.example.com/v1", true),
  ])
  func `only what another machine answers costs money`(baseURL: String, costs: Bool) throws {
    let text = try file(StarterFiles.jobName).text.replacing(
      "\"base_url\": \"sandbox\"", with: "\"base_url\": \"\(baseURL)\", \"key_file\": \"key\"")
    let job = try JobTexts.reader.read(Array(text.utf8), named: "certmail.json")
    #expect(job.mailsForMoney == costs)
  }

  @Test func `the sample is known by its bytes`() throws {
    let path = try Scratch.path("sample.csv")
    let text = try file("inbox/list.csv").text
    try Data(text.utf8).write(to: URL(filePath: path))
    #expect(StarterFiles.isSample(path))
    try Data((text + "x").utf8).write(to: URL(filePath: path))
    #expect(!StarterFiles.isSample(path) && !StarterFiles.isSample(path + "-missing"))
  }

  @Test func `the unit never starts mail again by itself and keeps the key out of sight`() throws {
    let unit = try file("certmail.service").text
    #expect(unit.contains("\nType=oneshot\n") && unit.contains("\nRestart=no\n"))
    #expect(unit.contains("\nLoadCredential=\(KeySource.credentialName):"))
    #expect(!unit.contains("Environment="))
    let start = try #require(unit.split(separator: "\n").first { $0.hasPrefix("ExecStart=") })
    let words = start.split(separator: " ").map(String.init).dropFirst()
    _ = try ArgumentParser.invocation(Array(words))
  }
}

@Suite struct ShippedJobsTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../..").standardized

  private func job(_ name: String) throws -> JobFile {
    let path = Self.root.appending(path: "jobs/\(name)").path
    return try JobFileReader(workingFolder: "/", home: "/home/ruth").read(path)
  }

  @Test(arguments: ["demo.json", "messy.json"])
  func `a demonstration spends nothing, finds its list and writes only where git looks away`(
    name: String
  ) throws {
    let job = try job(name)
    guard case .sandbox(let files) = job.api.address else {
      Issue.record("\(name) is not in the sandbox")
      return
    }
    for path in [job.ledger, job.output, files.store] {
      #expect(path.hasPrefix(job.folder + "/out/"))
    }
    #expect(try job.input.files.flatMap { try $0.matches() }.count == 1)
    #expect(job.input.done == nil)
  }

  @Test func `the nightly job explains every key, with its default`() throws {
    let text = try String(
      contentsOf: Self.root.appending(path: "jobs/nightly.json"), encoding: .utf8)
    let nightly = try job("nightly.json")
    let keys =
      RootKey.allCases.map(\.rawValue) + InputKey.allCases.map(\.rawValue)
      + APIKeys.allCases.map(\.rawValue) + ChecksKey.allCases.map(\.rawValue)
      + LinesKey.allCases.map(\.rawValue) + LimitsKey.allCases.map(\.rawValue)
      + UncertainKey.allCases.map(\.rawValue) + ReferenceKey.allCases.map(\.rawValue)
    for key in keys { #expect(text.contains("\"\(key)\":"), "\(key)") }
    let least = try JobTexts.read(JobTexts.job())
    #expect(nightly.checks == least.checks && nightly.lines == least.lines)
    #expect(nightly.uncertain == least.uncertain && nightly.reference == least.reference)
    #expect(nightly.limits.attempts == least.limits.attempts)
    #expect(nightly.limits.requestTimeout == least.limits.requestTimeout)
    #expect(nightly.limits.concurrentRequests == least.limits.concurrentRequests)
    #expect(nightly.limits.reserveRequests == least.limits.reserveRequests)
    #expect(nightly.api.address == least.api.address && nightly.api.keyFile == nil)
  }

  @Test func `every sample of one fault stands in the table of its folder`() throws {
    let folder = Self.root.appending(path: "samples/faults")
    let table = try String(contentsOf: folder.appending(path: "README.md"), encoding: .utf8)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(names.count > 30)
    for name in names where name != "README.md" { #expect(table.contains("`\(name)`"), "\(name)") }
  }

  @Test func `the clean list's ZIP codes lie in their states`() throws {
    let facts = Self.root.appending(path: "../shared/data/zip3-states.tsv").standardized
    guard let table = try? String(contentsOf: facts, encoding: .utf8) else {
      print("SKIPPED: no ../shared/data/zip3-states.tsv")
      return  // the table lies beside the package only where it is developed
    }
    let states = Dictionary(
      table.split(separator: "\n").map { line in
        let parts = line.split(separator: "\t").map(String.init)
        return (parts[0], parts.last?.split(separator: " ").map(String.init) ?? [])
      }, uniquingKeysWith: { first, _ in first })
    let list = try Data(contentsOf: Self.root.appending(path: "samples/case-list.json"))
    let rows = try JSONDecoder().decode([[String: String]].self, from: list)
    #expect(rows.count == 25)
    for row in rows {
      let (zip, state) = (row["zip"] ?? "", row["state"] ?? "")
      #expect(states[String(zip.prefix(3))]?.contains(state) == true, "\(zip) \(state)")
    }
  }
}
