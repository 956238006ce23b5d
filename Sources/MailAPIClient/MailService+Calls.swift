extension MailService {
  /// Makes one call and gives its answer as it came: a 2xx with its whole body.
  ///
  /// A harmless call is repeated with backoff while no answer that counts comes; one that changes
  /// something goes out once, and again only after a 429, which was not executed.
  package func answer(to request: WireRequest) async throws(CallFailure) -> Answer {
    precondition(request.kind != .createMailing, "POST /mailings goes through the ledger only")
    var failures = 0
    while true {
      do { try await gate.admit(.lookup) } catch { throw .cancelled }
      let exchange = await transport.exchange(request)
      await gate.observe(exchange)
      let failure = CallFailure(exchange, to: request)
      switch (exchange, failure) {
      case (.answered(let answer), nil): return answer
      case (_, let failure?):
        failures += 1
        let mayRepeat = request.isHarmless || exchange.answer?.status == 429
        guard failure.isPassing, mayRepeat, failures < attempts else { throw failure }
      case (_, nil): preconditionFailure("\(request) has neither answer nor failure")
      }
      do { try await sleep(backoff.wait(failures: failures)) } catch { throw .cancelled }
    }
  }
}
