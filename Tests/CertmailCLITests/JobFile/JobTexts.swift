@testable import CertmailCLI

/// Job texts and readings for the tests of this folder; each shows only what matters.
enum JobTexts {
  /// The least that a job file may say, without braces.
  static let least = """
    "name": "nightly",
    "input": {"files": ["inbox/*.csv"]},
    "from": {"name": "Ruth Ames", "street1": "1 Pine St", "city": "Salem", "state": "OR",
             "zip": "97301"},
    "mail_class": "certified",
    "api": {},
    "ledger": "nightly.sqlite",
    "output": "out/nightly"
    """

  /// The least job with `more` as further members.
  static func job(_ more: String = "") -> String { "{\(more.isEmpty ? "" : more + ",")\(least)}" }

  /// The least job with `line`, one of its members, in place of the member of that name.
  static func job(replacing member: String, by line: String) -> String {
    var lines = least.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    lines = lines.map { $0.hasPrefix("\"\(member)\"") ? line : $0 }
    if member == "from" { lines.removeAll { $0.contains("\"97301\"},") } }
    return "{\(lines.joined(separator: "\n"))}"
  }

  static let reader = JobFileReader(workingFolder: "/work place", home: "/home/ruth")

  /// The job that `text` describes as `jobs/nightly.json`.
  static func read(_ text: String) throws(JobFileError) -> JobFile {
    try reader.read(Array(text.utf8), named: "jobs/nightly.json")
  }

  /// The problems of `text` as a person sees them; empty when it is a good job.
  static func problems(_ text: String) -> [String] {
    do {
      _ = try read(text)
      return []
    } catch {
      return error.description.split(separator: "\n").map(String.init)
    }
  }

  /// The problems without the file's name and place.
  static func messages(_ text: String) -> [String] {
    problems(text).map { $0.split(separator: " ", maxSplits: 1).dropFirst().joined() }
  }
}
