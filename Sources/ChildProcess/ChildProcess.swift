package import Foundation
import Glibc

/// A program that this one starts by `posix_spawn`.
///
/// Foundation's `Process` is not used: to learn which descriptors are open it reads `/proc/self/fd`
/// and copies each entry at the full size of a `dirent`, over the end of readdir's buffer when the
/// entry is the last one in it, which now and then ends the process that starts another.
package struct ChildProcess: Sendable {
  /// Its process id, also that of its process group.
  package let id: pid_t

  /// Starts a program; it gets default signals and no descriptors but those named.
  /// - Parameters:
  ///   - arguments: all of them, the program's name first.
  ///   - environment: its whole environment.
  ///   - descriptors: what it has as descriptor 0, 1, 2 and so on; each must be open here and at
  ///     least 0, and is closed on exec under its own number.
  /// - Throws: `POSIXError` when the system cannot: no such program, no room.
  package init(
    _ path: String, _ arguments: [String], environment: [String: String], descriptors: [Int32]
  ) throws {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    // Two steps, so that no number is overwritten before it has been read.
    let spare = Int32(descriptors.count)
    var copies: [Int32] = []
    defer { for copy in copies { close(copy) } }
    for (number, descriptor) in descriptors.enumerated() {
      let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, spare)
      guard copy >= 0 else { throw Self.error(errno) }
      copies.append(copy)
      posix_spawn_file_actions_adddup2(&actions, copy, Int32(number))
    }
    for descriptor in spare..<(try Self.descriptorsEnd()) {
      // One that is not open is no error to the C library.
      posix_spawn_file_actions_addclose(&actions, descriptor)
    }

    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var (none, all) = (sigset_t(), sigset_t())
    sigemptyset(&none)
    sigfillset(&all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setflags(
      &attributes,
      Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP))

    let words = Self.strings(arguments)
    let variables = Self.strings(environment.map { "\($0.key)=\($0.value)" })
    defer { for string in words + variables { free(string) } }
    var id: pid_t = 0
    let code = posix_spawn(&id, path, &actions, &attributes, words, variables)
    guard code == 0 else { throw Self.error(code) }
    self.id = id
  }

  /// How it ended; `nil` while it runs. Ask no more once it has ended: the system forgets it.
  package func ending() -> Ending? {
    var status: Int32 = 0
    while true {
      let answer = waitpid(id, &status, WNOHANG)
      if answer == 0 { return nil }
      if answer == id { return Ending(waitStatus: status) }
      if errno != EINTR { return .unknown }
    }
  }

  /// Waits until it has ended, by looking every two milliseconds; `nil` when it runs on.
  /// - Parameter time: how long at most; by default as long as it takes.
  package func wait(for time: Duration? = nil) -> Ending? {
    let end = time.map { ContinuousClock.now + $0 }
    while true {
      if let ending = ending() { return ending }
      if let end, ContinuousClock.now >= end { return nil }
      usleep(2000)
    }
  }

  /// Sends a signal to it and to what it has started.
  package func signal(_ number: Int32) { _ = kill(-id, number) }

  /// Above every descriptor that is open, and above what other threads may open meanwhile: each takes
  /// the lowest number that is free.
  private static func descriptorsEnd() throws -> Int32 {
    let open = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")
      .compactMap { Int32($0) }
    var limit = rlimit()
    getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    return min((open.max() ?? 2) + 256, Int32(clamping: limit.rlim_cur))
  }

  /// The system's error of this number, as `errno` has it.
  package static func error(_ code: Int32) -> POSIXError {
    POSIXError(POSIXErrorCode(rawValue: code) ?? .EIO)
  }

  /// C strings, to be freed, with a null at the end.
  private static func strings(_ texts: [String]) -> [UnsafeMutablePointer<CChar>?] {
    texts.map { strdup($0) } + [nil]
  }
}

extension ChildProcess {
  /// How a program ended.
  package enum Ending: Hashable, Sendable {
    case exited(Int32)
    case killed(signal: Int32)
    /// Somebody else has waited for it.
    case unknown

    /// - Parameter waitStatus: what `waitpid` told, in the form of POSIX's `sys/wait.h` on Linux.
    init(waitStatus: Int32) {
      let signal = waitStatus & 0x7F
      self = signal == 0 ? .exited(waitStatus >> 8 & 0xFF) : .killed(signal: signal)
    }
  }
}
