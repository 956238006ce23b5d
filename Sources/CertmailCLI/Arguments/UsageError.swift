/// A command line that makes no sense; exit status 2.
package struct UsageError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong and what was probably meant, one sentence without a full stop.
  package var message: String
  /// The command that was recognised, whose usage helps.
  package var command: CommandName?
  /// A command line that would be right, without the leading `certmail `.
  package var example: String?

  init(_ message: String, _ command: CommandName? = nil, example: String? = nil) {
    self.message = message
    self.command = command
    self.example = example
  }

  /// What was wrong, the usage, and where to read on: two or three lines.
  package var description: String {
    var lines = ["certmail: \(message)"]
    if let command { lines.append("usage: \(CommandTable.spec(command).usage)") }
    if let example { lines.append("for example: certmail \(example)") }
    lines.append("see: certmail help" + (command.map { " \($0.rawValue)" } ?? ""))
    return lines.joined(separator: "\n")
  }
}
