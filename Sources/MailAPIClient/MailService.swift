import Foundation
package import MailAPI
package import MailModel

/// The API's calls: `create` goes out exactly once; all others are repeated with backoff.
package struct MailService: Sendable {
  let transport: any Transport
  package let gate: RateGate
  let backoff: Backoff
  let attempts: Int
  let sleep: @Sendable (Duration) async throws -> Void
  private let listingLimit = ListingLimit()

  /// - Parameter attempts: how often a call that may be repeated is tried in all.
  package init(
    transport: any Transport, gate: RateGate, backoff: Backoff, attempts: Int,
    sleep: @escaping @Sendable (Duration) async throws -> Void
  ) {
    self.transport = transport
    self.gate = gate
    self.backoff = backoff
    self.attempts = attempts
    self.sleep = sleep
  }

  /// `POST /mailings`, one exchange, never repeated. The caller holds a permit of the gate, and
  /// the intent is durable.
  package func create(body: [UInt8]) async -> CreateOutcome {
    // Making the intent durable takes its time, in which a 429 may have come.
    if await gate.withdraws() { return .withheld }
    let exchange = await transport.exchange(.createMailing(body: body))
    await gate.observe(exchange)
    return OutcomeClassifier.create(exchange)
  }

  /// A mailing by its id.
  package func mailing(_ id: String) async throws(ServiceError) -> (Mailing, raw: [UInt8]) {
    let answer = try await read(WireRequest(.mailing, .get, "/mailings/\(PathSegment.escaped(id))"))
    return (try decode(Mailing.self, answer, .mailing), answer.body)
  }

  /// A page of mailings as the API orders them, with the whole answer.
  package func mailings(
    status: String? = nil, limit: Int
  ) async throws(ServiceError) -> (listing: Listing<Mailing>, answer: Answer) {
    let answer = try await read(.mailings(status: status, limit: limit))
    return (try decode(Listing<Mailing>.self, answer, .mailings), answer)
  }

  /// The most mailings that the contract lets one listing hold.
  package static let listingMax = 100

  /// As many mailings as the API lists at once, with the whole answer.
  package func newestMailings() async throws(ServiceError) -> (
    listing: Listing<Mailing>, answer: Answer
  ) {
    while true {
      let limit = listingLimit.current
      do {
        return try await mailings(limit: limit)
      } catch {
        guard case .refused(_, let status, _) = error, [400, 422].contains(status),
          listingLimit.lower(from: limit)
        else { throw error }
      }
    }
  }

  /// A label's bytes, unchecked.
  package func label(_ id: String) async throws(ServiceError) -> [UInt8] {
    let request = WireRequest(
      .label, .get, "/mailings/\(PathSegment.escaped(id))/label", accept: "application/pdf",
      bodyBytesMax: WireRequest.labelBytesMax)
    let answer = try await read(request)
    guard !answer.isEncoded else {
      throw .unreadable(call: request.description, reason: "it came compressed")
    }
    return answer.body
  }

  /// `POST /addresses/validate`; a 400 or 422 is the answer that the address is not valid.
  package func validate(_ address: PostalAddress) async throws(ServiceError) -> AddressValidation {
    let body = try encode(AddressToValidate(address))
    do {
      let answer = try await read(
        WireRequest(.validate, .post, "/addresses/validate", body: body))
      return try decode(AddressValidation.self, answer, .validate)
    } catch .refused(_, 400, let message), .refused(_, 422, let message) {
      return AddressValidation(isValid: false, address: nil, messages: [message])
    }
  }

  /// `GET /pricing`.
  package func pricing() async throws(ServiceError) -> [ClassPrice] {
    let answer = try await read(WireRequest(.pricing, .get, "/pricing"))
    return try decode(Listing<ClassPrice>.self, answer, .pricing).items
  }

  /// `POST /pricing/calculate`; `nil` when the API does not know the class.
  package func calculate(_ mailClass: MailClass) async throws(ServiceError) -> ClassPrice? {
    let body = try encode(MailingToPrice(mailClass: mailClass))
    do {
      let answer = try await read(
        WireRequest(.calculate, .post, "/pricing/calculate", body: body))
      return try decode(ClassPrice.self, answer, .calculate)
    } catch .refused {
      return nil
    }
  }

  /// `GET /tracking/:trackingNumber`, with the raw answer.
  package func tracking(_ number: String) async throws(ServiceError) -> (Tracking, raw: [UInt8]) {
    let answer = try await read(
      WireRequest(.tracking, .get, "/tracking/\(PathSegment.escaped(number))"))
    return (try decode(Tracking.self, answer, .tracking), answer.body)
  }

  /// How many 429s in a row one call waits out.
  private static let throttledMax = 100

  /// Repeats a harmless call until it has an answer that counts.
  private func read(_ request: WireRequest) async throws(ServiceError) -> Answer {
    var failures = 0
    var throttled = 0
    while true {
      do { try await gate.admit(.lookup) } catch { throw .cancelled }
      let exchange = await transport.exchange(request)
      await gate.observe(exchange)
      switch Self.verdict(exchange, request) {
      case .success(let answer): return answer
      case .failure(let error):
        guard case .unavailable = error else { throw error }
        if exchange.answer?.status == 429 {
          // The gate waits it out, and it is no failure of ours.
          throttled += 1
          guard throttled < Self.throttledMax else { throw error }
        } else {
          failures += 1
          guard failures < attempts, await gate.takeRetry() else { throw error }
        }
        do { try await sleep(backoff.wait(failures: failures)) } catch { throw .cancelled }
      }
    }
  }

  private static func verdict(
    _ exchange: Exchange, _ request: WireRequest
  ) -> Result<Answer, ServiceError> {
    let call = request.description
    switch exchange {
    case .notSent(let reason), .lost(let reason):
      return .failure(.unavailable(call: call, reason: reason))
    case .answered(let answer):
      let message = ErrorEnvelope(body: answer.body)?.error.message ?? "status \(answer.status)"
      switch answer.status {
      case 202 where request.kind == .label, 404 where request.kind == .label,
        409 where request.kind == .label, 425 where request.kind == .label:
        return .failure(.notReady(call: call))
      case 200..<300 where answer.bodyState == .complete: return .success(answer)
      case 200..<300:
        return .failure(.unavailable(call: call, reason: OutcomeClassifier.broken(answer)))
      case 401, 403:
        return .failure(.keyRefused(call: call, status: answer.status, message: message))
      case 408, 425, 429, 500...599:
        return .failure(.unavailable(call: call, reason: message))
      default: return .failure(.refused(call: call, status: answer.status, message: message))
      }
    }
  }

  private func decode<Body: Decodable>(
    _ type: Body.Type, _ answer: Answer, _ kind: RequestKind
  ) throws(ServiceError) -> Body {
    do {
      return try JSONDecoder().decode(type, from: Data(answer.body))
    } catch {
      throw .unreadable(call: kind.endpoint, reason: "not the JSON that was expected")
    }
  }

  private func encode(_ body: some Encodable) throws(ServiceError) -> [UInt8] {
    do {
      return Array(try wireEncoder().encode(body))
    } catch {
      throw .unreadable(call: "request", reason: "cannot be written as JSON")
    }
  }
}
