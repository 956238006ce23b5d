import MailModel

/// Bytes on their way to a sink, handed on in pieces of about `pieceSize`.
///
/// The appending functions never fail and never write; `flushIfFull()` between rows and `flush()`
/// at the end do.
struct OutputBuffer {
  /// How many bytes go to the sink at once: few system calls, and small beside everything else.
  static let pieceSize = 256 * 1024

  /// The first `count` bytes are written; the rest is room.
  private var storage = [UInt8](repeating: 0, count: 1024)
  private var count = 0
  private let sink: (any ByteSink)?

  /// What was appended since the last flush.
  var bytes: [UInt8] { Array(storage[..<count]) }

  /// - Parameter sink: `nil` for a part that is kept in `bytes` and appended to another buffer.
  init(_ sink: (any ByteSink)?) { self.sink = sink }

  /// Hands the bytes on when there are enough of them.
  mutating func flushIfFull() throws {
    if count >= Self.pieceSize { try flush() }
  }

  /// Hands all bytes on.
  mutating func flush() throws {
    guard let sink, count > 0 else { return }
    try sink.write(bytes)
    count = 0
  }

  /// Makes room for `more` bytes: twice as much as there was, when there is not enough.
  private mutating func reserve(_ more: Int) {
    let room = max(more, storage.count)
    storage.append(contentsOf: repeatElement(0, count: room))
  }

  /// Appends one byte.
  @inline(__always)
  mutating func byte(_ byte: UInt8) {
    if count == storage.count { reserve(1) }
    storage[count] = byte
    count += 1
  }

  /// Appends text that is known when the program is built.
  @inline(__always)
  mutating func raw(_ text: StaticString) {
    raw(buffer: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  /// Appends text as it is.
  mutating func raw(string text: String) {
    var text = text
    text.withUTF8 { raw(buffer: $0) }
  }

  /// Appends bytes as they are.
  mutating func raw(bytes more: [UInt8]) { more.withUnsafeBufferPointer { raw(buffer: $0) } }

  /// Appends bytes as they are.
  @inline(__always)
  mutating func raw(buffer: UnsafeBufferPointer<UInt8>) {
    let end = count + buffer.count
    if end > storage.count { reserve(buffer.count) }
    storage.withUnsafeMutableBytes { room in
      // There is room from `count` to `end`.
      UnsafeMutableRawBufferPointer(rebasing: room[count..<end]).copyMemory(from: .init(buffer))
    }
    count = end
  }

  /// Appends part of a buffer as it is.
  @inline(__always)
  mutating func raw(buffer: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) {
    raw(buffer: UnsafeBufferPointer(rebasing: buffer[range]))
  }

  /// Appends a whole number in decimal digits.
  mutating func number(_ value: Int) {
    if value < 0 { byte(UInt8(ascii: "-")) }
    digits(UInt64(value.magnitude), atLeast: 1)
  }

  /// Appends an amount as `Cents.description` prints it: `9.76`, `-0.05`.
  mutating func amount(_ value: Cents) {
    if value.rawValue < 0 { byte(UInt8(ascii: "-")) }
    let magnitude = value.rawValue.magnitude
    digits(magnitude / 100, atLeast: 1)
    byte(UInt8(ascii: "."))
    twoDigits(Int(magnitude % 100))
  }

  /// Appends a number below 100 as two digits.
  @inline(__always)
  mutating func twoDigits(_ value: Int) {
    byte(UInt8(truncatingIfNeeded: 0x30 + value / 10))
    byte(UInt8(truncatingIfNeeded: 0x30 + value % 10))
  }

  /// Appends digits, with zeros in front up to `count` of them.
  mutating func digits(_ value: UInt64, atLeast count: Int) {
    var rest = value
    var text = InlineArray<20, UInt8>(repeating: UInt8(ascii: "0"))
    var start = 20
    repeat {
      start -= 1
      text[start] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    } while rest > 0
    text.span.withUnsafeBufferPointer { raw(buffer: $0, min(start, 20 - count)..<20) }
  }
}
