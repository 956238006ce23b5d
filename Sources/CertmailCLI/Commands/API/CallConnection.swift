import Foundation
import MailAPIClient
import MailModel
import SandboxAPI

/// The API for commands that leave the ledger alone: one call, or the doctor's.
struct CallConnection: Sendable {
  /// With what the calls identify themselves.
  enum Credential: Hashable, Sendable {
    /// The job's API key.
    case key
    /// The account's session, which `/api-keys` wants.
    case session(APICall.KeySession)
  }

  let endpoint: APIEndpoint
  /// What should be better about the place of the credential; `nil` when all is well.
  let warning: String?
  private let sandbox: Sandbox?

  /// - Parameter job: read already; its sandbox is started when it names one.
  /// - Throws: `KeyProblem`, `SessionProblem` or `EndpointError`.
  init(
    _ job: JobFile, _ arguments: JobArguments, _ credential: Credential,
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) async throws {
    let authentication: APIEndpoint.Authentication =
      switch job.api.authentication {
      case .bearer: .bearer
      case .apiKeyHeader: .xAPIKey
      }
    switch job.api.address {
    case .sandbox(let files):
      let sandbox = try Sandbox(files, part: job.part, now: { UTCTime(Date()) })
      self.sandbox = sandbox
      endpoint = try APIEndpoint(
        baseURL: try await sandbox.start(), key: try APIKey(sandbox.key),
        authentication: authentication, session: try SessionCookie(sandbox.session))
      warning = nil
    case .server(let url):
      sandbox = nil
      let found = try Self.find(credential, job, arguments, environment)
      endpoint = try APIEndpoint(
        baseURL: url.absoluteString, key: found.key, authentication: authentication,
        session: found.session)
      warning = found.warning
    }
  }

  private static func find(
    _ credential: Credential, _ job: JobFile, _ arguments: JobArguments,
    _ environment: [String: String]
  ) throws -> (key: APIKey?, session: SessionCookie?, warning: String?) {
    switch credential {
    case .key:
      let found = try KeySource(job, arguments, environment).find()
      return (found.key, nil, found.warning)
    case .session(let source):
      let found = try SessionSource(file: source.file, environment: environment).find()
      return (nil, found.cookie, found.warning)
    }
  }

  /// One exchange at a time, each with the job's deadline; in a worker process where there is one,
  /// as for a run.
  func transport(_ limits: JobFile.Limits) -> any Transport {
    guard let worker = Program.worker else {
      return URLSessionTransport(
        endpoint: endpoint, requestTimeout: limits.requestTimeout, connectionCount: 1,
        now: { UTCTime(Date()) })
    }
    return WorkerTransport(
      worker, lock: nil, endpoint: endpoint, requestTimeout: limits.requestTimeout,
      connectionCount: 1)
  }

  /// The calls, with the rate limit obeyed; `onWait` is told until when.
  func service(
    _ limits: JobFile.Limits, onWait: @escaping @Sendable (UTCTime?) -> Void
  ) -> MailService {
    let random: @Sendable () -> Double = { Double.random(in: 0..<1) }
    let sleep: @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    return MailService(
      transport: transport(limits),
      gate: RateGate(
        reserve: 0, now: { UTCTime(Date()) }, sleep: sleep, random: random, onWait: onWait),
      backoff: Backoff(random: random), attempts: limits.attempts, sleep: sleep)
  }

  func close() async { await sandbox?.stop() }
}

extension KeySource {
  /// The places in which a job's key may be.
  init(_ job: JobFile, _ arguments: JobArguments, _ environment: [String: String]) {
    self.init(
      argumentFile: arguments.apiKeyFile, jobFile: job.api.keyFile,
      variable: job.api.keyEnvironment, environment: environment)
  }
}
