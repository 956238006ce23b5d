import Foundation
import Glibc

/// A client of bytes for tests: it sends what it is told to and says exactly what came back.
final class RawClient: Sendable {
  /// How a connection ended.
  enum Ending: String, Sendable {
    case finished, reset, stillOpen
  }

  /// Everything that came, and how it ended.
  struct Reading: Equatable, Sendable {
    var text: String
    var ending: Ending
  }

  /// How long a read waits for what must come: only a failing test ever waits so long, however
  /// busy the machine is.
  static let patience: Duration = .seconds(120)

  private let descriptor: Int32

  /// Connects to 127.0.0.1; the kernel accepts at once, so this does not wait for the server.
  init(port: UInt16) throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let result = withUnsafePointer(to: address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard result == 0 else { throw Refused(number: errno) }
  }

  /// The system's reason for not connecting.
  struct Refused: Error { let number: Int32 }

  deinit { _ = close(descriptor) }

  @discardableResult func send(_ text: String) -> RawClient {
    let bytes = Array(text.utf8)
    _ = Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    return self
  }

  /// Sends, and reads until the connection ends or nothing comes for `patience`.
  func talk(_ text: String, patience: Duration = RawClient.patience) async -> Reading {
    send(text)
    return await readToEnd(patience: patience)
  }

  func readToEnd(patience: Duration = RawClient.patience) async -> Reading {
    await onThread { [self] in read(patience) { _ in false } }
  }

  /// Reads until `count` answers have come, by their Content-Length.
  func readAnswers(_ count: Int = 1, patience: Duration = RawClient.patience) async -> Reading {
    await onThread { [self] in
      read(patience) { Self.answers(in: $0) >= count }
    }
  }

  /// The same for one answer, on the caller's own thread.
  func readAnswersHere() -> String {
    read(Self.patience) { Self.answers(in: $0) >= 1 }.text
  }

  private func read(_ patience: Duration, until isEnough: ([UInt8]) -> Bool) -> Reading {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    var ending = Ending.stillOpen
    while !isEnough(bytes) {
      var polled = [pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)]
      guard poll(&polled, 1, Int32(patience / .milliseconds(1))) > 0 else { break }
      let count = recv(descriptor, &buffer, buffer.count, 0)
      if count <= 0 {
        ending = count == 0 ? .finished : .reset
        break
      }
      bytes.append(contentsOf: buffer[..<count])
    }
    return Reading(text: String(decoding: bytes, as: UTF8.self), ending: ending)
  }

  /// Complete answers in these bytes.
  private static func answers(in bytes: [UInt8]) -> Int {
    var rest = String(decoding: bytes, as: UTF8.self).utf8[...]
    var count = 0
    while let range = Substring(rest).range(of: "\r\n\r\n") {
      let head = Substring(rest[..<range.lowerBound])
      let length =
        head.range(of: "Content-Length: ").flatMap {
          Int(head[$0.upperBound...].prefix { $0.isASCII && $0.isNumber })
        } ?? 0
      let body = rest[range.upperBound...]
      guard body.count >= length else { break }
      rest = body.dropFirst(length)
      count += 1
    }
    return count
  }
}

/// Runs blocking work on a thread of its own: the cooperative pool is for the server's handlers.
func onThread<Result: Sendable>(_ work: @escaping @Sendable () -> Result) async -> Result {
  await withCheckedContinuation { waiter in
    Thread.detachNewThread { waiter.resume(returning: work()) }
  }
}
