import CertmailCLI
import ChildProcess
import Foundation
import SQLiteKit
import TestSupport

/// A job with its list in a folder of its own, run as its user would.
struct JobInFolder {
  let folder: String

  var job: String { folder + "/job.json" }

  init(
    rows: Int = 6, list: String? = nil, faults: String? = nil, extra: [String: Any] = [:]
  ) throws {
    folder = try Scratch.folder().path
    try Self.write(list ?? Self.list(rows: rows), folder + "/list.csv")
    var api: [String: Any] = ["base_url": "sandbox", "sandbox_store": "s.sqlite"]
    if let faults {
      try Self.write(faults, folder + "/faults.json")
      api["sandbox_faults"] = "faults.json"
    }
    var members: [String: Any] = [
      "name": "path", "input": ["files": ["list.csv"]],
      "from": [
        "name": "Firm", "street1": "1 Main St", "city": "San Francisco", "state": "CA",
        "zip": "94105",
      ],
      "mail_class": "certified", "ledger": "l.sqlite", "output": "out",
      "checks": ["address": "offline"], "uncertain": ["settle": "1s"],
      "limits": ["request_timeout": "20s", "reserve_requests": 0], "api": api,
    ]
    members.merge(extra) { $1 }
    try JSONSerialization.data(withJSONObject: members).write(to: URL(fileURLWithPath: job))
  }

  /// Gives a member of the job file another value.
  func set(_ member: String, _ value: Any) throws {
    let file = URL(fileURLWithPath: job)
    let read = try JSONSerialization.jsonObject(with: Data(contentsOf: file))
    var members = read as? [String: Any] ?? [:]
    members[member] = value
    try JSONSerialization.data(withJSONObject: members).write(to: file)
  }

  static func list(rows: Int) -> String {
    "reference,name,street1,city,state,zip\n"
      + (1...rows).map { "CASE-\($0),Jane Doe,\($0) Oak St,Los Angeles,CA,90001\n" }.joined()
  }

  /// Written long enough ago not to be waited for.
  static func write(_ text: String, _ path: String) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSinceNow: -60)], ofItemAtPath: path)
  }

  /// Runs a command on the job; returns its exit status.
  func run(_ command: String, _ options: String...) async -> Int32 {
    await Program.run([command, job, "--quiet"] + options)
  }

  /// What the program, built beside the tests, prints on its standard output for a command.
  func output(_ command: String, _ options: [String] = []) throws -> String {
    let tests = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
    return try ChildProgram(path: tests.path + "/certmail")
      .run([command, job, "--quiet"] + options).text
  }

  /// What it says on its standard error for a command.
  func words(_ command: String, _ options: [String] = []) throws -> String {
    let tests = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
    return try ChildProgram(path: tests.path + "/certmail")
      .run([command, job, "--progress", "none"] + options).complaints
  }

  /// Rows by state, read with SQL.
  func states() throws -> [String: Int] {
    var states: [String: Int] = [:]
    try Connection(path: folder + "/l.sqlite", mode: .readOnly)
      .prepare("SELECT state, count(*) FROM mailing GROUP BY state")
      .eachRow { states[$0.text(0)] = $0.int(1) }
    return states
  }

  /// The references of what the sandbox made, by its own store.
  func accepted() throws -> [String] {
    try Connection(path: folder + "/s.sqlite", mode: .readOnly)
      .prepare("SELECT json_extract(body, '$.reference') FROM mailing").map { $0.text(0) }
  }

  /// Changes the ledger behind the program's back.
  func change(_ sql: String) throws {
    try Connection(path: folder + "/l.sqlite", mode: .readWriteCreate).execute(sql)
  }

  /// The first column of a query on the ledger.
  func column(_ sql: String) throws -> [String] {
    try Connection(path: folder + "/l.sqlite", mode: .readOnly).prepare(sql).map { $0.text(0) }
  }

  /// One member of each mailing that the sandbox made.
  func sent(_ member: String) throws -> [String] {
    try Connection(path: folder + "/s.sqlite", mode: .readOnly)
      .prepare("SELECT json_extract(body, '$.\(member)') FROM mailing").map { $0.text(0) }
  }
}
