import Foundation
import Glibc

extension Console {
  /// Whether a person can be asked: stdin and stderr are terminals, and no program reads stdout.
  package var canAsk: Bool {
    isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1 && !display.isJSON
  }

  /// Asks a person and takes only `yes` or `y` for a yes; without a terminal the answer is no.
  package func isConfirmed(_ question: String) -> Bool {
    guard canAsk else { return false }
    message(question + " [y/N]", .strong)
    return Self.isYes(readLine())
  }

  /// Whether `answer` is a yes; the end of input is none.
  static func isYes(_ answer: String?) -> Bool {
    let word = answer?.trimmingCharacters(in: .whitespaces).lowercased()
    return word == "y" || word == "yes"
  }
}
