import Foundation
import Glibc
import MailAPIClient
import MailModel

/// Where the account's session comes from: a file or a variable, never an argument.
struct SessionSource: Sendable {
  static let variable = "CERTMAIL_SESSION"

  /// The path behind `--session-file`.
  var file: String?
  var environment: [String: String]

  /// The session, and what should be better about its place.
  struct Found: Sendable {
    var cookie: SessionCookie
    var warning: String?
  }

  func find() throws(SessionProblem) -> Found {
    if let file { return Found(cookie: try cookie(inFile: file), warning: Self.warning(file)) }
    guard let text = environment[Self.variable], !text.isEmpty else { throw .missing }
    return Found(cookie: try Self.cookie(text, place: "the variable \(Self.variable)"))
  }

  private func cookie(inFile path: String) throws(SessionProblem) -> SessionCookie {
    let text: String
    do {
      let handle = try FileHandle(forReadingFrom: URL(filePath: path))
      defer { try? handle.close() }  // read-only: nothing can be lost by a close that fails
      let data = try handle.read(upToCount: SessionCookie.lengthMax + 100) ?? Data()
      text = String(decoding: data, as: UTF8.self)
    } catch {
      throw .unreadable(path, reason: SystemReason.text(error))
    }
    return try Self.cookie(text, place: path)
  }

  /// The cookie's value, also where it was copied with its name: `session=…`.
  private static func cookie(
    _ text: String, place: String
  ) throws(SessionProblem) -> SessionCookie {
    let value = text.trimmingCharacters(in: .whitespacesAndNewlines)
    let bare = value.hasPrefix("session=") ? String(value.dropFirst("session=".count)) : value
    do { return try SessionCookie(bare) } catch { throw .malformed(place) }
  }

  private static func warning(_ path: String) -> String? {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & 0o077 != 0 else { return nil }
    return "\(path): others than you can use this session; run: chmod 600 \(path)"
  }
}

/// Why there is no session to use; never holds any part of one.
enum SessionProblem: Error, Hashable, Sendable, CustomStringConvertible {
  case missing
  case unreadable(String, reason: String)
  case malformed(String)

  var description: String {
    switch self {
    case .missing:
      "no session: sign in at the provider's page, put the value of its cookie \"session\" into a "
        + "file and name it with --session-file, or set \(SessionSource.variable)"
    case .unreadable(let path, let reason): "\(path): the session cannot be read: \(reason)"
    case .malformed(let place):
      "\(place) is not a session; expected the value of the cookie \"session\" on one line"
    }
  }
}
