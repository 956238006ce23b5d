package import Foundation
import Glibc

/// A program to be run to its end, with what it reads and prints kept in files without a name.
package struct ChildProgram: Sendable {
  /// How one run went.
  package struct Outcome: Sendable {
    /// `nil` when it took longer than it may and was ended.
    package var ending: ChildProcess.Ending?
    /// What it printed, and what it complained; empty when that went to standard error.
    package var output: Data
    package var errors: Data

    /// Its exit status; `nil` when it did not exit by itself.
    package var status: Int32? {
      if case .exited(let status) = ending { status } else { nil }
    }
    /// What it printed, as text.
    package var text: String { String(decoding: output, as: UTF8.self) }
    /// What it complained, as text.
    package var complaints: String { String(decoding: errors, as: UTF8.self) }
  }

  /// How long a program that is told to end (SIGTERM) may take before it is killed.
  static let endGrace = Duration.seconds(2)

  package var path: String
  package var environment = ProcessInfo.processInfo.environment
  /// Whether what it prints goes to this process's standard error, and is not kept.
  package var printsToStandardError = false

  package init(path: String) { self.path = path }

  /// Looks for a program in the absolute folders of `path` (the form of `PATH`).
  package init?(named name: String, in path: String) {
    let found = path.split(separator: ":").filter { $0.hasPrefix("/") }.map { "\($0)/\(name)" }
      .first(where: Self.isProgram)
    guard let found else { return nil }
    self.path = found
  }

  private static func isProgram(_ path: String) -> Bool {
    var isFolder = ObjCBool(false)
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
      && !isFolder.boolValue && FileManager.default.isExecutableFile(atPath: path)
  }

  /// Runs it and waits for its end.
  /// - Parameters:
  ///   - arguments: without the program's name.
  ///   - input: what it finds on its standard input.
  ///   - time: how long it may take; by default as long as it likes.
  /// - Throws: `POSIXError` when it cannot be started.
  package func run(
    _ arguments: [String], input: Data = Data(), for time: Duration? = nil
  ) throws -> Outcome {
    let given = try UnnamedFile(input)
    let prints = printsToStandardError ? [] : [try UnnamedFile(), try UnnamedFile()]
    let child = try ChildProcess(
      path, [path] + arguments, environment: environment,
      descriptors: [given.number]
        + (printsToStandardError ? [STDERR_FILENO, STDERR_FILENO] : prints.map(\.number)))
    let ending = child.wait(for: time)
    if ending == nil { Self.end(child) }
    return Outcome(
      ending: ending, output: try prints.first?.contents() ?? Data(),
      errors: try prints.last?.contents() ?? Data())
  }

  private static func end(_ child: ChildProcess) {
    child.signal(SIGTERM)
    if child.wait(for: endGrace) != nil { return }
    child.signal(SIGKILL)
    _ = child.wait()
  }
}

/// A file without a name that is gone when it is let go: unlike a pipe it never makes a writer wait.
private final class UnnamedFile {
  let number: Int32

  /// - Parameter data: what is read from its start.
  init(_ data: Data = Data()) throws {
    let folder = FileManager.default.temporaryDirectory.path
    var path = Array("\(folder)/certmail-XXXXXX".utf8CString)
    number = mkstemp(&path)
    guard number >= 0 else { throw ChildProcess.error(errno) }
    unlink(path)
    _ = fcntl(number, F_SETFD, FD_CLOEXEC)
    try FileHandle(fileDescriptor: number).write(contentsOf: data)
    lseek(number, 0, SEEK_SET)
  }

  deinit { close(number) }

  func contents() throws -> Data {
    lseek(number, 0, SEEK_SET)
    return try FileHandle(fileDescriptor: number).readToEnd() ?? Data()
  }
}
