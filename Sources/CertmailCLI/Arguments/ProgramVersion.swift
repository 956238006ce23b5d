/// The program's name and version.
package enum ProgramVersion {
  /// Semantic version; goes up with every release.
  package static let number = "0.1.0"

  /// What `--version` prints: `certmail 0.1.0`.
  package static let line = "certmail \(number)"
}
