import Foundation
import Glibc
import Synchronization

/// One end of the connection between a process and its worker: messages with a body of bytes.
///
/// On the wire: the lengths of message and body (32 bits each, little-endian), the message as JSON,
/// the body.
final class WorkerSocket: Sendable {
  private let descriptor: Int32
  private let writing = Mutex(())

  init(_ descriptor: Int32) { self.descriptor = descriptor }

  deinit { close(descriptor) }

  /// Writes a message whole; `false` when the other end is gone.
  func send(_ message: some Encodable, body: [UInt8] = []) -> Bool {
    guard let head = try? JSONEncoder().encode(message) else {
      preconditionFailure("a message of the worker is always JSON")
    }
    var frame: [UInt8] = []
    frame.reserveCapacity(8 + head.count + body.count)
    for count in [head.count, body.count] {
      withUnsafeBytes(of: UInt32(count).littleEndian) { frame.append(contentsOf: $0) }
    }
    frame += head
    frame += body
    return writing.withLock { _ in writeAll(frame) }
  }

  private func writeAll(_ bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBytes { buffer in
      var rest = buffer[...]
      while !rest.isEmpty {
        let piece = UnsafeRawBufferPointer(rebasing: rest)
        // MSG_NOSIGNAL: an end that is gone is an answer, not a signal.
        let count = Glibc.send(descriptor, piece.baseAddress, piece.count, Int32(MSG_NOSIGNAL))
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { return false }
        rest = rest.dropFirst(count)
      }
      return true
    }
  }

  /// Waits for the next message; `nil` when the other end is gone. Called by one thread only.
  func receive<Message: Decodable>(_ type: Message.Type) -> (Message, body: [UInt8])? {
    guard let lengths = read(8) else { return nil }
    func length(_ start: Int) -> Int {
      lengths[start..<start + 4].reversed().reduce(0) { $0 << 8 | Int($1) }
    }
    guard let head = read(length(0)), let body = read(length(4)),
      let message = try? JSONDecoder().decode(type, from: Data(head))
    else { return nil }
    return (message, body)
  }

  private func read(_ count: Int) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: count)
    var start = 0
    while start < count {
      let got = bytes.withUnsafeMutableBytes { buffer in
        Glibc.read(descriptor, buffer.baseAddress.map { $0 + start }, count - start)
      }
      if got < 0, errno == EINTR { continue }
      guard got > 0 else { return nil }
      start += got
    }
    return bytes
  }

  /// Wakes whoever waits for a message: nothing comes any more.
  func shutDown() { shutdown(descriptor, Int32(SHUT_RDWR)) }
}
