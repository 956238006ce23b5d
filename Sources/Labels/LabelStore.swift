import Foundation
import MailModel

/// A label on disk.
package struct StoredLabel: Hashable, Sendable {
  package var size: Int
  package var sha256: String
}

/// Why a label cannot be written.
package struct LabelStoreError: Error, Hashable, Sendable, CustomStringConvertible {
  package var path: String
  package var reason: String
  package var description: String {
    "\(path): cannot be written (\(reason)); check disk and folder"
  }
}

/// Writes labels so that a name never stands for half a file, and checks them again later.
package enum LabelStore {
  /// What becomes of a label that was stored.
  package enum Verdict: Hashable, Sendable { case good, missing, changed }

  /// Writes into a temporary file of the same folder, syncs, renames, syncs the folder.
  package static func write(_ bytes: [UInt8], folder: String, name: String) throws -> StoredLabel {
    let path = folder + "/" + name
    let temporary = folder + "/." + name + ".partial"
    unlink(temporary)
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw failure(path) }
    do {
      try write(bytes, to: descriptor, path)
      guard fsync(descriptor) == 0 else { throw failure(path) }
    } catch {
      close(descriptor)
      unlink(temporary)
      throw error
    }
    close(descriptor)
    guard rename(temporary, path) == 0 else { throw failure(path) }
    try sync(folder: folder)
    return StoredLabel(size: bytes.count, sha256: SHA256.digest(bytes).hexadecimal)
  }

  private static func write(_ bytes: [UInt8], to descriptor: Int32, _ path: String) throws {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw failure(path) }
      rest = rest.dropFirst(count)
    }
  }

  private static func sync(folder: String) throws {
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure(folder) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw failure(folder) }
  }

  private static func failure(_ path: String) -> LabelStoreError {
    LabelStoreError(path: path, reason: String(cString: strerror(errno)))
  }

  /// Whether the file is still what was stored.
  package static func verify(path: String, size: Int, sha256: String) -> Verdict {
    // A file that cannot be read is as good as missing: it is fetched again.
    guard let data = try? Data(contentsOf: URL(fileURLWithPath: path)) else { return .missing }
    guard data.count == size, SHA256.digest(data).hexadecimal == sha256 else { return .changed }
    return .good
  }
}
