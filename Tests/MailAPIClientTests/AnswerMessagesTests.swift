import Foundation
import MailAPI
import MailModel
import Testing

@testable import MailAPIClient

/// What is said of answers that cannot be used, letter for letter.
@Suite struct AnswerMessagesTests {
  private struct Answering: Transport {
    let answer: Answer

    func exchange(_ request: WireRequest) async -> Exchange { .answered(answer) }
  }

  private static func answer(_ body: String, isEncoded: Bool = false) -> Answer {
    Answer(
      status: 200, headers: isEncoded ? ["Content-Encoding": "gzip"] : [:], body: Array(body.utf8),
      received: UTCTime(rawValue: 0))
  }

  private static func service(_ answer: Answer) -> MailService {
    let now: @Sendable () -> UTCTime = { UTCTime(rawValue: 0) }
    return MailService(
      transport: Answering(answer: answer),
      gate: RateGate(reserve: 0, now: now, sleep: { _ in }, random: { 0 }),
      backoff: Backoff(random: { 0 }), attempts: 1, sleep: { _ in })
  }

  @Test func `a success that names no mailing`() {
    let bodies = ["{}", #"{"id": ".."}"#]
    let said = bodies.map { body in
      guard case .unknown(let doubt) = OutcomeClassifier.create(.answered(Self.answer(body))) else {
        return "made"
      }
      return doubt.text
    }
    #expect(
      said == [
        "the API answered 200 without a mailing id that can be read",
        "the API gave the mailing an id that cannot be used",
      ])
  }

  @Test func `a label that came compressed, and prices that are none`() async {
    let label = await #expect(throws: ServiceError.self) {
      try await Self.service(Self.answer("%PDF-", isEncoded: true)).label("a1")
    }
    #expect(
      label?.description
        == "GET /mailings/:id/label: the API's answer cannot be read (it came compressed)")
    let price = await #expect(throws: ServiceError.self) {
      try await Self.service(Self.answer("[]")).calculate(MailClass("certified"))
    }
    #expect(
      price?.description
        == "POST /pricing/calculate: the API's answer cannot be read (not the JSON that was expected)"
    )
  }

  @Test func `amounts and verdicts that cannot be read`() {
    func said<Body: Decodable>(_ type: Body.Type, _ text: String) -> String? {
      let error = #expect(throws: DecodingError.self) {
        try JSONDecoder().decode(type, from: Data(text.utf8))
      }
      guard case .dataCorrupted(let context) = error else { return nil }
      return context.debugDescription
    }
    #expect(said(Cost.self, #"{"total": 1e-9}"#) == "no amount that can be read exactly")
    #expect(
      said(AddressValidation.self, #"{"valid": 7}"#) == "neither true nor false, and no address")
    #expect(said(Tracking.self, "{}") == "no status")
  }

  @Test func `an id stands in a path as it is, but for what would make another path of it`() {
    let ids = ["clx-a_b.c~9", "a/b", "a b", "é", "..", "."]
    #expect(
      ids.map(PathSegment.escaped)
        == ["clx-a_b.c~9", "a%2Fb", "a%20b", "%C3%A9", "%2E%2E", "%2E"])
  }

  @Test func `keys and sessions as they may be shown`() throws {
    let keys = try ["321m_live_x1", "321m_test_x1", "x1"].map { try APIKey($0) }
    #expect(keys.map(\.description) == ["321m_live_…", "321m_test_…", "API key …"])
    #expect(try "\(SessionCookie("x1"))" == "session cookie …")
  }

  @Test func `what was never sent`() async throws {
    let endpoint = try APIEndpoint(baseURL: "http://127.0.0.1:9", key: nil)
    let direct = URLSessionTransport(
      endpoint: endpoint, requestTimeout: .seconds(5), connectionCount: 1,
      now: { UTCTime(rawValue: 0) })
    let worker = WorkerTransport(
      WorkerCommand(executable: "/nowhere/certmail"), lock: nil, endpoint: endpoint,
      requestTimeout: .seconds(5), connectionCount: 1)
    let keyed = URLSessionTransport(
      endpoint: try APIEndpoint(baseURL: "http://127.0.0.1:9", key: try APIKey("321m_test_x")),
      requestTimeout: .seconds(5), connectionCount: 1, now: { UTCTime(rawValue: 0) })
    func reason(_ transport: any Transport, isCancelled: Bool = false) async -> String? {
      let task = Task {
        if isCancelled { withUnsafeCurrentTask { $0?.cancel() } }
        return await transport.exchange(.pricing)
      }
      guard case .notSent(let reason) = await task.value else { return nil }
      return reason
    }
    let said = [
      await reason(direct), await reason(worker), await reason(worker, isCancelled: true),
      await reason(keyed, isCancelled: true),
    ]
    #expect(
      said.compactMap(\.self).joined(separator: "\n") == """
        there is no credential, or no valid address, for GET /pricing
        no worker process can be started: No such file or directory
        cancelled before it was sent
        cancelled before it was sent
        """)
  }
}
