import ChildProcess
import Foundation

/// A program of the machine that judges our files: `qpdf`, `pdftoppm`, `zbarimg`, `pdftotext`.
package struct InstalledTool {
  private let program: ChildProgram

  /// `nil`, said on stdout, when the program is not installed.
  package init?(_ name: String) {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    guard let program = ChildProgram(named: name, in: path) else {
      print("SKIPPED: \(name) is not installed; install qpdf, poppler-utils and zbar-tools")
      return nil
    }
    self.program = program
  }

  /// Runs the program; its standard output and exit status.
  package func run(_ arguments: [String]) throws -> (output: String, status: Int32?) {
    let outcome = try program.run(arguments)
    return (outcome.text, outcome.status)
  }
}
