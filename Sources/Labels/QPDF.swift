import Dispatch
import Foundation

/// The program `qpdf` (Apache licence, packaged by every distribution): it merges PDF files without
/// changing their pages.
struct QPDF: Sendable {
  /// How one call ended.
  struct Outcome {
    var status: Int32
    var output: String
    /// The first line that it complained with, at most `complaintMax` characters.
    var complaint: String

    /// 3 is "done, with warnings": the input had faults that could be repaired.
    var isDone: Bool { status == 0 || status == 3 }
  }

  static let complaintMax = 300
  /// How long an asked-to-end program may take before it is killed.
  static let endGrace: DispatchTimeInterval = .seconds(2)

  let program: URL
  /// How long one call may take.
  let secondsMax: Int

  /// Looks for `qpdf` in the absolute folders of `path` (the form of `PATH`).
  init(path: String, secondsMax: Int) throws(BinderError) {
    let folders = path.split(separator: ":").filter { $0.hasPrefix("/") }
    let candidates = folders.map { URL(filePath: String($0)).appending(path: "qpdf") }
    guard let found = candidates.first(where: Self.isProgram) else { throw .qpdfMissing }
    program = found
    self.secondsMax = secondsMax
  }

  /// Appends page ranges one after the other into a new file.
  /// - Parameter pages: file and range in turn, as `--pages` takes them.
  func merge(_ pages: [String], into file: URL, log: URL) throws(BinderError) -> Outcome {
    // The deterministic id makes the same labels the same file.
    try run(
      ["--empty", "--deterministic-id", "--object-streams=generate", "--pages"] + pages
        + ["--", file.path], log: log)
  }

  /// How many pages `file` has; `nil` when qpdf cannot say.
  func pageCount(_ file: URL, log: URL) throws(BinderError) -> Int? {
    let outcome = try run(["--show-npages", file.path], log: log)
    return outcome.isDone ? Int(outcome.output.filter { !$0.isWhitespace }) : nil
  }

  /// Runs qpdf and waits for it. What it prints goes into files at `log`, so that it never blocks on
  /// a full pipe.
  private func run(_ arguments: [String], log: URL) throws(BinderError) -> Outcome {
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    process.environment = ["LC_ALL": "C", "PATH": "/usr/bin:/bin"]
    let (output, errors) = (log.appendingPathExtension("out"), log.appendingPathExtension("err"))
    process.standardInput = FileHandle.nullDevice
    do {
      process.standardOutput = try Self.emptyFile(output)
      process.standardError = try Self.emptyFile(errors)
      try wait(for: process)
    } catch let error as BinderError {
      throw error
    } catch {
      throw .qpdfFailed("\(program.path) could not be started: \(error.localizedDescription)")
    }
    let complaint = Self.text(errors).prefix { $0 != "\n" }.prefix(Self.complaintMax)
    return Outcome(
      status: process.terminationReason == .exit ? process.terminationStatus : -1,
      output: Self.text(output), complaint: String(complaint))
  }

  private func wait(for process: Process) throws {
    let ended = DispatchSemaphore(value: 0)
    process.terminationHandler = { _ in ended.signal() }
    try process.run()
    guard ended.wait(timeout: .now() + .seconds(secondsMax)) == .timedOut else { return }
    process.terminate()
    if ended.wait(timeout: .now() + Self.endGrace) == .timedOut {
      kill(process.processIdentifier, SIGKILL)
      ended.wait()
    }
    throw BinderError.qpdfTooSlow(seconds: secondsMax)
  }

  private static func isProgram(_ file: URL) -> Bool {
    var isFolder = ObjCBool(false)
    return FileManager.default.fileExists(atPath: file.path, isDirectory: &isFolder)
      && !isFolder.boolValue && FileManager.default.isExecutableFile(atPath: file.path)
  }

  private static func emptyFile(_ file: URL) throws -> FileHandle {
    try Data().write(to: file)
    return try FileHandle(forWritingTo: file)
  }

  private static func text(_ file: URL) -> String {
    // Only used for words in a message; when the file cannot be read there are none.
    (try? Data(contentsOf: file)).map { String(decoding: $0, as: UTF8.self) } ?? ""
  }
}
