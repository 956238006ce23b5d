/// A body in chunks (RFC 9112 §7.1), read as it comes; trailers are read and dropped.
struct ChunkedBody: Hashable, Sendable {
  private var bytes: [UInt8] = []
  /// Bytes after the head that have been taken.
  private var taken = 0
  private var isInTrailer = false

  /// The longest line that is read as a chunk's size or a trailer.
  private static let lineBytesMax = 256

  /// The whole body and the index behind it, or `nil` when more is needed.
  mutating func read(
    _ buffer: [UInt8], from start: Int, bytesMax: Int
  ) throws(HTTPFault) -> (bytes: [UInt8], end: Int)? {
    while true {
      let at = start + taken
      guard let lineEnd = try lineEnd(buffer, at) else { return nil }
      let line = buffer[at..<lineEnd]
      if isInTrailer {
        taken = lineEnd + 2 - start
        if line.isEmpty { return (bytes, lineEnd + 2) }
        continue
      }
      let size = try size(line)
      guard bytes.count + size <= bytesMax else {
        throw HTTPFault(413, "the body may have \(bytesMax) bytes at most")
      }
      if size == 0 {
        isInTrailer = true
        taken = lineEnd + 2 - start
        continue
      }
      let data = lineEnd + 2
      guard buffer.count >= data + size + 2 else { return nil }
      guard buffer[data + size] == 13, buffer[data + size + 1] == 10 else {
        throw HTTPFault(400, "a chunk is longer than its size says")
      }
      bytes.append(contentsOf: buffer[data..<(data + size)])
      taken = data + size + 2 - start
    }
  }

  private func lineEnd(_ buffer: [UInt8], _ at: Int) throws(HTTPFault) -> Int? {
    var index = at
    while index < buffer.count {
      if buffer[index] == 10 { throw HTTPFault(400, "a line ends without a carriage return") }
      if buffer[index] == 13 {
        guard index + 1 < buffer.count else { return nil }
        guard buffer[index + 1] == 10 else { throw HTTPFault(400, "a bare carriage return") }
        return index
      }
      index += 1
      guard index - at <= Self.lineBytesMax else {
        throw HTTPFault(400, "a chunk's first line is too long")
      }
    }
    return nil
  }

  private func size(_ line: ArraySlice<UInt8>) throws(HTTPFault) -> Int {
    // Extensions after `;` mean nothing to us and are allowed by the standard.
    let digits = line.prefix { $0 != 0x3B }
    guard !digits.isEmpty, digits.count <= 8,
      digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
      let size = Int(String(decoding: digits, as: UTF8.self), radix: 16)
    else { throw HTTPFault(400, "a chunk's size is not hexadecimal") }
    return size
  }
}
