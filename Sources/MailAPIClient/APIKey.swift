import Foundation
import MailModel

/// An API key that never prints: every text form of it is `321m_live_…` or the like.
package struct APIKey: Hashable, Sendable {
  /// What a key's prefix says about it; bound to the ledger when that is made.
  package enum Kind: String, Sendable {
    /// `321m_live_`: real mail, real money.
    case live
    /// `321m_test_`: the sandbox.
    case test
    /// A form that the provider's page does not show.
    case other
  }

  /// The longest key that is taken, in bytes: eight times what the page shows.
  package static let lengthMax = 256

  private let secret: String

  /// Takes the key's text, without blanks or line breaks around it.
  ///
  /// - Throws: `EndpointError.key` when it is empty, too long or holds anything but visible ASCII:
  ///   URLSession drops a header with a line break silently and sends the request without it.
  package init(_ text: String) throws(EndpointError) {
    guard Secret.isHeaderSafe(text, lengthMax: Self.lengthMax) else { throw .key }
    secret = text
  }

  package var kind: Kind {
    if secret.hasPrefix("321m_live_") { return .live }
    return secret.hasPrefix("321m_test_") ? .test : .other
  }

  /// The first twelve hexadecimal digits of the key's SHA-256: tells keys apart, gives none away.
  package var fingerprint: String { String(SHA256.hex(secret).prefix(12)) }

  /// The one way to the secret, for the request's header.
  var headerValue: String { secret }
}

extension APIKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String {
    switch kind {
    case .live: "321m_live_…"
    case .test: "321m_test_…"
    case .other: "API key …"
    }
  }
  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: [:]) }
}

/// The session cookie that the `/api-keys` calls want; it never prints.
package struct SessionCookie: Hashable, Sendable {
  /// The longest cookie that is taken, in bytes (RFC 6265 §6.1 asks for 4,096).
  package static let lengthMax = 4096

  private let secret: String

  /// Takes the value of the cookie named `session`.
  ///
  /// - Throws: `EndpointError.session` for anything but visible ASCII, or with `;` or `,`.
  package init(_ text: String) throws(EndpointError) {
    guard Secret.isHeaderSafe(text, lengthMax: Self.lengthMax),
      !text.contains(";"), !text.contains(",")
    else { throw .session }
    secret = text
  }

  var headerValue: String { "session=" + secret }
  /// The one way to the bare secret, for the worker.
  var value: String { secret }
}

extension SessionCookie: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String { "session cookie …" }
  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: [:]) }
}

/// Rules that every secret in a header obeys.
enum Secret {
  static func isHeaderSafe(_ text: String, lengthMax: Int) -> Bool {
    !text.isEmpty && text.utf8.count <= lengthMax
      && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
  }
}
