import Foundation
import MailAPI
import MailModel

/// Why an endpoint cannot be used; no case holds a secret.
package enum EndpointError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Not an absolute `http` or `https` URL with a host and nothing after the path.
  case baseURL(String)
  /// Plain http to another machine would show the key to the network.
  case plainHTTP(host: String)
  case key
  case session

  package var description: String {
    switch self {
    case .baseURL(let text):
      "the API's address \"\(text)\" is not a usable URL; "
        + "expected something like https://api.321certified.com/api/v1"
    case .plainHTTP(let host):
      "plain http to \(host) would show the API key to the network; use https "
        + "(http is only for this machine: localhost, 127.0.0.1, [::1])"
    case .key:
      "the API key is empty or holds blanks, line breaks or other characters that no key has; "
        + "copy it again"
    case .session:
      "the session cookie is empty or holds characters that no cookie has; copy it again"
    }
  }
}

/// Where the API is, and with what a caller identifies itself.
package struct APIEndpoint: Sendable {
  /// How the key is sent; the provider's page allows both.
  package enum Authentication: String, CaseIterable, Sendable {
    /// `Authorization: Bearer KEY`
    case bearer
    /// `X-API-Key: KEY`
    case xAPIKey = "x-api-key"
  }

  /// Without a slash at its end: `https://api.321certified.com/api/v1`.
  package let baseURL: String
  /// `nil` where there is only a session: then only `/api-keys` can be called.
  package let key: APIKey?
  package let authentication: Authentication
  package let session: SessionCookie?
  /// Whether `baseURL` is on this machine.
  package let isLoopback: Bool

  /// - Throws: `EndpointError.baseURL`, or `.plainHTTP` when http leads to another machine.
  package init(
    baseURL text: String, key: APIKey?, authentication: Authentication = .bearer,
    session: SessionCookie? = nil
  ) throws(EndpointError) {
    guard let parts = URLComponents(string: text), let scheme = parts.scheme?.lowercased(),
      ["http", "https"].contains(scheme), let host = parts.host, !host.isEmpty,
      parts.user == nil, parts.password == nil, parts.query == nil, parts.fragment == nil,
      text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
    else { throw .baseURL(Self.shown(text)) }
    isLoopback = Loopback.isLoopback(host: host)
    guard scheme == "https" || isLoopback else { throw .plainHTTP(host: host) }
    var trimmed = Substring(text)
    while trimmed.hasSuffix("/") { trimmed.removeLast() }
    baseURL = String(trimmed)
    self.key = key
    self.authentication = authentication
    self.session = session
  }

  /// A URL for a message: without what stands before an `@`, which may be a password.
  private static func shown(_ text: String) -> String {
    let visible = text.split(separator: "@", omittingEmptySubsequences: false)
    return KeyRedaction.redacted(String((visible.count > 1 ? "…@" : "") + (visible.last ?? "")))
  }
}
