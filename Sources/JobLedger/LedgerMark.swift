import Foundation

/// A small file beside the ledger that a restore of the ledger does not bring back: the ledger's
/// identity and the highest attempt that it made.
///
/// A line with both, then one line for each later claim. The lines are added after a commit and before
/// its letters are sent, so that a killed process leaves a mark that knows of each letter; they
/// reach the disk in blocks, so that after a power cut it may lag behind the ledger. It never leads.
struct LedgerMark: Sendable {
  /// How many attempts it may lag behind after a power cut.
  static let block: Int64 = 64

  let path: String

  init(ledgerPath: String) { path = ledgerPath + ".mark" }

  /// What it says; `nil` without a mark, or when a crash cut it short.
  func read() -> (uuid: String, attempt: Int64)? {
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
      return nil  // A ledger's first run has no mark; one that cannot be read says nothing.
    }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let parts = lines[0].split(separator: " ")
    guard parts.count == 2, let first = Int64(parts[1]) else { return nil }
    // What follows the last line end was cut short.
    let later = lines.dropFirst().dropLast().compactMap { Int64($0) }.max() ?? 0
    return (String(parts[0]), max(first, later))
  }

  /// Adds a later attempt, which a killed process leaves behind and a power cut may take.
  ///
  /// What cannot be added is left out: the next block, which must be written, tells of it.
  func add(_ attempt: Int64) {
    let descriptor = open(path, O_WRONLY | O_APPEND | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    let bytes = Array("\(attempt)\n".utf8)
    _ = Foundation.write(descriptor, bytes, bytes.count)
    close(descriptor)
  }

  /// Takes away what a crash left half written.
  func removeLeftover() { unlink(path + ".partial") }

  func write(uuid: String, attempt: Int64) throws {
    let partial = path + ".partial"
    let descriptor = open(partial, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw failure() }
    let bytes = Array("\(uuid) \(attempt)\n".utf8)
    let isWritten =
      Foundation.write(descriptor, bytes, bytes.count) == bytes.count && fsync(descriptor) == 0
    let isClosed = close(descriptor) == 0
    guard isWritten, isClosed, rename(partial, path) == 0 else { throw failure() }
    if let code = LedgerDisk.syncFolder(of: path) { throw failure(code) }
  }

  private func failure(_ code: Int32 = errno) -> LedgerError {
    .file(path: path, detail: "cannot be written: \(String(cString: strerror(code)))")
  }
}

extension JobLedger {
  /// Whether the ledger has forgotten attempts: it was restored from a backup, or made anew.
  ///
  /// It stays so until what the API has is compared (`keep("restored", "no")`).
  package func detectsRestore() throws -> Bool {
    if try fact("restored") == "yes" { return true }
    guard let mark = mark.read() else { return false }
    let isOther = mark.uuid != uuid
    let knows = try highestAttempt()
    guard isOther && mark.attempt > 0 || knows < mark.attempt else { return false }
    try keep("restored", "yes")
    try raiseAttempts(to: isOther ? knows : mark.attempt)
    try writeMark()
    return true
  }

  /// Whether the ledger was ever found to have forgotten attempts.
  package func hasForgotten() throws -> Bool { try fact("restored") != nil }

  /// Brings the mark up to what is committed.
  package func writeMark() throws {
    let attempt = try highestAttempt()
    try mark.write(uuid: uuid, attempt: attempt)
    marked = attempt
  }

  /// Writes the mark at a process's first claim, and when it lags a block behind: before an intent is made, so that a mark which
  /// cannot be written sends nothing.
  func advanceMark() throws {
    if let marked, try highestAttempt() - marked < LedgerMark.block { return }
    try writeMark()
  }
}
