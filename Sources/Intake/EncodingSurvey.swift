/// Finds out a list's encoding by looking at all of its bytes, before any of them is parsed.
///
/// The first byte that is not ASCII may be far into a file; whoever decides earlier reads "José"
/// wrong in half of the lists that Excel saves.
struct EncodingSurvey: Equatable {
  /// How many bytes at the start are a byte order mark.
  var markBytes = 0
  var encoding = TextEncoding.utf8

  /// How many bytes the guess at UTF-16 without a mark looks at.
  static let headBytes = 4_096

  /// Reads the whole file once.
  static func survey(_ file: ListFile) throws(IntakeError) -> EncodingSurvey {
    var buffer = [UInt8](repeating: 0, count: 256 << 10)
    let head = try file.read(into: &buffer, 0..<buffer.count, at: 0)
    if let mark = try marked(buffer[..<head], file: file) {
      guard mark.encoding == .utf8 else { return mark }
      let counts = try count(file, from: Int64(mark.markBytes), buffer: &buffer)
      return EncodingSurvey(
        markBytes: mark.markBytes, encoding: counts.invalid == 0 ? .utf8 : .damagedUTF8)
    }
    if let wide = unmarkedUTF16(buffer[..<min(head, headBytes)]) {
      return EncodingSurvey(encoding: wide)
    }
    return EncodingSurvey(encoding: try count(file, from: 0, buffer: &buffer).encoding)
  }

  private static func marked(_ head: ArraySlice<UInt8>, file: ListFile) throws(IntakeError)
    -> EncodingSurvey?
  {
    if head.starts(with: [0xFF, 0xFE, 0, 0]) || head.starts(with: [0, 0, 0xFE, 0xFF]) {
      throw IntakeError(.utf32, file: file.name)
    }
    if head.starts(with: [0xEF, 0xBB, 0xBF]) {
      return EncodingSurvey(markBytes: 3, encoding: .utf8)
    }
    if head.starts(with: [0xFF, 0xFE]) {
      return EncodingSurvey(markBytes: 2, encoding: .utf16LittleEndian)
    }
    if head.starts(with: [0xFE, 0xFF]) {
      return EncodingSurvey(markBytes: 2, encoding: .utf16BigEndian)
    }
    return nil
  }

  /// UTF-16 without a mark: in Latin text every other byte is NUL.
  private static func unmarkedUTF16(_ head: ArraySlice<UInt8>) -> TextEncoding? {
    var zeros = (even: 0, odd: 0)
    for (index, byte) in head.enumerated() where byte == 0 {
      if index.isMultiple(of: 2) { zeros.even += 1 } else { zeros.odd += 1 }
    }
    let most = head.count / 2 * 3 / 4
    guard most > 0 else { return nil }
    if zeros.odd >= most, zeros.even == 0 { return .utf16LittleEndian }
    if zeros.even >= most, zeros.odd == 0 { return .utf16BigEndian }
    return nil
  }

  /// What a pass over all bytes as UTF-8 found.
  struct Counts: Equatable {
    /// Characters of more than one byte.
    var wide = 0
    /// Places that are no UTF-8.
    var invalid = 0

    /// Mostly good UTF-8 stays UTF-8: reading it as Windows-1252 would spoil every good name.
    var encoding: TextEncoding {
      if invalid == 0 { return .utf8 }
      return wide > invalid ? .damagedUTF8 : .windows1252
    }

    /// Counts in `bytes` and returns how many at the end are a character cut off.
    mutating func add(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
      var index = 0
      while index < bytes.count {
        index = Self.skipASCII(bytes, from: index)
        guard index < bytes.count else { break }
        switch UTF8Sequence.at(index, in: bytes) {
        case .valid(let length):
          wide += 1
          index += length
        case .invalid(let length):
          invalid += 1
          index += length
        case .cut: return bytes.count - index
        }
      }
      return 0
    }

    /// The position of the first byte that is not ASCII, eight looked at a time.
    private static func skipASCII(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
      let raw = UnsafeRawBufferPointer(bytes)
      var index = start
      while index + 8 <= raw.count {
        let word = raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)
        let high = word & 0x8080_8080_8080_8080
        if high != 0 { return index + UInt64(littleEndian: high).trailingZeroBitCount / 8 }
        index += 8
      }
      while index < raw.count, raw[index] < 0x80 { index += 1 }
      return index
    }
  }

  private static func count(_ file: ListFile, from start: Int64, buffer: inout [UInt8])
    throws(IntakeError) -> Counts
  {
    var counts = Counts()
    var offset = start
    var kept = 0
    while true {
      let read = try file.read(into: &buffer, kept..<buffer.count, at: offset)
      let filled = kept + read
      kept = buffer.withUnsafeBufferPointer {
        counts.add(UnsafeBufferPointer(rebasing: $0[..<filled]))
      }
      if read == 0 {
        if kept > 0 { counts.invalid += 1 }
        return counts
      }
      offset += Int64(read)
      for index in 0..<kept { buffer[index] = buffer[filled - kept + index] }
    }
  }
}
