import Foundation
import Submission
import Testing

@testable import CertmailCLI

@Suite struct StopSignalsTests {
  /// Each once: a second one of its kind would end the process.
  @Test(arguments: [SIGUSR1, SIGUSR2, SIGHUP, SIGALRM])
  func `a signal right after the start of listening is heard`(number: Int32) async throws {
    let signals = StopSignals([number])
    #expect(kill(getpid(), number) == 0)
    let end = ContinuousClock.now + .seconds(10)
    while signals.reason == nil, ContinuousClock.now < end {
      try await Task.sleep(for: .milliseconds(1))
    }
    #expect(signals.reason == .interrupted)
  }

  @Test func `a time that is over does not take an interruption back`() {
    let signals = StopSignals([])
    signals.stop(.interrupted)
    signals.stop(.timeWindow)
    #expect(signals.reason == .interrupted)
  }
}
