import ChildProcess
import Foundation
import Glibc
import TestSupport
import Testing

@Suite struct ChildProgramTests {
  private let shell = ChildProgram(path: "/bin/sh")

  @Test func `it reads its input and what it prints and complains is kept apart`() throws {
    let outcome = try shell.run(["-c", "cat; echo no >&2; exit 7"], input: Data("yes".utf8))
    #expect(outcome.status == 7)
    #expect(outcome.text == "yes")
    #expect(outcome.complaints == "no\n")
  }

  @Test func `more than a pipe holds stops neither side`() throws {
    let input = Data(repeating: 0x61, count: 300_000)
    let outcome = try shell.run(["-c", "cat; cat /dev/null; exit 0"], input: input)
    #expect(outcome.output == input)
    // One that does not read its input is no reason to fail.
    #expect(try shell.run(["-c", "exit 3"], input: input).status == 3)
  }

  @Test func `it is ended with all that it started when it takes too long`() throws {
    let mark = try Scratch.path("mark")
    let start = ContinuousClock.now
    let outcome = try shell.run(
      ["-c", "(sleep 1; touch \(mark)) & sleep 60"], for: .milliseconds(100))
    #expect(outcome.ending == nil)
    #expect(outcome.status == nil)
    #expect(ContinuousClock.now - start < .seconds(30))
    usleep(1_500_000)
    #expect(!FileManager.default.fileExists(atPath: mark))
  }

  @Test func `one that ignores the request to end is killed`() throws {
    let outcome = try shell.run(
      ["-c", "trap '' TERM; while :; do sleep 1; done"], for: .milliseconds(100))
    #expect(outcome.ending == nil)
  }

  @Test func `a signal is not an exit status`() throws {
    let outcome = try shell.run(["-c", "kill -9 $$"])
    #expect(outcome.ending == .killed(signal: SIGKILL))
    #expect(outcome.status == nil)
  }

  @Test func `the environment is the one given`() throws {
    var program = shell
    program.environment = ["PATH": "/usr/bin:/bin", "MATTER": "26-1"]
    let outcome = try program.run(["-c", "echo $MATTER $HOME"])
    #expect(outcome.text == "26-1\n")
  }

  @Test func `it gets no descriptor but its three and default signals`() throws {
    let held = open("/dev/null", O_RDONLY)
    defer { close(held) }
    #expect(fcntl(held, F_GETFD) & FD_CLOEXEC == 0)
    signal(SIGPIPE, SIG_IGN)
    defer { signal(SIGPIPE, SIG_DFL) }
    // The fourth is ls's own, of the folder it lists.
    #expect(try shell.run(["-c", "ls /proc/self/fd | wc -l"]).text.hasPrefix("4"))
    #expect(try shell.run(["-c", "kill -PIPE $$"]).ending == .killed(signal: SIGPIPE))
  }

  @Test func `what cannot be started is told`() {
    #expect(throws: POSIXError(.ENOENT)) { try ChildProgram(path: "/no/such/program").run([]) }
    #expect(throws: POSIXError(.EACCES)) { try ChildProgram(path: "/etc/passwd").run([]) }
  }

  @Test func `a program is looked for in absolute folders only`() {
    #expect(ChildProgram(named: "sh", in: "bin:/nowhere:/bin")?.path == "/bin/sh")
    #expect(ChildProgram(named: "sh", in: "bin:.:") == nil)
    #expect(ChildProgram(named: "bin", in: "/usr") == nil)
    #expect(ChildProgram(named: "no-such-program", in: "/usr/bin:/bin") == nil)
  }

  @Test func `many at once end well beside open and closing descriptors`() async throws {
    try await withThrowingTaskGroup(of: Int32?.self) { group in
      for number in 0..<64 {
        group.addTask { try ChildProgram(path: "/bin/sh").run(["-c", "exit \(number)"]).status }
      }
      let seen = try await group.reduce(into: [Int32]()) { $0.append($1 ?? -1) }
      #expect(seen.sorted() == (0..<64).map(Int32.init))
    }
  }
}
