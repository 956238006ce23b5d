import Foundation
import MailAPIClient
import MailModel
import Testing

private func answer(
  _ status: Int, _ body: String, state: Answer.BodyState = .complete, headers: HeaderFields = [:]
) -> Exchange {
  .answered(
    Answer(
      status: status, headers: headers, body: Array(body.utf8), bodyState: state,
      received: UTCTime(rawValue: 0)))
}

private func word(_ outcome: CreateOutcome) -> String {
  switch outcome {
  case .made: "made"
  case .refused: "refused"
  case .accountRefused(let kind, _): kind.rawValue
  case .throttled: "throttled"
  case .withheld: "withheld"
  case .notSent: "notSent"
  case .unknown: "unknown"
  }
}

@Suite struct OutcomeClassifierTests {
  @Test(arguments: 100...599)
  func `every status, with and without the envelope, is what the table says`(status: Int) {
    let envelope = #"{"error":{"message":"no","code":"c","status":\#(status)}}"#
    let expected =
      switch status {
      case 400, 405, 413, 415, 422: "refused"
      case 401, 403: "key"
      case 402: "funds"
      case 404: "notFound"
      case 429: "throttled"
      default: "unknown"
      }
    #expect(word(OutcomeClassifier.create(answer(status, envelope))) == expected)
    let plain = OutcomeClassifier.create(answer(status, "<html>proxy</html>"))
    #expect(word(plain) == (status == 429 ? "throttled" : "unknown"))
    let made = OutcomeClassifier.create(answer(status, #"{"id":"a"}"#))
    #expect((word(made) == "made") == (200...299).contains(status))
    let cut = OutcomeClassifier.create(answer(status, #"{"id":"a"}"#, state: .truncated))
    #expect(word(cut) == "unknown")
  }

  @Test func `what was never sent is told from what was lost`() {
    #expect(word(OutcomeClassifier.create(.notSent("refused"))) == "notSent")
    #expect(word(OutcomeClassifier.create(.lost("time-out"))) == "unknown")
  }
}

@Suite struct MailServiceTests {
  /// Answers everything in the same way, and counts.
  private actor Answering: Transport {
    let exchange: Exchange
    private(set) var count = 0

    init(_ exchange: Exchange) { self.exchange = exchange }

    func exchange(_ request: WireRequest) async -> Exchange {
      count += 1
      return exchange
    }
  }

  /// Lists at most so many mailings; asked for more it refuses.
  private actor Listing: Transport {
    let limit: Int
    private(set) var asked: [String] = []

    init(limit: Int) { self.limit = limit }

    func exchange(_ request: WireRequest) async -> Exchange {
      asked.append(request.path)
      let wanted = request.path.split(separator: "=").last.flatMap { Int($0) } ?? 0
      return wanted > limit
        ? answer(400, #"{"error":{"message":"limit","code":"bad_request","status":400}}"#)
        : answer(200, "[]")
    }
  }

  @Test(arguments: [(100, [100]), (60, [100, 50]), (49, [100, 50, 20]), (10, [100, 50, 20, 10])])
  func `where a limit is refused a smaller one is asked for, then and later`(
    limit: Int, asked: [Int]
  ) async throws {
    let transport = Listing(limit: limit)
    let service = MailService(
      transport: transport,
      gate: RateGate(reserve: 0, now: { UTCTime(rawValue: 0) }, sleep: { _ in }, random: { 0 }),
      backoff: Backoff(random: { 0 }), attempts: 1, sleep: { _ in })
    _ = try await service.newestMailings()
    _ = try await service.newestMailings()
    let all = asked + asked.suffix(1)
    #expect(await transport.asked == all.map { "/mailings?limit=\($0)" })
  }

  @Test func `where every limit is refused the API's words are told`() async throws {
    let transport = Listing(limit: 9)
    let service = MailService(
      transport: transport,
      gate: RateGate(reserve: 0, now: { UTCTime(rawValue: 0) }, sleep: { _ in }, random: { 0 }),
      backoff: Backoff(random: { 0 }), attempts: 1, sleep: { _ in })
    await #expect(
      throws: ServiceError.refused(call: "GET /mailings", status: 400, message: "limit")
    ) { try await service.newestMailings() }
    #expect(await transport.asked.count == 4)
  }

  @Test func `a mailing whose permit is older than a 429 does not go out`() async throws {
    let transport = Answering(answer(429, "", headers: ["Retry-After": "5"]))
    let gate = RateGate(
      reserve: 0, now: { UTCTime(rawValue: 0) }, sleep: { _ in }, random: { 0 })
    let service = MailService(
      transport: transport, gate: gate, backoff: Backoff(random: { 0 }), attempts: 1,
      sleep: { _ in })
    try await gate.admit(.mailing)
    try await gate.admit(.mailing)
    #expect(word(await service.create(body: [])) == "throttled")
    #expect(word(await service.create(body: [])) == "withheld")
    #expect(await transport.count == 1)
  }
}

@Suite struct RateGateTests {
  @Test func `what may go at once is let out without waiting, and no more`() async throws {
    let gate = RateGate(
      reserve: 0, now: { UTCTime(rawValue: 0) }, sleep: { _ in Issue.record("it waited") },
      random: { 0 })
    #expect(await gate.admitAtOnce(.mailing, most: 3) == 3)
    let headers: HeaderFields = [
      "X-RateLimit-Limit": "100", "X-RateLimit-Remaining": "4", "X-RateLimit-Reset": "60",
    ]
    await gate.observe(answer(200, "", headers: headers))
    #expect(await gate.admitAtOnce(.mailing, most: 5) == 2)
    #expect(await gate.requestCount == 5)
  }

  @Test func `when the API is down, a run's retries come to an end`() async {
    let gate = RateGate(
      reserve: 0, now: { UTCTime(rawValue: 0) }, sleep: { _ in }, random: { 0 })
    for _ in 0..<100 { #expect(await gate.takeRetry()) }
    #expect(await !gate.takeRetry())
    #expect(await gate.admitAtOnce(.mailing, most: 505) == 505)
    #expect(await gate.takeRetry())
    #expect(await !gate.takeRetry())
  }
}

@Suite struct RateWindowTests {
  private func at(_ seconds: Int64) -> UTCTime { UTCTime(rawValue: seconds * 1000) }

  @Test func `nothing goes out before the instant after a 429`() {
    var window = RateWindow(reserve: 20)
    #expect(window.admit(.mailing, at: at(0)) == nil)
    window.observe(answer(429, "", headers: ["Retry-After": "5"]), at: at(0), random: 0)
    #expect(window.admit(.lookup, at: at(5)) == at(6))
    #expect(window.admit(.lookup, at: at(6)) == nil)
  }

  @Test func `what was let out and did not go leaves a part its share`() {
    var window = RateWindow(reserve: 0, parts: 4)
    _ = window.admit(.mailing, at: at(0))
    let headers: HeaderFields = [
      "X-RateLimit-Limit": "40", "X-RateLimit-Remaining": "39", "X-RateLimit-Reset": "60",
    ]
    window.observe(answer(200, "", headers: headers), at: at(0), random: 0)
    for _ in 0..<20 {
      #expect(window.admit(.mailing, at: at(1)) == nil)
      window.release()
    }
    for _ in 0..<9 { #expect(window.admit(.mailing, at: at(1)) == nil) }
    #expect(window.admit(.mailing, at: at(1)) != nil)
  }

  @Test func `mailings leave the reserve, look-ups may use it, nobody runs into zero`() {
    var window = RateWindow(reserve: 20)
    _ = window.admit(.mailing, at: at(0))
    let headers: HeaderFields = [
      "X-RateLimit-Limit": "100", "X-RateLimit-Remaining": "10", "X-RateLimit-Reset": "60",
    ]
    window.observe(answer(200, "", headers: headers), at: at(0), random: 0)
    #expect(window.admit(.mailing, at: at(1)) != nil)
    for _ in 0..<10 { #expect(window.admit(.lookup, at: at(1)) == nil) }
    #expect(window.admit(.lookup, at: at(1)) != nil)
    #expect(window.admit(.mailing, at: at(61)) == nil)
  }
}
