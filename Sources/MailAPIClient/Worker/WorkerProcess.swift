import ChildProcess
import Foundation
import Glibc

/// How the worker process is started: this program again.
package struct WorkerCommand: Sendable {
  package var executable: String

  package init(executable: String) { self.executable = executable }

  /// This very program: by its path, which also tools that run it inside of themselves know, or
  /// by the kernel's link when it was replaced meanwhile.
  package static var thisProgram: WorkerCommand {
    let link = "/proc/self/exe"
    // Without /proc nothing can be started, which the first exchange says.
    let path = (try? FileManager.default.destinationOfSymbolicLink(atPath: link)) ?? link
    return WorkerCommand(
      executable: FileManager.default.isExecutableFile(atPath: path) ? path : link)
  }
}

/// A worker process and the connection to it.
final class WorkerProcess: Sendable {
  let socket: WorkerSocket
  private let process: ChildProcess

  /// Starts a worker; it keeps `lock` open, so that nobody else takes the ledger while a request
  /// may still be on its way.
  /// - Throws: `POSIXError` when the system cannot.
  init(_ command: WorkerCommand, holding lock: Int32?) throws {
    var ends: [Int32] = [-1, -1]
    let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else { throw ChildProcess.error(errno) }
    defer { close(ends[1]) }
    do {
      process = try Self.spawn(command, standardInput: ends[1], lock: lock)
    } catch {
      close(ends[0])
      throw error
    }
    socket = WorkerSocket(ends[0])
  }

  deinit { reap() }

  private static func spawn(
    _ command: WorkerCommand, standardInput: Int32, lock: Int32?
  ) throws -> ChildProcess {
    // What a dying library prints is for nobody: its death is told in our words.
    let nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC)
    guard nowhere >= 0 else { throw ChildProcess.error(errno) }
    defer { close(nowhere) }
    var environment = ProcessInfo.processInfo.environment
    environment["SWIFT_BACKTRACE"] = "enable=no"
    return try ChildProcess(
      command.executable, ["certmail", Worker.argument], environment: environment,
      descriptors: [standardInput, nowhere, nowhere] + (lock.map { [$0] } ?? []))
  }

  /// Ends it at once.
  func kill() { process.signal(SIGKILL) }

  private func reap() {
    socket.shutDown()
    // It ends by itself when its connection does; one that does not is ended.
    if process.wait(for: .milliseconds(100)) != nil { return }
    kill()
    _ = process.wait()
  }
}
