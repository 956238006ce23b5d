import Foundation
import Testing

@Suite struct InterruptedTests {
  /// Leaves row 2 as a kill between intent and answer leaves it.
  private func interrupt(_ job: JobInFolder) throws {
    try job.change(
      """
      INSERT INTO run (command, started_at) VALUES ('run', 1);
      INSERT INTO attempt (mailing, run, claim_sequence, claimed_at, token, body, body_sha256,
        key_fingerprint, reserved)
      SELECT id, 1, 1, 1, token, x'7b7d', '', '', quoted FROM mailing WHERE row = 2;
      UPDATE mailing SET state = 'submitting' WHERE row = 2;
      """)
  }

  @Test func `a letter that was under way at a kill is looked up, not sent again`() async throws {
    let job = try JobInFolder()
    #expect(await job.run("import") == 0)
    try interrupt(job)
    // It is not among the API's mailings: proved absent, and kept for a person.
    #expect(await job.run("run") == 6)
    #expect(try job.states() == ["done": 5, "absent": 1])
    #expect(try job.accepted().count == 5)
  }

  @Test func `commands of people take up what was open first`() async throws {
    let job = try JobInFolder(rows: 2)
    #expect(await job.run("import") == 0)
    try interrupt(job)
    #expect(await job.run("retry") == 0)
    #expect(try job.states() == ["uncertain": 1, "queued": 1])
  }
}
