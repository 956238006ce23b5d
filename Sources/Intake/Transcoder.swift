/// Turns the bytes of another encoding into UTF-8, piece by piece.
///
/// What is no character becomes U+FFFD; the scanner marks the record that it stands in.
struct Transcoder {
  let encoding: TextEncoding
  /// Bytes at the end of a piece that are only the beginning of a character.
  private var pending: [UInt8] = []

  init(from encoding: TextEncoding) { self.encoding = encoding }

  /// Appends `piece` as UTF-8 to `text`; `isLast` when nothing follows.
  mutating func transcode(_ piece: some Collection<UInt8>, isLast: Bool, to text: inout [UInt8]) {
    switch encoding {
    case .windows1252: for byte in piece { Self.appendWindows1252(byte, to: &text) }
    case .utf16LittleEndian, .utf16BigEndian: transcodeUTF16(piece, isLast: isLast, to: &text)
    case .utf8, .damagedUTF8: repair(piece, isLast: isLast, to: &text)
    }
  }

  private static let replacement: [UInt8] = [0xEF, 0xBF, 0xBD]

  private static func append(_ scalar: UInt32, to text: inout [UInt8]) {
    guard let scalar = Unicode.Scalar(scalar) else {
      text += replacement
      return
    }
    text += UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter
  }

  // MARK: Windows-1252

  private static func appendWindows1252(_ byte: UInt8, to text: inout [UInt8]) {
    switch byte {
    case 0x00...0x7F: text.append(byte)
    case 0x80...0x9F: append(windows1252High[Int(byte - 0x80)], to: &text)
    default:
      text.append(0xC0 | byte >> 6)
      text.append(0x80 | byte & 0x3F)
    }
  }

  /// Code page 1252 from 0x80 to 0x9F; 0xFFFD where it has no character.
  private static let windows1252High: [UInt32] = [
    0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
    0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0xFFFD, 0x017D, 0xFFFD,
    0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
    0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178,
  ]

  // MARK: UTF-16

  private mutating func transcodeUTF16(
    _ piece: some Collection<UInt8>, isLast: Bool, to text: inout [UInt8]
  ) {
    pending += piece
    var index = 0
    while index + 2 <= pending.count {
      let unit = unit(at: index)
      guard unit & 0xF800 == 0xD800 else {
        Self.append(UInt32(unit), to: &text)
        index += 2
        continue
      }
      if unit < 0xDC00, index + 4 > pending.count, !isLast { break }
      index += appendSurrogate(unit, at: index, to: &text)
    }
    pending.removeFirst(index)
    if isLast, !pending.isEmpty {
      pending = []
      text += Self.replacement
    }
  }

  /// Appends the pair at `index`, or U+FFFD for half a pair; returns how many bytes that took.
  private func appendSurrogate(_ unit: UInt16, at index: Int, to text: inout [UInt8]) -> Int {
    if unit < 0xDC00, index + 4 <= pending.count {
      let low = self.unit(at: index + 2)
      if low & 0xFC00 == 0xDC00 {
        Self.append(0x10000 + (UInt32(unit & 0x3FF) << 10 | UInt32(low & 0x3FF)), to: &text)
        return 4
      }
    }
    text += Self.replacement
    return 2
  }

  private func unit(at index: Int) -> UInt16 {
    let (first, second) = (UInt16(pending[index]), UInt16(pending[index + 1]))
    return encoding == .utf16LittleEndian ? second << 8 | first : first << 8 | second
  }

  // MARK: UTF-8

  private mutating func repair(
    _ piece: some Collection<UInt8>, isLast: Bool, to text: inout [UInt8]
  ) {
    pending += piece
    let rest = pending.withUnsafeBufferPointer { bytes in
      var index = 0
      while index < bytes.count {
        switch UTF8Sequence.at(index, in: bytes) {
        case .valid(let length):
          text += bytes[index..<index + length]
          index += length
        case .invalid(let length):
          text += Self.replacement
          index += length
        case .cut: return bytes.count - index
        }
      }
      return 0
    }
    pending.removeFirst(pending.count - rest)
    if isLast, !pending.isEmpty {
      pending = []
      text += Self.replacement
    }
  }
}
