import ChildProcess
import Foundation
import TestSupport
import Testing

@testable import CertmailCLI

@Suite struct CompletionScriptTests {
  @Test(arguments: [
    (Shell.bash, "/usr/bin/bash"), (.zsh, "/usr/bin/zsh"), (.fish, "/usr/bin/fish"),
  ])
  func `each shell takes its completions`(shell: Shell, program: String) throws {
    guard FileManager.default.isExecutableFile(atPath: program) else {
      print("SKIPPED: \(shell.rawValue) is not installed")
      return
    }
    let check = try ChildProgram(path: program).run(["-n", try file(shell)])
    #expect(check.status == 0, "\(check.complaints)")
  }

  @Test(arguments: [
    ("certmail ru", ["run"]), ("certmail run --no-", ["--no-wait", "--no-color"]),
    ("certmail run --progress p", ["plain"]), ("certmail list n.json --state ref", ["refused"]),
    ("certmail api n.json track", ["tracking"]), ("certmail completion f", ["fish"]),
    ("certmail --progress plain quo", ["quote"]), ("certmail run --merg", []),
  ])
  func `bash offers what the table has`(line: String, words: [String]) throws {
    guard FileManager.default.isExecutableFile(atPath: "/usr/bin/bash") else {
      print("SKIPPED: bash is not installed")
      return
    }
    let script = """
      source \(try file(.bash)); COMP_WORDS=(\(line)); COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
      compopt() { :; }; _certmail; printf '%s\\n' "${COMPREPLY[@]}"
      """
    let offered = try ChildProgram(path: "/usr/bin/bash").run(["-c", script]).text
    #expect(offered.split(separator: "\n").map(String.init) == words)
  }

  @Test(arguments: [
    ("certmail ru", ["run"]), ("certmail run --no-w", ["--no-wait"]),
    ("certmail run --progress p", ["plain"]), ("certmail api n.json track", ["tracking"]),
  ])
  func `fish offers what the table has`(line: String, words: [String]) throws {
    guard FileManager.default.isExecutableFile(atPath: "/usr/bin/fish") else {
      print("SKIPPED: fish is not installed")
      return
    }
    let script = "source \(try file(.fish)); complete -C '\(line)'"
    let offered = try ChildProgram(path: "/usr/bin/fish").run(["--no-config", "-c", script]).text
      .split(separator: "\n").map { String($0.prefix { $0 != "\t" }) }
    #expect(offered == words)
  }

  private func file(_ shell: Shell) throws -> String {
    let file = try Scratch.folder().appending(path: "text")
    try Data(CompletionScript.text(for: shell).utf8).write(to: file)
    return file.path
  }
}

@Suite struct ManPageTests {
  @Test func `groff takes the page without a warning and shows every command`() throws {
    guard FileManager.default.isExecutableFile(atPath: "/usr/bin/groff") else {
      print("SKIPPED: groff is not installed")
      return
    }
    let file = try Scratch.folder().appending(path: "text")
    try Data(HelpText.text(.manPage).utf8).write(to: file)
    let page = try ChildProgram(path: "/usr/bin/groff")
      .run(["-ww", "-man", "-Tascii", "-P-cbou", file.path])
    #expect(page.status == 0 && page.complaints == "")
    for name in CommandName.allCases {
      let usage = CommandTable.spec(name).usage.prefix(60)
      #expect(page.text.contains(usage), "\(usage)")
    }
    #expect(page.text.contains("--expect-total AMOUNT"))
  }

  @Test(arguments: [
    ("a-b", "a\\-b"), (".x", "\\&.x"), ("'x'", "\\(aqx\\(aq"), ("a\\b", "a\\eb"),
    ("\"~", "\\(dq\\(ti"),
  ])
  func `what roff would take for its own is escaped`(text: String, escaped: String) {
    #expect(ManPage.escaped(text) == escaped)
  }
}
