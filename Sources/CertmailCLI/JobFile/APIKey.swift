import MailModel

/// A key of the API; no way of printing it shows it.
///
/// Only `secret` gives the text, so that every use of it can be found by that word.
package struct APIKey: Hashable, Sendable {
  /// What a key may be used for, as its beginning says.
  package enum Kind: String, Hashable, Sendable {
    /// `321m_live_…`: real mail, real money.
    case live
    /// `321m_test_…`
    case test
    /// Any other beginning; the provider may have more kinds than its page shows.
    case other
  }

  /// The longest key that is read; the provider's have about 22 characters.
  package static let lengthMax = 512

  /// The key itself, for a request's header and for nothing else.
  package let secret: String

  /// A key of printable ASCII without blanks, 1…`lengthMax` characters.
  package init?(_ text: String) {
    guard (1...Self.lengthMax).contains(text.utf8.count),
      text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
    else { return nil }
    secret = text
  }

  package var kind: Kind {
    if secret.hasPrefix("321m_live_") { return .live }
    return secret.hasPrefix("321m_test_") ? .test : .other
  }

  /// The first eight hexadecimal digits of the key's SHA-256: tells keys apart and reveals none.
  package var fingerprint: String { String(SHA256.hex(secret).prefix(8)) }
}

extension APIKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// `live key 1a2b3c4d`
  package var description: String {
    "\(kind == .other ? "" : "\(kind.rawValue) ")key \(fingerprint)"
  }

  package var debugDescription: String { description }

  package var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}
