import Testing

@testable import CertmailCLI

/// What `api create` says of a ledger that no longer has its letter.
@Suite struct LetterSendingTests {
  @Test func `a letter that the ledger has lost is told, and not sent again`() async throws {
    let job = try JobOnSocket(baseURL: "http://127.0.0.1:9")
    let session = try JobSession(job.arguments, Recording().console(), writes: true)
    let error = try await APIConnection.with(session) { connection in
      let sending = LetterSending(
        session: session, connection: connection, prices: PriceSource(session, connection.service),
        signals: StopSignals())
      return await #expect(throws: CommandFailure.self) { try await sending.entry(of: 1) }
    }
    #expect(
      error?.message
        == "the ledger has lost the letter; run certmail reconcile \(session.arguments.word)")
    #expect(error?.status == .failed)
  }
}
