import Foundation
import Glibc
package import MailAPIClient
import MailModel

/// Where the API key is looked for; the first place that is named decides, and a place that is named
/// and unusable is an error, because another key might be another account.
///
/// In order: `--api-key-file`, `api.key_file`, the systemd credential, the environment variable that
/// `api.key_env` names (DESIGN.md, "The job file").
package struct KeySource: Sendable {
  /// The name of the systemd credential (`LoadCredential=` in the unit).
  package static let credentialName = "certmail-api-key"

  /// The path after `--api-key-file`, made absolute by the caller's working folder.
  package var argumentFile: String?
  /// `api.key_file`, absolute.
  package var jobFile: String?
  /// `api.key_env`.
  package var variable: String
  /// The process's environment.
  package var environment: [String: String]

  package init(
    argumentFile: String?, jobFile: String?, variable: String, environment: [String: String]
  ) {
    self.argumentFile = argumentFile
    self.jobFile = jobFile
    self.variable = variable
    self.environment = environment
  }

  /// A key, the place it came from, and what should be better about that place.
  package struct Found: Sendable {
    package var key: APIKey
    package var place: KeyPlace
    /// A sentence when others can read the key; `nil` when all is well.
    package var warning: String?
  }

  /// The key of the first place that is named.
  package func find() throws(KeyProblem) -> Found {
    guard let place else { throw .missing(variable: variable) }
    switch place {
    case .argument(let path), .jobFile(let path):
      return try Found(key: key(inFile: path, place), place: place, warning: warning(path))
    case .credential(let path):
      // systemd owns that folder and its modes: nothing for the user to tighten.
      return try Found(key: key(inFile: path, place), place: place)
    case .variable(let name):
      return try Found(key: key(environment[name] ?? "", place), place: place)
    }
  }

  /// The first place that is named.
  private var place: KeyPlace? {
    if let argumentFile { return .argument(argumentFile) }
    if let jobFile { return .jobFile(jobFile) }
    if let folder = environment["CREDENTIALS_DIRECTORY"], !folder.isEmpty {
      let path = "\(folder)/\(Self.credentialName)"
      if FileManager.default.fileExists(atPath: path) { return .credential(path) }
    }
    if let text = environment[variable], !text.isEmpty { return .variable(variable) }
    return nil
  }

  private func key(inFile path: String, _ place: KeyPlace) throws(KeyProblem) -> APIKey {
    do {
      let handle = try FileHandle(forReadingFrom: URL(filePath: path))
      defer { try? handle.close() }  // read-only: nothing can be lost by a close that fails
      let bytes = try handle.read(upToCount: APIKey.lengthMax + 3) ?? Data()
      guard let text = String(bytes: bytes, encoding: .utf8) else {
        throw KeyProblem.malformed(place)
      }
      return try key(text, place)
    } catch let problem as KeyProblem {
      throw problem
    } catch {
      throw .unreadable(place, reason: SystemReason.text(error))
    }
  }

  /// The key in `text`, from which one line break at the end is taken.
  private func key(_ text: String, _ place: KeyPlace) throws(KeyProblem) -> APIKey {
    var scalars = text.unicodeScalars[...]
    if scalars.last == "\n" { scalars.removeLast() }
    if scalars.last == "\r" { scalars.removeLast() }
    guard !scalars.isEmpty else { throw .empty(place) }
    do { return try APIKey(String(scalars)) } catch { throw .malformed(place) }
  }

  /// What to do when others than the owner may read the file.
  private func warning(_ path: String) -> String? {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & 0o077 != 0 else { return nil }
    return "\(path): others than you can use this key file; run: chmod 600 \(path)"
  }
}

/// A place that an API key can come from; files by their path.
package enum KeyPlace: Hashable, Sendable, CustomStringConvertible {
  case argument(String)
  case jobFile(String)
  case credential(String)
  case variable(String)

  package var description: String {
    switch self {
    case .argument(let path): "\(path) (--api-key-file)"
    case .jobFile(let path): "\(path) (api.key_file)"
    case .credential(let path): "\(path) (systemd credential)"
    case .variable(let name): "the variable \(name)"
    }
  }
}

/// Why there is no key to use; never holds any part of one.
package enum KeyProblem: Error, Hashable, Sendable, CustomStringConvertible {
  /// No place is named; `variable` is the last that was looked at.
  case missing(variable: String)
  case unreadable(KeyPlace, reason: String)
  case empty(KeyPlace)
  /// Blanks, line breaks or control characters inside, or too long.
  case malformed(KeyPlace)

  package var description: String {
    switch self {
    case .missing(let variable):
      "no API key: name its file with --api-key-file or api.key_file, give systemd the credential "
        + "\(KeySource.credentialName), or set \(variable)"
    case .unreadable(let place, let reason): "\(place): the API key cannot be read: \(reason)"
    case .empty(let place): "\(place) is empty; expected an API key"
    case .malformed(let place):
      "\(place) is not an API key; expected one line of printable ASCII without blanks, at most "
        + "\(APIKey.lengthMax) characters"
    }
  }
}
