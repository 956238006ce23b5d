/// `chunk-size [ chunk-ext ]` (RFC 9112 §7.1), without its CRLF.
enum ChunkSize {
  /// Hex digits a size may have: more than any body needs, too few to overflow.
  static let digitsMax = 15

  /// The size; extensions are ignored as §7.1.1 asks.
  static func parse(_ line: ArraySlice<UInt8>) throws(HTTPRefusal) -> Int {
    let digits = line.prefix { ByteClass.hexValue($0) != nil }
    let rest = line[digits.endIndex...].drop(while: ByteClass.isBlank)
    guard !digits.isEmpty, digits.count <= digitsMax,
      digits.endIndex == line.endIndex || rest.first == 0x3B
    else { throw HTTPRefusal(400, "A chunk must start with its size in hex digits.") }
    return digits.reduce(0) { $0 << 4 | Int(ByteClass.hexValue($1) ?? 0) }
  }
}
