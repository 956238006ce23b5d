import Testing

@testable import CertmailCLI

@Suite struct ExitStatusTests {
  @Test func `the numbers are those that scripts rely on`() {
    #expect(ExitStatus.allCases.map(\.rawValue) == [0, 1, 2, 3, 4, 5, 6, 7, 8, 11, 130])
  }

  @Test func `of several statuses the first in the order 2 1 11 130 4 6 8 7 5 3 is given`() {
    #expect(ExitStatus.precedence.map(\.rawValue) == [2, 1, 11, 130, 4, 6, 8, 7, 5, 3, 0])
    for (index, status) in ExitStatus.precedence.enumerated() {
      let held = ExitStatus.precedence[index...].reversed()
      #expect(ExitStatus.worst(of: held) == status)
    }
  }

  @Test func `where nothing is wrong the status is 0`() {
    #expect(ExitStatus.worst(of: []) == .done)
    #expect(ExitStatus.worst(of: [.done, .done]) == .done)
    #expect(ExitStatus.worst(of: [.done, .attention]) == .attention)
  }
}
