import Foundation

/// A file could not be written; names the step, the path and the system's reason.
package struct FileFault: Error, Hashable, Sendable, CustomStringConvertible {
  /// What was tried: `create`, `write`, `sync`, `rename`.
  package var step: String
  package var path: String
  /// `errno` of the failed call.
  package var number: Int32

  package var description: String {
    "cannot \(step) \(path): \(String(cString: strerror(number)))"
  }
}

/// A file that appears under its name whole and durable, or not at all.
///
/// The bytes go to a hidden file in the same folder (mode 0600); `commit()` syncs it, renames it
/// over the name and syncs the folder. Let go without a commit, the hidden file is removed. What a
/// crash leaves behind, `removeLeftovers` takes away.
package final class AtomicFile: ByteSink {
  /// How the hidden file's name ends.
  package static let suffix = ".partial"

  private let path: String
  private let partialPath: String
  private var descriptor: Int32

  /// Makes the folder where it is missing (mode 0700) and opens the hidden file.
  package init(path: String) throws {
    let url = URL(fileURLWithPath: path)
    let folder = url.deletingLastPathComponent()
    try Self.makeFolder(folder.path)
    let name = ".\(url.lastPathComponent).\(getpid())\(Self.suffix)"
    self.path = url.path
    partialPath = folder.appendingPathComponent(name).path
    // What an earlier use in this process left under the name is nobody's.
    unlink(partialPath)
    descriptor = open(partialPath, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    if descriptor < 0 { throw FileFault(step: "create", path: path, number: errno) }
  }

  deinit { discard() }

  package func write(_ bytes: [UInt8]) throws {
    try bytes.withUnsafeBytes { buffer in
      var rest = buffer[...]
      while !rest.isEmpty {
        let piece = UnsafeRawBufferPointer(rebasing: rest)
        let count = Foundation.write(descriptor, piece.baseAddress, piece.count)
        if count < 0, errno == EINTR { continue }
        if count <= 0 {
          throw FileFault(step: "write", path: path, number: count < 0 ? errno : EIO)
        }
        rest = rest.dropFirst(count)
      }
    }
  }

  /// Makes the file durable and gives it its name; nothing may be written afterwards.
  package func commit() throws {
    if fsync(descriptor) != 0 { throw FileFault(step: "sync", path: path, number: errno) }
    let closed = close(descriptor)
    descriptor = -1
    if closed != 0 { throw fault("write") }
    if rename(partialPath, path) != 0 { throw fault("rename") }
    try Self.syncFolder(URL(fileURLWithPath: path).deletingLastPathComponent().path)
  }

  /// Removes the hidden file; the name keeps what it had. Harmless after `commit()`.
  package func discard() {
    guard descriptor >= 0 else { return }
    close(descriptor)
    descriptor = -1
    unlink(partialPath)
  }

  private func fault(_ step: String) -> FileFault {
    let number = errno
    unlink(partialPath)
    return FileFault(step: step, path: path, number: number)
  }
}

extension AtomicFile {
  /// Writes `bytes` to `path` in one go.
  package static func write(_ bytes: [UInt8], to path: String) throws {
    let file = try AtomicFile(path: path)
    try file.write(bytes)
    try file.commit()
  }

  /// Makes a folder and those above it where they are missing, each with mode 0700.
  package static func makeFolder(_ path: String) throws {
    try FileManager.default.createDirectory(
      atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
  }

  /// Makes a change of names in a folder durable.
  package static func syncFolder(_ path: String) throws {
    let folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    if folder < 0 { throw FileFault(step: "sync", path: path, number: errno) }
    defer { close(folder) }
    if fsync(folder) != 0 { throw FileFault(step: "sync", path: path, number: errno) }
  }

  /// Removes a file and makes that durable; one that is not there is as good.
  package static func remove(_ path: String) throws {
    if unlink(path) != 0 {
      if errno == ENOENT { return }
      throw FileFault(step: "remove", path: path, number: errno)
    }
    try syncFolder(URL(fileURLWithPath: path).deletingLastPathComponent().path)
  }

  /// Removes the hidden files that a crash left in a folder; only while no other process writes
  /// there.
  /// - Returns: how many there were.
  @discardableResult
  package static func removeLeftovers(in folder: String) throws -> Int {
    guard FileManager.default.fileExists(atPath: folder) else { return 0 }
    let names = try FileManager.default.contentsOfDirectory(atPath: folder)
      .filter { $0.hasPrefix(".") && $0.hasSuffix(suffix) && !isBeingWritten($0) }
    for name in names { try remove(folder + "/" + name) }
    return names.count
  }

  /// Whether the process in the file's name, `.report.csv.3300.partial`, is another and at work.
  private static func isBeingWritten(_ name: String) -> Bool {
    guard let number = name.dropLast(suffix.count).split(separator: ".").last,
      let process = pid_t(number), process != getpid()
    else { return false }
    return kill(process, 0) == 0 || errno == EPERM
  }
}
