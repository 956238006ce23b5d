import Foundation
import Testing

@testable import CertmailCLI

@Suite struct AfterRunTests {
  @Test func `a command that takes too long is ended, and told`() {
    var after = AfterRun(command: ["sleep", "60"], folder: "/", keyVariable: "KEY")
    after.time = .milliseconds(100)
    let start = ContinuousClock.now
    #expect(
      after.run(summary: Data(), status: .done)
        == "after_run: sleep took longer than 0 s and was ended")
    #expect(ContinuousClock.now - start < .seconds(30))
    after.time = .seconds(60)
    after.command = ["true"]
    #expect(after.run(summary: Data(), status: .done) == nil)
  }
}
