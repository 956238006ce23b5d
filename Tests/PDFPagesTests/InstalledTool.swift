import ChildProcess
import Foundation

/// A program of the machine that judges our files: `qpdf`, `pdftoppm`, `zbarimg`, `pdftotext`.
struct InstalledTool {
  private let program: ChildProgram

  /// `nil`, said on stdout, when the program is not installed.
  init?(_ name: String) {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    guard let program = ChildProgram(named: name, in: path) else {
      print("SKIPPED: \(name) is not installed; install qpdf, poppler-utils and zbar-tools")
      return nil
    }
    self.program = program
  }

  /// Runs the program; its standard output and exit status.
  func run(_ arguments: [String]) throws -> (output: String, status: Int32?) {
    let outcome = try program.run(arguments)
    return (outcome.text, outcome.status)
  }
}

/// A folder that is gone after `body`.
func withFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
  let folder = FileManager.default.temporaryDirectory.appending(path: "pages-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer {
    do { try FileManager.default.removeItem(at: folder) } catch { print("left behind: \(folder)") }
  }
  return try body(folder)
}
