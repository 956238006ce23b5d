/// Where something stands in a text; both count from 1, columns in Unicode scalars.
package struct TextPosition: Hashable, Comparable, Sendable {
  package var line: Int
  package var column: Int

  package init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  /// The first character of a text.
  package static let start = TextPosition(line: 1, column: 1)

  package static func < (left: TextPosition, right: TextPosition) -> Bool {
    (left.line, left.column) < (right.line, right.column)
  }
}

/// One thing that is wrong with a job file.
package struct JobProblem: Error, Hashable, Sendable, CustomStringConvertible {
  package var position: TextPosition
  /// The key's path, `limits.spend_per_run`; empty when it is about the whole file.
  package var path: String
  /// What was found and what was expected; never holds an API key.
  package var message: String

  /// `12:14: limits.spend_per_run: "25OO" is not an amount; expected …`
  package var description: String {
    let place = "\(position.line):\(position.column): "
    return place + (path.isEmpty ? message : "\(path): \(message)")
  }
}

/// A job file that cannot be used.
package enum JobFileError: Error, Hashable, Sendable, CustomStringConvertible {
  /// It could not be opened or read; `reason` is the system's own.
  case unreadable(path: String, reason: String)
  /// It was read; every problem in it, in the order of the text.
  case wrong(path: String, problems: [JobProblem])

  /// One line a problem, each with the file's name as it was given.
  package var description: String {
    switch self {
    case .unreadable(let path, let reason):
      "\(path): \(reason); `certmail init` writes a starter job"
    case .wrong(let path, let problems):
      problems.map { "\(path):\($0)" }.joined(separator: "\n")
    }
  }
}
