import Foundation
import Glibc
import MailModel

/// Looks at where results go: may it be written, is there room, who can read it, is qpdf there.
struct FolderChecks {
  let job: JobFile

  /// Less than this is soon used up: a label has up to 200 KB, a ledger 300 bytes a row.
  static let roomWanted: Int64 = 1_000_000_000
  /// With less than this nothing should be sent.
  static let roomNeeded: Int64 = 50_000_000

  func run() -> [Diagnosis] {
    var lines = [writable("output folder", job.output)]
    if let done = job.input.done { lines.append(writable("done folder", done)) }
    if let mode { lines.append(mode) }
    lines.append(Self.room("disk room", free: Self.freeBytes(NearestFolder.path(of: job.output))))
    lines.append(
      Self.room("ledger room", free: Self.freeBytes(NearestFolder.path(of: job.ledger))))
    lines.append(qpdf(ProcessInfo.processInfo.environment["PATH"] ?? ""))
    return lines
  }

  private func writable(_ check: String, _ path: String) -> Diagnosis {
    if isFile(path) {
      return .problem(
        check, "\(ShownPath.text(path)) is a file", "name a folder in the job", .usage)
    }
    let folder = NearestFolder.path(of: path)
    guard access(folder, W_OK | X_OK) == 0 else {
      return .problem(
        check, "\(ShownPath.text(folder)) cannot be written to",
        "run as its owner, or name another folder in the job")
    }
    return .ok(
      check, folder == path ? "can be written to" : "is made by the first run")
  }

  private func isFile(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
      && !isFolder.boolValue
  }

  private var mode: Diagnosis? {
    guard !isFile(job.output), let mode = FileMode(job.output) else { return nil }
    guard mode.isOpenToOthers else {
      return .ok("output mode", "only its owner can read it")
    }
    return .warning(
      "output mode", "\(mode.octal): others can read names and addresses of recipients",
      "chmod 700 \(ShownPath.word(job.output))")
  }

  static func freeBytes(_ folder: String) -> Int64? {
    // A disk that cannot be asked is told as such.
    let values = try? FileManager.default.attributesOfFileSystem(forPath: folder)
    return (values?[.systemFreeSize] as? NSNumber)?.int64Value
  }

  static func room(_ check: String, free: Int64?) -> Diagnosis {
    guard let free else {
      return .warning(check, "the disk cannot be asked", "make sure that there is room")
    }
    let finding = "\(Int(free / 1_000_000).grouped) MB free"
    if free < roomNeeded { return .problem(check, finding, "make room before the next run") }
    if free < roomWanted { return .warning(check, finding, "make room: labels need it") }
    return .ok(check, finding)
  }

  /// `PATH` as a shell has it; only its absolute folders count.
  func qpdf(_ path: String) -> Diagnosis {
    let folders = path.split(separator: ":").filter { $0.hasPrefix("/") }
    if folders.contains(where: { access("\($0)/qpdf", X_OK) == 0 }) {
      return .ok("qpdf", "is installed: labels can be merged")
    }
    return .warning(
      "qpdf", "is not installed: single labels are made, labels.pdf is not",
      "apt-get install qpdf")
  }
}
