import Foundation
import Testing

@testable import CertmailCLI

@Suite struct CommandTableTests {
  @Test func `every command stands in one group of the overview, and calls in none`() {
    let grouped = CommandTable.groups.flatMap(\.commands)
    #expect(Set(grouped).count == grouped.count)
    #expect(Set(grouped) == Set(CommandName.allCases.filter { !$0.isCall }))
  }

  @Test(arguments: CommandName.allCases)
  func `a command's table row is its own and complete`(name: CommandName) {
    let spec = CommandTable.spec(name)
    #expect(spec.name == name)
    #expect(!spec.examples.isEmpty && spec.statuses.contains(.done))
    #expect(Set(spec.statuses).count == spec.statuses.count)
    #expect(spec.statuses.contains(.usage))
    #expect(!spec.summary.hasSuffix("."))
    let options = (spec.ownOptions + OptionName.everywhere).map(\.spec)
    #expect(Set(options.map(\.long)).count == options.count)
    #expect(Set(options.compactMap(\.short)).count == options.compactMap(\.short).count)
  }

  @Test(arguments: CommandName.allCases)
  func `every example is a command line that is understood`(name: CommandName) throws {
    for example in CommandTable.spec(name).examples {
      let line = HelpText.commandLine(example)
      let command = line.split(separator: "|").last.map(String.init) ?? line
      let words = ShellWords.split(command.split(separator: ">").first.map(String.init) ?? command)
      #expect(words.first == "certmail")
      _ = try ArgumentParser.invocation(Array(words.dropFirst()))
    }
  }

  @Test func `every option belongs to a command`() {
    let used = Set(CommandName.allCases.flatMap { CommandTable.spec($0).ownOptions })
    #expect(used.union(OptionName.everywhere) == Set(OptionName.allCases))
  }
}

/// Splits a command line as a shell does, double quotes only.
enum ShellWords {
  static func split(_ line: String) -> [String] {
    var words: [String] = []
    var word = ""
    var isQuoted = false
    for character in line {
      if character == "\"" {
        isQuoted.toggle()
      } else if character == " ", !isQuoted {
        if !word.isEmpty { words.append(word) }
        word = ""
      } else {
        word.append(character)
      }
    }
    return word.isEmpty ? words : words + [word]
  }
}
