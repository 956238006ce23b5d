import Foundation

/// One line of the doctor's: what was looked at, what was found, what to do.
struct Diagnosis: Hashable, Sendable {
  enum Verdict: String, Hashable, Sendable {
    case ok, warning, problem
  }

  /// What was looked at, a few words: `clock`, `key`.
  var check: String
  var verdict: Verdict
  var finding: String
  /// What to do; empty when all is well.
  var remedy: String
  /// The exit status that a problem asks for; `done` for the others.
  var status: ExitStatus

  static func ok(_ check: String, _ finding: String) -> Diagnosis {
    Diagnosis(check: check, verdict: .ok, finding: finding, remedy: "", status: .done)
  }

  static func warning(_ check: String, _ finding: String, _ remedy: String) -> Diagnosis {
    Diagnosis(check: check, verdict: .warning, finding: finding, remedy: remedy, status: .done)
  }

  static func problem(
    _ check: String, _ finding: String, _ remedy: String, _ status: ExitStatus = .failed
  ) -> Diagnosis {
    Diagnosis(check: check, verdict: .problem, finding: finding, remedy: remedy, status: status)
  }

  var json: JSONText {
    [
      "check": .text(check), "verdict": .text(verdict.rawValue), "finding": .text(finding),
      "remedy": .text(remedy),
    ]
  }

  /// The line for people, and below it the remedy.
  func lines(checkWidth: Int) -> String {
    let word = verdict.rawValue.padding(toLength: 8, withPad: " ", startingAt: 0)
    let name = check.padding(toLength: checkWidth, withPad: " ", startingAt: 0)
    let line = "\(word) \(name)  \(finding)"
    guard !remedy.isEmpty else { return line }
    return line + "\n" + String(repeating: " ", count: checkWidth + 11) + "→ \(remedy)"
  }
}

extension [Diagnosis] {
  /// The worst verdict among them.
  var verdict: Diagnosis.Verdict {
    if contains(where: { $0.verdict == .problem }) { return .problem }
    return contains { $0.verdict == .warning } ? .warning : .ok
  }

  /// The exit status that they ask for together.
  var status: ExitStatus { ExitStatus.worst(of: map(\.status)) }
}
