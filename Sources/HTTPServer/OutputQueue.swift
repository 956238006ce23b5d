/// Bytes on their way to a client, in order, without copying large parts.
struct OutputQueue {
  private var parts: ArraySlice<[UInt8]> = []
  /// Bytes of the first part that are gone.
  private var sent = 0

  var isEmpty: Bool { parts.isEmpty }

  mutating func append(_ part: [UInt8]) {
    if !part.isEmpty { parts.append(part) }
  }

  /// Appends the first `bytesMax` bytes of the parts together.
  mutating func append(_ parts: [[UInt8]], bytesMax: Int) {
    var left = max(0, bytesMax)
    for part in parts {
      append(left >= part.count ? part : Array(part[..<left]))
      left -= min(left, part.count)
    }
  }

  mutating func removeAll() {
    parts = []
    sent = 0
  }

  /// Hands the next bytes, at most `bytesMax`, to `write`; it returns how many it took.
  mutating func send(bytesMax: Int, _ write: (UnsafeRawBufferPointer) -> Int) {
    guard let first = parts.first else { return }
    let taken = first.withUnsafeBytes { bytes in
      write(UnsafeRawBufferPointer(rebasing: bytes[sent..<min(bytes.count, sent + bytesMax)]))
    }
    sent += taken
    if sent == first.count {
      parts.removeFirst()
      sent = 0
    }
  }
}
