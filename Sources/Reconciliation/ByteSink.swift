/// Where a report's bytes go: a file, standard output, memory.
package protocol ByteSink: AnyObject {
  /// Takes all of `bytes`, in the order of the calls, or throws.
  func write(_ bytes: [UInt8]) throws
}

/// A sink that keeps everything in memory: for small texts and for tests.
package final class MemorySink: ByteSink {
  package private(set) var bytes: [UInt8] = []

  package init() {}

  package func write(_ bytes: [UInt8]) { self.bytes += bytes }

  /// What was written, as text.
  package var text: String { String(decoding: bytes, as: UTF8.self) }
}

/// A sink of one closure: for standard output and whatever else takes bytes.
package final class ClosureSink: ByteSink {
  private let body: ([UInt8]) throws -> Void

  package init(_ body: @escaping ([UInt8]) throws -> Void) { self.body = body }

  package func write(_ bytes: [UInt8]) throws { try body(bytes) }
}
