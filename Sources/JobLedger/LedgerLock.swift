import Foundation

/// The right to write a ledger, held for the life of the process by `flock` on a file beside it.
///
/// The kernel releases it when the process ends, however it ends; it is never taken over by time.
/// The file names the holder for whoever comes second.
package final class LedgerLock: Sendable {
  let descriptor: Int32

  /// Takes the lock of the ledger at `ledgerPath`.
  /// - Throws: `LedgerError.held` when another process has it, `.file` when it cannot be made.
  package init(ledgerPath: String, holder: String) throws(LedgerError) {
    // Another name for the same file is the same ledger.
    let path = URL(filePath: ledgerPath).resolvingSymlinksInPath().path + ".lock"
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw .file(path: path, detail: "cannot be opened: \(String(cString: strerror(errno)))")
    }
    guard Self.take(descriptor) else {
      let code = errno
      defer { close(descriptor) }
      guard code == EWOULDBLOCK else {
        throw .file(path: path, detail: "cannot be locked: \(String(cString: strerror(code)))")
      }
      throw .held(path: ledgerPath, by: Self.text(of: descriptor))
    }
    self.descriptor = descriptor
    let bytes = Array(holder.utf8)
    // The holder's name is for people: the lock holds without it.
    if ftruncate(descriptor, 0) == 0 { _ = pwrite(descriptor, bytes, bytes.count, 0) }
  }

  /// A process that was killed leaves a worker behind for moments, which holds the lock as well:
  /// tries on for so long.
  private static let grace: Duration = .milliseconds(500)

  private static func take(_ descriptor: Int32) -> Bool {
    let end = ContinuousClock.now + grace
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      guard errno == EWOULDBLOCK, ContinuousClock.now < end else { return false }
      usleep(5000)
    }
    return true
  }

  deinit { close(descriptor) }

  private static func text(of descriptor: Int32) -> String {
    var bytes = [UInt8](repeating: 0, count: 200)
    let count = pread(descriptor, &bytes, bytes.count, 0)
    let text = String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
    return text.isEmpty ? "its holder left no name" : text
  }
}
