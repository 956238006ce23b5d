import ChildProcess
import Foundation
import MailModel

/// The program `qpdf` (Apache licence, packaged by every distribution): it merges PDF files without
/// changing their pages.
struct QPDF: Sendable {
  let program: ChildProgram
  /// How long one call may take.
  let secondsMax: Int

  /// Looks for `qpdf` in the absolute folders of `path` (the form of `PATH`).
  init(path: String, secondsMax: Int) throws(BinderError) {
    guard var found = ChildProgram(named: "qpdf", in: path) else { throw .qpdfMissing }
    found.environment = ["LC_ALL": "C", "PATH": "/usr/bin:/bin"]
    program = found
    self.secondsMax = secondsMax
  }

  /// Appends page ranges one after the other into a new file.
  /// - Parameter pages: file and range in turn, as `--pages` takes them.
  func merge(_ pages: [String], into file: URL) throws(BinderError) -> ChildProgram.Outcome {
    // The deterministic id makes the same labels the same file.
    try run(
      ["--empty", "--deterministic-id", "--object-streams=generate", "--pages"] + pages
        + ["--", file.path])
  }

  /// How many pages `file` has; `nil` when qpdf cannot say.
  func pageCount(_ file: URL) throws(BinderError) -> Int? {
    let outcome = try run(["--show-npages", file.path])
    return outcome.isDone ? Int(outcome.text.filter { !$0.isWhitespace }) : nil
  }

  private func run(_ arguments: [String]) throws(BinderError) -> ChildProgram.Outcome {
    let outcome: ChildProgram.Outcome
    do {
      outcome = try program.run(arguments, for: .seconds(secondsMax))
    } catch {
      throw .qpdfFailed("\(program.path) could not be started: \(SystemReason.text(error))")
    }
    guard outcome.ending != nil else { throw .qpdfTooSlow(seconds: secondsMax) }
    return outcome
  }
}

extension ChildProgram.Outcome {
  /// How much is told of what qpdf complained, in characters.
  static let complaintMax = 300

  /// Whether qpdf did it; 3 is "done, with warnings": the input had faults that could be repaired.
  var isDone: Bool { status == 0 || status == 3 }

  /// The first line that it complained with.
  var complaint: String {
    let line = complaints.prefix { $0 != "\n" }.prefix(Self.complaintMax)
    return line.isEmpty ? "it did not say why" : String(line)
  }
}
