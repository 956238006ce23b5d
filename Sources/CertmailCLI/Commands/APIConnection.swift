import Foundation
import JobLedger
import MailAPIClient
import MailModel
import SandboxAPI
import Submission

/// The API as a command uses it: the provider's, or the embedded one.
struct APIConnection: Sendable {
  let service: MailService
  let keyFingerprint: String
  let keyKind: String
  private let sandbox: Sandbox?

  /// - Parameter signals: what ends a wait for the API before its time.
  private init(_ session: JobSession, signals: StopSignals?) async throws {
    let job = session.job
    let key: APIKey
    let baseURL: String
    switch job.api.address {
    case .sandbox(let files):
      let sandbox = try Sandbox(files, part: job.part, now: session.now)
      baseURL = try await sandbox.start()
      key = try APIKey(sandbox.key)
      self.sandbox = sandbox
    case .server(let url):
      let found = try KeySource(
        argumentFile: session.arguments.apiKeyFile, jobFile: job.api.keyFile,
        variable: job.api.keyEnvironment, environment: ProcessInfo.processInfo.environment
      ).find()
      if let warning = found.warning { session.console.warning(warning) }
      key = found.key
      baseURL = url.absoluteString
      sandbox = nil
    }
    keyFingerprint = key.fingerprint
    keyKind = key.kind.rawValue
    let endpoint = try APIEndpoint(
      baseURL: baseURL, key: key,
      authentication: APIEndpoint.Authentication(rawValue: job.api.authentication.rawValue)
        ?? .bearer)
    let random: @Sendable () -> Double = { Double.random(in: 0..<1) }
    let gate = RateGate(
      reserve: job.limits.reserveRequests, parts: job.part?.count ?? 1,
      blockedUntil: try await session.ledger.pause(after: session.now()), now: session.now,
      sleep: Self.sleep(until: [.interrupted, .timeWindow], signals), random: random,
      onWait: { [progress = session.progress] until in
        progress.wait(until.map { .init(until: $0, reason: "rate limit") }, for: .rateLimit)
      },
      onBlock: { [ledger = session.ledger] until in
        // At once, so that the run after a killed one knows it. A ledger that fails is told of by
        // the next intent.
        Task { try? await ledger.keepPause(until: until) }
      })
    service = MailService(
      transport: Self.transport(endpoint, session),
      gate: gate, backoff: Backoff(random: random), attempts: job.limits.attempts,
      sleep: Self.sleep(until: [.interrupted], signals))
    try await session.ledger.bind(keyKind: keyKind)
  }

  /// A sleep that a stop for one of `reasons` ends: what waits for the rate, or to ask again, is not
  /// under way, and nothing is lost with it.
  private static func sleep(
    until reasons: Set<StopReason>, _ signals: StopSignals?
  ) -> @Sendable (Duration) async throws -> Void {
    { pause in
      let end = ContinuousClock.now + pause
      while ContinuousClock.now < end {
        if let reason = signals?.reason, reasons.contains(reason) { throw CancellationError() }
        try await Task.sleep(for: min(end - ContinuousClock.now, .milliseconds(200)))
      }
    }
  }

  /// HTTP in a worker process, or in this one where there is no program to start as a worker.
  private static func transport(
    _ endpoint: APIEndpoint, _ session: JobSession
  ) -> any Transport {
    let limits = session.job.limits
    guard let worker = Program.worker else {
      return URLSessionTransport(
        endpoint: endpoint, requestTimeout: limits.requestTimeout,
        connectionCount: limits.concurrentRequests, now: session.now)
    }
    return WorkerTransport(
      worker, lock: session.ledger.lockDescriptor, endpoint: endpoint,
      requestTimeout: limits.requestTimeout, connectionCount: limits.concurrentRequests)
  }

  private func close() async { await sandbox?.stop() }

  /// Works with the API of a session's job, and closes it however that ends.
  static func with<Value>(
    _ session: JobSession, signals: StopSignals? = nil,
    _ work: (APIConnection) async throws -> Value
  ) async throws -> Value {
    let connection = try await APIConnection(session, signals: signals)
    let value: Value
    do { value = try await work(connection) } catch {
      await connection.close()
      throw error
    }
    await connection.close()
    return value
  }
}
