import Foundation

/// A small file beside the ledger that a restore of the ledger does not bring back: the ledger's
/// identity and the highest attempt that it made.
///
/// Written after commits, in blocks: it may lag behind the ledger, never lead it.
struct LedgerMark: Sendable {
  /// How many attempts it may lag behind.
  static let block: Int64 = 64

  let path: String

  init(ledgerPath: String) { path = ledgerPath + ".mark" }

  /// What it says; `nil` without a mark, or when a crash cut it short.
  func read() -> (uuid: String, attempt: Int64)? {
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
      return nil  // A ledger's first run has no mark; one that cannot be read says nothing.
    }
    let parts = text.split(separator: " ")
    guard parts.count == 2, let attempt = Int64(parts[1]) else { return nil }
    return (String(parts[0]), attempt)
  }

  /// Takes away what a crash left half written.
  func removeLeftover() { unlink(path + ".partial") }

  func write(uuid: String, attempt: Int64) throws {
    let partial = path + ".partial"
    let descriptor = open(partial, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw failure() }
    let bytes = Array("\(uuid) \(attempt)".utf8)
    let isWritten =
      Foundation.write(descriptor, bytes, bytes.count) == bytes.count && fsync(descriptor) == 0
    let isClosed = close(descriptor) == 0
    guard isWritten, isClosed, rename(partial, path) == 0 else { throw failure() }
    try syncFolder()
  }

  /// Makes the new name last through a power cut.
  private func syncFolder() throws {
    let folder = URL(filePath: path).deletingLastPathComponent().path
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure() }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw failure() }
  }

  private func failure() -> LedgerError {
    .file(path: path, detail: "cannot be written: \(String(cString: strerror(errno)))")
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

  /// Writes the mark when it lags a block behind: before an intent is made, so that a mark which
  /// cannot be written sends nothing.
  func advanceMark() throws {
    let attempt = try highestAttempt()
    if attempt > 0, marked == 0 || attempt - marked >= LedgerMark.block { try writeMark() }
  }
}
