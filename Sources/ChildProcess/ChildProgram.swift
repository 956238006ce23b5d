package import Foundation
import Glibc

/// A program to be run to its end, with what it reads and prints kept in files without a name.
package struct ChildProgram: Sendable {
  /// How one run went.
  package struct Outcome: Sendable {
    /// `nil` when it took longer than it may and was ended.
    package var ending: ChildProcess.Ending?
    /// What it printed.
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
    let files = try (0..<3).map { _ in try UnnamedFile() }
    try files[0].fill(input)
    let prints = printsToStandardError ? [STDERR_FILENO, STDERR_FILENO] : files[1...].map(\.number)
    let child = try ChildProcess(
      path, [path] + arguments, environment: environment,
      descriptors: [files[0].number] + prints)
    let ending = child.wait(for: time)
    if ending == nil { Self.end(child) }
    return Outcome(
      ending: ending, output: try files[1].contents(), errors: try files[2].contents())
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

  init() throws {
    let folder = FileManager.default.temporaryDirectory.path
    var path = Array("\(folder)/certmail-XXXXXX".utf8CString)
    number = mkstemp(&path)
    guard number >= 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EMFILE) }
    unlink(path)
    _ = fcntl(number, F_SETFD, FD_CLOEXEC)
  }

  deinit { close(number) }

  /// Writes what the file is to hold; it is read from the start then.
  func fill(_ data: Data) throws {
    try FileHandle(fileDescriptor: number).write(contentsOf: data)
    lseek(number, 0, SEEK_SET)
  }

  func contents() throws -> Data {
    lseek(number, 0, SEEK_SET)
    return try FileHandle(fileDescriptor: number).readToEnd() ?? Data()
  }
}
