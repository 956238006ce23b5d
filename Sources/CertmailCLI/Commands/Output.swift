import Foundation

/// What the program says: data to stdout, messages to stderr.
struct Output: Sendable {
  let display: DisplayOptions

  /// A message for people; not with `--quiet`.
  func say(_ text: String) {
    guard display.detail != .quiet else { return }
    warn(text)
  }

  /// A message that is shown even with `--quiet`: an error, or what needs a person.
  func warn(_ text: String) {
    FileHandle.standardError.write(Data((KeyRedaction.redacted(text) + "\n").utf8))
  }

  /// Data: the command's answer.
  func data(_ text: String) { FileHandle.standardOutput.write(Data((text + "\n").utf8)) }

  /// One JSON object as a line of data.
  func json(_ members: [String: Any]) throws {
    let bytes = try JSONSerialization.data(
      withJSONObject: members, options: [.sortedKeys, .withoutEscapingSlashes])
    data(String(decoding: bytes, as: UTF8.self))
  }
}
