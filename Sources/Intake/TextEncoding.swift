/// How a list's bytes stand for text.
package enum TextEncoding: Hashable, Sendable {
  case utf8
  /// UTF-8 in the main, with bytes that are not: they become U+FFFD and their rows unusable.
  case damagedUTF8
  /// What Excel on Windows saves as "CSV".
  case windows1252
  case utf16LittleEndian
  case utf16BigEndian

  /// The name that people know it by.
  package var name: String {
    switch self {
    case .utf8: "UTF-8"
    case .damagedUTF8: "UTF-8 (damaged)"
    case .windows1252: "Windows-1252"
    case .utf16LittleEndian, .utf16BigEndian: "UTF-16"
    }
  }

  /// Whether its bytes can be scanned as they are.
  var isCleanUTF8: Bool { self == .utf8 }
}
