import Foundation

/// An open case list: bytes that can be read at any offset, as often as wanted.
///
/// What cannot be read twice (standard input, a pipe) is copied to a nameless temporary file first,
/// because the encoding is known only once all bytes have been seen.
final class ListFile: Sendable {
  /// What errors call it: its name without the folder.
  let name: String
  private let descriptor: Int32
  private let opened: Stamp

  /// Opens a file, or copies what a pipe gives until its end.
  convenience init(path: String, limits: IntakeLimits) throws(IntakeError) {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw IntakeError(.cannotOpen(reason: Self.systemReason), file: name)
    }
    try self.init(owning: descriptor, name: name, limits: limits)
  }

  /// Takes over `descriptor`, which it closes in the end.
  init(owning descriptor: Int32, name: String, limits: IntakeLimits) throws(IntakeError) {
    self.name = name
    do throws(IntakeError) {
      self.descriptor = try Self.rereadable(descriptor, name: name, limits: limits)
    } catch {
      close(descriptor)
      throw error
    }
    if self.descriptor != descriptor { close(descriptor) }
    do throws(IntakeError) {
      opened = try Stamp(of: self.descriptor, name: name)
    } catch {
      close(self.descriptor)
      throw error
    }
    guard opened.size <= limits.fileBytes else {
      throw IntakeError(.tooLarge(limit: limits.fileBytes), file: name)
    }
  }

  deinit { close(descriptor) }

  /// The descriptor itself if it is a file's, or that of a copy.
  private static func rereadable(_ descriptor: Int32, name: String, limits: IntakeLimits)
    throws(IntakeError) -> Int32
  {
    switch try Stamp(of: descriptor, name: name).kind {
    case S_IFREG: return descriptor
    case S_IFIFO, S_IFSOCK, S_IFCHR:
      return try Spool.copy(from: descriptor, name: name, limit: limits.fileBytes)
    default: throw IntakeError(.notAFile, file: name)
    }
  }

  /// How many bytes it has.
  var size: Int64 { opened.size }

  /// Reads into `range` of `buffer` what stands from `offset` on, as much as fits or is at hand;
  /// 0 at the end.
  func read(into buffer: inout [UInt8], _ range: Range<Int>, at offset: Int64)
    throws(IntakeError) -> Int
  {
    while true {
      let count = buffer.withUnsafeMutableBytes { all in
        let target = UnsafeMutableRawBufferPointer(rebasing: all[range])
        return pread(descriptor, target.baseAddress, target.count, off_t(offset))
      }
      if count >= 0 { return count }
      if errno != EINTR {
        throw IntakeError(.cannotRead(reason: Self.systemReason), file: name)
      }
    }
  }

  /// Throws when the file was written to since it was opened.
  func requireUnchanged() throws(IntakeError) {
    guard try Stamp(of: descriptor, name: name) == opened else {
      throw IntakeError(.changedWhileReading, file: name)
    }
  }

  static var systemReason: String { String(cString: strerror(errno)) }

  /// What tells whether a file was written to.
  private struct Stamp: Equatable {
    var kind: mode_t
    var size: Int64
    var modifiedSeconds: Int
    var modifiedNanoseconds: Int

    init(of descriptor: Int32, name: String) throws(IntakeError) {
      var status = stat()
      guard fstat(descriptor, &status) == 0 else {
        throw IntakeError(.cannotRead(reason: ListFile.systemReason), file: name)
      }
      kind = status.st_mode & S_IFMT
      size = Int64(status.st_size)
      modifiedSeconds = status.st_mtim.tv_sec
      modifiedNanoseconds = status.st_mtim.tv_nsec
    }
  }
}
