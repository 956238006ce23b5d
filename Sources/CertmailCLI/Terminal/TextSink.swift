import Foundation
import Glibc

/// Where a console writes: one of the process's streams, or a test's memory.
package struct TextSink: Sendable {
  /// Writes all of the bytes or throws.
  package var write: @Sendable ([UInt8]) throws(SinkError) -> Void
  /// The columns of the terminal behind it; `nil` when it is none.
  package var terminalWidth: @Sendable () -> Int?

  package init(
    write: @escaping @Sendable ([UInt8]) throws(SinkError) -> Void,
    terminalWidth: @escaping @Sendable () -> Int?
  ) {
    self.write = write
    self.terminalWidth = terminalWidth
  }

  /// The width of a terminal that does not say how wide it is.
  static let widthUnknown = 80

  /// The process's stdout.
  package static let standardOutput = TextSink(descriptor: STDOUT_FILENO)

  /// The process's stderr.
  package static let standardError = TextSink(descriptor: STDERR_FILENO)

  init(descriptor: Int32) {
    self.init(
      write: { bytes throws(SinkError) in try Self.writeAll(bytes, to: descriptor) },
      terminalWidth: { Self.width(of: descriptor) })
  }

  private static func writeAll(_ bytes: [UInt8], to descriptor: Int32) throws(SinkError) {
    var start = 0
    while start < bytes.count {
      // The pointer lives as long as the call and covers `bytes[start...]`, never more.
      let count = unsafeWrite(bytes, from: start, to: descriptor)
      if count >= 0 {
        start += count
      } else if errno == EAGAIN {
        waitUntilWritable(descriptor)
      } else if errno != EINTR {
        throw SinkError(number: errno)
      }
    }
  }

  private static func unsafeWrite(_ bytes: [UInt8], from start: Int, to descriptor: Int32) -> Int {
    bytes.withUnsafeBytes { buffer in
      Glibc.write(descriptor, buffer.baseAddress.map { $0 + start }, buffer.count - start)
    }
  }

  /// A stream that another program made non-blocking: wait for room, at most a second at a time.
  private static func waitUntilWritable(_ descriptor: Int32) {
    var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    _ = poll(&request, 1, 1000)
  }

  private static func width(of descriptor: Int32) -> Int? {
    guard isatty(descriptor) == 1 else { return nil }
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
      return widthUnknown
    }
    return Int(size.ws_col)
  }
}

/// Why a stream could not be written to.
package struct SinkError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The system's error number.
  package var number: Int32

  /// Whether the reader has gone (`certmail list … | head`): nothing to complain of.
  package var isClosedPipe: Bool { number == EPIPE }

  package var description: String {
    "output cannot be written: " + (strerror(number).map { String(cString: $0) } ?? "\(number)")
  }
}
