import Foundation
import JobLedger
import MailModel
import Submission

/// Looks at the ledger without writing to it; it may not exist yet.
struct LedgerChecks {
  let job: JobFile
  let keyKind: String?

  private var shown: String { ShownPath.text(job.ledger) }

  func run() async -> [Diagnosis] {
    var lines = [MountedDisk.diagnosis(of: job.ledger)]
    guard FileManager.default.fileExists(atPath: job.ledger) else {
      return lines + [.ok("ledger", "\(shown): not there yet; the first run makes it")]
    }
    lines += modes
    do {
      let ledger = try JobLedger(
        path: job.ledger, access: .readOnly,
        binding: JobLedger.Binding(
          job: job.name, baseURL: job.baseURLText, keyKind: keyKind, shard: job.part),
        makeUUID: { "" }, now: { UTCTime(Date()) })
      lines.append(.ok("ledger binding", "\(shown) belongs to this job, this API and this key"))
      lines.append(try await integrity(ledger))
      if let lessons = try await LessonStore.load(from: ledger) { lines.append(told(by: lessons)) }
    } catch let error as LedgerError {
      lines.append(diagnosis(of: error))
    } catch is DecodingError {
      lines.append(
        .problem(
          "lessons", "what was learned from the first mailing cannot be read",
          "restore the ledger from a backup; then run again"))
    } catch {
      lines.append(
        .problem("ledger", "\(shown): \(error)", "restore it from a backup; then run again"))
    }
    return lines
  }

  private func integrity(_ ledger: JobLedger) async throws -> Diagnosis {
    guard let fault = try await ledger.integrityFault() else {
      let rows = try await ledger.tally().values.reduce(0) { $0 + $1.rows }
      return .ok("ledger integrity", "\(rows.counted("row")), undamaged")
    }
    return .problem(
      "ledger integrity", fault,
      "restore it from a backup; what was mailed since is looked up before anything is sent")
  }

  private func diagnosis(of error: LedgerError) -> Diagnosis {
    switch error {
    case .otherBinding:
      .problem(
        "ledger binding", error.description, "name another file as \"ledger\" in the job", .usage)
    case .held, .foreign, .newer, .damaged, .networkFileSystem, .lostUpdate, .noSuchRow, .file,
      .notPossible:
      .problem("ledger", error.description, "do what it says; nothing was changed")
    }
  }

  /// Names and addresses of the firm's people are in there.
  private var modes: [Diagnosis] {
    let open = [job.ledger, job.ledger + "-wal", job.ledger + ".mark"]
      .filter { FileMode($0)?.isOpenToOthers ?? false }
    guard !open.isEmpty else { return [.ok("ledger mode", "only its owner can read it")] }
    return [
      .warning(
        "ledger mode", "others can read \(open.map { ShownPath.text($0) }.joined(separator: ", "))",
        "chmod 600 " + open.map { ShownPath.word($0) }.joined(separator: " "))
    ]
  }

  /// What the first mailing of this ledger taught about the API.
  private func told(by lessons: Lessons) -> Diagnosis {
    let echo = "the reference comes back \(lessons.echoByID.rawValue)"
    let list = lessons.echoInList.map { ", in the list \($0.rawValue)" } ?? ""
    let unit = lessons.unit == .unknown ? "" : "; the unit is \(lessons.unit.rawValue)"
    let company = lessons.company == .dropped ? "; the company is dropped" : ""
    let finding = "learned from the first mailing: \(echo)\(list)\(unit)\(company)"
    if LessonStore.isOutdated(lessons, for: job.letterhead) {
      return .ok("lessons", finding + "; the job has changed since, so that the next goes alone")
    }
    if let cure = lessons.cure {
      return .problem("lessons", finding, "set \(cure) in the job", .usage)
    }
    guard lessons.tokenProves else {
      return .warning(
        "lessons", finding,
        "an uncertain mailing is never sent again by itself; a person settles what is not found")
    }
    if let cure = lessons.companyCure(job.letterhead) { return .warning("lessons", finding, cure) }
    return .ok("lessons", finding)
  }
}
