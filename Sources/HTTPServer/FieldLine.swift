/// `field-name ":" OWS field-value OWS` (RFC 9112 §5), without its CRLF.
enum FieldLine {
  /// The name and the trimmed value.
  /// - Throws: 400 for folded lines, blanks around the name and characters no name may have.
  static func parse(
    _ line: ArraySlice<UInt8>
  ) throws(HTTPRefusal) -> (name: String, value: String) {
    if let first = line.first, ByteClass.isBlank(first) {
      throw HTTPRefusal(400, "A header field must not start with a blank or be folded.")
    }
    guard let colon = line.firstIndex(of: 0x3A) else {
      throw HTTPRefusal(400, "A header field must be: name, colon, value.")
    }
    let name = line[..<colon]
    guard !name.isEmpty, name.allSatisfy(ByteClass.isToken) else {
      throw HTTPRefusal(400, "A header field's name is empty or holds a forbidden character.")
    }
    return (String(decoding: name, as: UTF8.self), text(trimmed(line[(colon + 1)...])))
  }

  static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var rest = bytes.drop(while: ByteClass.isBlank)
    while let last = rest.last, ByteClass.isBlank(last) { rest.removeLast() }
    return rest
  }

  /// Values are UTF-8 where they can be, else Latin-1: every byte string has a text.
  private static func text(_ bytes: ArraySlice<UInt8>) -> String {
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    var scalars = String.UnicodeScalarView()
    scalars.append(contentsOf: bytes.map { Unicode.Scalar($0) })
    return String(scalars)
  }
}
