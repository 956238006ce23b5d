import Foundation

/// A folder by its descriptor: what is done in it cannot be led elsewhere by a link that somebody puts
/// into the path meanwhile. The descriptor is only good inside of `OpenFolder.with`.
struct OpenFolder {
  let path: String
  private let descriptor: Int32

  /// Files are for the user that runs certmail only: labels bear names and addresses.
  static let fileMode: mode_t = 0o600
  static let folderMode: mode_t = 0o700

  /// Opens the folder at `path` for the time of `body`.
  static func with<Result>(
    _ path: String, _ body: (OpenFolder) throws(LabelFileError) -> Result
  ) throws(LabelFileError) -> Result {
    let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw LabelFileError(.openFolder, path, code: errno) }
    defer { close(descriptor) }
    return try body(OpenFolder(path: path, descriptor: descriptor))
  }

  /// Makes the folder at `path` and those above that are missing, each durable in its parent.
  static func make(_ path: String) throws(LabelFileError) {
    if mkdir(path, folderMode) == 0 { return try syncParent(of: path) }
    switch errno {
    case EEXIST:
      // Something is there; `with` opens it only if it is a folder.
      try with(path) { _ in }
    case ENOENT:
      let parent = (path as NSString).deletingLastPathComponent
      guard !parent.isEmpty, parent != path else {
        throw LabelFileError(.makeFolder, path, code: ENOENT)
      }
      try make(parent)
      guard mkdir(path, folderMode) == 0 || errno == EEXIST else {
        throw LabelFileError(.makeFolder, path, code: errno)
      }
      try syncParent(of: path)
    default:
      throw LabelFileError(.makeFolder, path, code: errno)
    }
  }

  /// Writes `bytes` under `name` so that at any moment, also after a crash, there is the whole file or
  /// what was there before. A link or file of that name is replaced, never followed.
  func write(_ bytes: [UInt8], as name: String) throws(LabelFileError) {
    let part = Self.partName(of: name)
    do throws(LabelFileError) {
      let file = try create(part)
      try Self.writeAll(bytes, to: file, path: path + "/" + part)
      try publish(part, as: name)
    } catch {
      unlinkat(descriptor, part, 0)
      throw error
    }
  }

  /// Makes a file of another program durable and private, and moves it to `target` on the same disk.
  static func publish(_ path: String, as target: String) throws(LabelFileError) {
    let file = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
    guard file >= 0 else { throw LabelFileError(.read, path, code: errno) }
    defer { close(file) }
    guard fchmod(file, fileMode) == 0, fsync(file) == 0, rename(path, target) == 0 else {
      throw LabelFileError(.rename, target, code: errno)
    }
    try syncParent(of: target)
  }

  /// Gives the durable file `part` its final name, durably.
  private func publish(_ part: String, as name: String) throws(LabelFileError) {
    guard renameat(descriptor, part, descriptor, name) == 0 else {
      throw LabelFileError(.rename, path + "/" + name, code: errno)
    }
    try sync()
  }

  /// The bytes of the regular file `name`: `nil` when there is none of that name, `.some(nil)` when it is
  /// a link, no regular file, or not `size` bytes long.
  func read(_ name: String, size: Int) throws(LabelFileError) -> [UInt8]?? {
    // A named pipe would block without O_NONBLOCK.
    let file = openat(descriptor, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard file >= 0 else {
      switch errno {
      case ENOENT: return .none
      case ELOOP, ENXIO: return .some(nil)
      default: throw LabelFileError(.read, path + "/" + name, code: errno)
      }
    }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0 else {
      throw LabelFileError(.read, path + "/" + name, code: errno)
    }
    guard status.st_mode & S_IFMT == S_IFREG, status.st_size == off_t(size) else {
      return .some(nil)
    }
    return .some(try Self.readAll(file, size: size, path: path + "/" + name))
  }

  /// Removes a file; one that is gone already is fine.
  func remove(_ name: String) throws(LabelFileError) {
    guard unlinkat(descriptor, name, 0) == 0 || errno == ENOENT else {
      throw LabelFileError(.remove, path + "/" + name, code: errno)
    }
  }

  /// The name that a file has while it is written; hidden, and known again by `isPart`.
  static func partName(of name: String) -> String { "." + name + ".part" }

  /// Whether `name` is one that `partName` makes for a PDF.
  static func isPart(_ name: String) -> Bool {
    name.hasPrefix(".") && name.hasSuffix(".pdf.part")
  }
}

extension OpenFolder {
  /// Opens a new file for writing. What a crash has left under that name is removed first.
  private func create(_ name: String) throws(LabelFileError) -> Int32 {
    for _ in 0..<2 {
      let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
      let file = openat(descriptor, name, flags, Self.fileMode)
      if file >= 0 { return file }
      guard errno == EEXIST else { break }
      try remove(name)
    }
    throw LabelFileError(.create, path + "/" + name, code: errno)
  }

  /// Writes everything, makes it durable, and closes the descriptor in any case.
  static func writeAll(
    _ bytes: [UInt8], to file: Int32, path: String
  ) throws(LabelFileError) {
    var failure = bytes.withUnsafeBytes { buffer -> Int32 in
      var written = 0
      while written < buffer.count {
        let count = Foundation.write(
          file, buffer.baseAddress?.advanced(by: written), buffer.count - written)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { return count < 0 ? errno : EIO }
        written += count
      }
      return 0
    }
    if failure == 0, fsync(file) != 0 { failure = errno }
    if close(file) != 0, failure == 0 { failure = errno }
    guard failure == 0 else { throw LabelFileError(.write, path, code: failure) }
  }

  /// Reads `size` bytes, or fewer when the file was shortened meanwhile.
  private static func readAll(
    _ file: Int32, size: Int, path: String
  ) throws(LabelFileError) -> [UInt8] {
    var failure: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, filled in
      while filled < size {
        let count = Foundation.read(file, buffer.baseAddress?.advanced(by: filled), size - filled)
        if count < 0, errno == EINTR { continue }
        if count < 0 { failure = errno }
        guard count > 0 else { return }
        filled += count
      }
    }
    guard failure == 0 else { throw LabelFileError(.read, path, code: failure) }
    return bytes
  }

  private func sync() throws(LabelFileError) {
    // Some file systems cannot sync a folder and say EINVAL; there is nothing better to do then.
    guard fsync(descriptor) == 0 || errno == EINVAL else {
      throw LabelFileError(.write, path, code: errno)
    }
  }

  private static func syncParent(of path: String) throws(LabelFileError) {
    let parent = (path as NSString).deletingLastPathComponent
    try with(parent.isEmpty ? "." : parent) { folder throws(LabelFileError) in try folder.sync() }
  }
}
