import Foundation

/// Copies a stream to a temporary file that only this process can reach: mode 0600, and without a
/// name as soon as it is open.
enum Spool {
  /// The open copy, which the caller closes; `source` stays open.
  static func copy(from source: Int32, name: String, limit: Int64) throws(IntakeError) -> Int32 {
    let copy = try nameless(for: name)
    do throws(IntakeError) {
      try fill(copy, from: source, name: name, limit: limit)
    } catch {
      close(copy)
      throw error
    }
    return copy
  }

  private static func nameless(for name: String) throws(IntakeError) -> Int32 {
    let folder = ProcessInfo.processInfo.environment["TMPDIR"] ?? "/tmp"
    var template = Array("\(folder)/certmail-list-XXXXXX".utf8CString)
    let copy = mkstemp(&template)
    guard copy >= 0 else {
      throw IntakeError(.cannotRead(reason: ListFile.systemReason), file: name)
    }
    unlink(template)
    return copy
  }

  private static func fill(_ copy: Int32, from source: Int32, name: String, limit: Int64)
    throws(IntakeError)
  {
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    var total: Int64 = 0
    while true {
      let count = read(source, &buffer, buffer.count)
      if count == 0 { return }
      if count < 0 {
        if errno == EINTR { continue }
        throw IntakeError(.cannotRead(reason: ListFile.systemReason), file: name)
      }
      total += Int64(count)
      guard total <= limit else { throw IntakeError(.tooLarge(limit: limit), file: name) }
      try append(buffer[..<count], to: copy, name: name)
    }
  }

  private static func append(_ bytes: ArraySlice<UInt8>, to copy: Int32, name: String)
    throws(IntakeError)
  {
    var rest = bytes
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(copy, $0.baseAddress, $0.count) }
      if count > 0 {
        rest = rest.dropFirst(count)
      } else if errno != EINTR {
        throw IntakeError(.cannotRead(reason: ListFile.systemReason), file: name)
      }
    }
  }
}
