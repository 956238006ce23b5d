import Foundation
import JobLedger
import MailModel
import Synchronization
import TestSupport

@testable import CertmailCLI

/// The program's exit status; the test library has one of its own.
typealias Status = CertmailCLI.ExitStatus

/// A job in a folder of its own whose API is a test's server on loopback.
struct JobOnSocket {
  let folder: String
  var job: String { folder + "/job.json" }
  var arguments: JobArguments { JobArguments(path: job) }

  /// - Parameter baseURL: without the path of the API.
  init(baseURL: String, rows: Int = 3, extra: [String: Any] = [:]) throws {
    folder = try Scratch.folder().path
    try Self.write(Self.list(rows), folder + "/list.csv")
    try Self.write("321m_test_variant\n", folder + "/key")
    var members: [String: Any] = [
      "name": "variant", "input": ["files": ["list.csv"]],
      "from": [
        "name": "Ruth Ames", "street1": "1 Pine St", "city": "Salem", "state": "OR",
        "zip": "97301",
      ],
      "mail_class": "certified", "ledger": "l.sqlite", "output": "out",
      "checks": ["address": "offline"], "uncertain": ["settle": "1s"],
      "limits": ["request_timeout": "20s", "attempts": 2, "spend_per_run": "100.00"],
      "api": ["base_url": baseURL + "/api/v1", "key_file": "key"],
    ]
    members.merge(extra) { $1 }
    try JSONSerialization.data(withJSONObject: members).write(to: URL(filePath: job))
  }

  private static func list(_ rows: Int) -> String {
    "reference,name,street1,street2,city,state,zip\n"
      + (0..<rows).map { "C-\($0),Jane Doe,\($0 + 1) Oak St,APT 4,Los Angeles,CA,90001\n" }
      .joined()
  }

  /// Private, and written long enough ago not to be waited for.
  static func write(_ text: String, _ path: String) throws {
    try Data(text.utf8).write(to: URL(filePath: path))
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSinceNow: -60), .posixPermissions: 0o600],
      ofItemAtPath: path)
  }

  /// Runs the program as its user would.
  func run(_ command: String, _ options: String...) async -> Int32 {
    await CertmailCLI.Program.run([command, job, "--quiet"] + options)
  }

  /// Rows by state, as `status` says.
  func states() async throws -> [MailingState: Int] {
    let session = try JobSession(arguments, Recording().console(), writes: false)
    return try await session.ledger.tally().mapValues(\.rows)
  }

  /// Every mailing that was made, in list order.
  func pieces() async throws -> [PieceRecord] {
    let session = try JobSession(arguments, Recording().console(), writes: false)
    var pieces: [PieceRecord] = []
    for batch in try await session.ledger.batches() {
      pieces += try await session.ledger.entries(of: batch, after: 0, limit: 100)
        .compactMap(\.piece)
    }
    return pieces
  }
}

/// What a console wrote, each stream by itself.
final class Recording: Sendable {
  private let texts = Mutex<[String: String]>([:])

  var out: String { texts.withLock { $0["out"] ?? "" } }
  var errors: String { texts.withLock { $0["err"] ?? "" } }

  /// A console that is no terminal.
  func console(_ display: DisplayOptions = DisplayOptions(), width: Int? = nil) -> Console {
    Console(
      display: display, output: sink("out", width), errors: sink("err", nil),
      surroundings: .init(environment: [:], zone: .gmt))
  }

  private func sink(_ stream: String, _ width: Int?) -> TextSink {
    TextSink(
      write: { bytes throws(SinkError) in
        let text = String(decoding: bytes, as: UTF8.self)
        self.texts.withLock { $0[stream, default: ""] += text }
      }, terminalWidth: { width })
  }
}
