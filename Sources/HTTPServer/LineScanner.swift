/// The bytes that have arrived and are not yet used, and the search for the next line's end.
///
/// Each byte is looked at once whatever the portions it comes in, so that scanning is linear.
struct LineScanner {
  private var bytes: [UInt8] = []
  /// The first byte not yet used.
  private var start = 0
  /// The first byte not yet looked at.
  private var scanned = 0

  /// Bytes not yet used.
  var count: Int { bytes.count - start }

  mutating func append(_ more: UnsafeRawBufferPointer) {
    makeRoom()
    bytes.append(contentsOf: more)
  }

  /// Drops used bytes once they are the greater part: amortised, each byte moves once.
  private mutating func makeRoom() {
    guard start > 0, start >= bytes.count - start else { return }
    bytes.removeFirst(start)
    scanned -= start
    start = 0
  }

  /// Takes up to `bytesMax` bytes as they are and hands them to `use`.
  mutating func take(_ bytesMax: Int, _ use: (ArraySlice<UInt8>) -> Void) -> Int {
    let end = min(bytes.count, start + bytesMax)
    let taken = end - start
    use(bytes[start..<end])
    start = end
    scanned = max(scanned, end)
    return taken
  }

  /// Takes the next line without its CRLF; nil when its end has not arrived.
  /// - Throws: `tooLong` once more than `bytesMax` bytes came; 400 for bare CR or LF and controls.
  mutating func takeLine(
    bytesMax: Int, tooLong: HTTPRefusal
  ) throws(HTTPRefusal) -> ArraySlice<UInt8>? {
    while scanned < bytes.count {
      let byte = bytes[scanned]
      let followsReturn = scanned > start && bytes[scanned - 1] == ByteClass.carriageReturn
      if byte == ByteClass.lineFeed {
        guard followsReturn else { throw HTTPRefusal(400, "Lines must end with CR LF, not LF.") }
        let line = bytes[start..<(scanned - 1)]
        scanned += 1
        start = scanned
        return line
      }
      guard !followsReturn else { throw HTTPRefusal(400, "A CR must be followed by LF.") }
      guard byte == ByteClass.carriageReturn || !ByteClass.isControl(byte) else {
        throw HTTPRefusal(400, "The head must not hold control characters.")
      }
      guard byte == ByteClass.carriageReturn || scanned - start < bytesMax else { throw tooLong }
      scanned += 1
    }
    return nil
  }
}
