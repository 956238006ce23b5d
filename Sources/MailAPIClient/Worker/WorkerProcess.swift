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
  private let process: pid_t

  /// Starts a worker; it keeps `lock` open, so that nobody else takes the ledger while a request
  /// may still be on its way.
  /// - Throws: `POSIXError` when the system cannot.
  init(_ command: WorkerCommand, holding lock: Int32?) throws {
    var ends: [Int32] = [-1, -1]
    let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else { throw Self.error(errno) }
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
  ) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, standardInput, STDIN_FILENO)
    // What a dying library prints is for nobody: its death is told in our words.
    for descriptor in [STDOUT_FILENO, STDERR_FILENO] {
      posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_WRONLY, 0)
    }
    if let lock { posix_spawn_file_actions_adddup2(&actions, lock, 3) }
    var environment = ProcessInfo.processInfo.environment
    environment["SWIFT_BACKTRACE"] = "enable=no"
    let words = strings(environment.map { "\($0.key)=\($0.value)" })
    let arguments = strings(["certmail", Worker.argument])
    defer { for word in words + arguments { free(word) } }
    var process: pid_t = 0
    let code = posix_spawn(&process, command.executable, &actions, nil, arguments, words)
    guard code == 0 else { throw Self.error(code) }
    return process
  }

  /// C strings, to be freed, with a null at the end.
  private static func strings(_ texts: [String]) -> [UnsafeMutablePointer<CChar>?] {
    texts.map { strdup($0) } + [nil]
  }

  private static func error(_ code: Int32) -> POSIXError {
    POSIXError(POSIXErrorCode(rawValue: code) ?? .EIO)
  }

  /// Ends it at once.
  func kill() { _ = Glibc.kill(process, SIGKILL) }

  private func reap() {
    socket.shutDown()
    var status: Int32 = 0
    // It ends by itself when its connection does; one that does not is ended.
    for _ in 0..<50 {
      guard waitpid(process, &status, WNOHANG) == 0 else { return }
      usleep(2000)
    }
    kill()
    waitpid(process, &status, 0)
  }
}
