import Foundation
import MailAPIClient
import TestSupport
import Testing

@testable import CertmailCLI

@Suite struct KeySourceTests {
  private func file(_ text: String, _ name: String, in folder: URL, mode: Int = 0o600) throws
    -> String
  {
    let url = folder.appending(path: name)
    try Data(text.utf8).write(to: url)
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: url.path)
    return url.path
  }

  private func source(
    argument: String? = nil, job: String? = nil, _ environment: [String: String] = [:]
  ) -> KeySource {
    KeySource(argumentFile: argument, jobFile: job, variable: "MY_KEY", environment: environment)
  }

  @Test func `the first place that is named gives the key`() throws {
    let folder = try Scratch.folder()
    let argument = try file("argument\n", "a", in: folder)
    let job = try file("job\r\n", "b", in: folder)
    _ = try file("credential", KeySource.credentialName, in: folder)
    let environment = ["MY_KEY": "variable", "CREDENTIALS_DIRECTORY": folder.path]
    let found = try [
      source(argument: argument, job: job, environment).find(),
      source(job: job, environment).find(), source(environment).find(),
      source(["MY_KEY": "variable", "CREDENTIALS_DIRECTORY": "/nowhere"]).find(),
    ]
    #expect(
      try found.map(\.key) == ["argument", "job", "credential", "variable"].map { try APIKey($0) })
    #expect(found.map(\.place).first == .argument(argument))
    #expect(found.allSatisfy { $0.warning == nil })
  }

  @Test func `a named file that is unusable is an error, not a reason to look on`() throws {
    let folder = try Scratch.folder()
    let environment = ["MY_KEY": "variable"]
    let gone = folder.appending(path: "gone").path
    #expect(
      throws: KeyProblem.unreadable(.argument(gone), reason: "No such file or directory")
    ) { try source(argument: gone, environment).find() }
    let empty = try file("\n", "empty", in: folder)
    #expect(throws: KeyProblem.empty(.jobFile(empty))) {
      try source(job: empty, environment).find()
    }
    let two = try file("one\ntwo\n", "two", in: folder)
    #expect(throws: KeyProblem.malformed(.jobFile(two))) {
      try source(job: two, environment).find()
    }
  }

  @Test(arguments: [(0o600, false), (0o400, false), (0o640, true), (0o604, true)])
  func `a key file that others can use is warned of`(mode: Int, warns: Bool) throws {
    let path = try file("key", "k", in: try Scratch.folder(), mode: mode)
    let warning = try source(job: path).find().warning
    #expect((warning != nil) == warns)
    if let warning { #expect(warning.hasSuffix("run: chmod 600 \(path)")) }
  }

  @Test func `without any place the message names them all`() {
    #expect(throws: KeyProblem.missing(variable: "MY_KEY")) { try source(["MY_KEY": ""]).find() }
    #expect(
      KeyProblem.missing(variable: "MY_KEY").description
        == "no API key: name its file with --api-key-file or api.key_file, give systemd the "
        + "credential certmail-api-key, or set MY_KEY")
  }
}
