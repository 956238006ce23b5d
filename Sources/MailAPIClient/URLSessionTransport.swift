import Foundation
import FoundationNetworking
package import MailModel

/// HTTP by URLSession, with each of its traps on Linux closed (EXACTLY-ONCE.md, "What URLSession
/// does on Linux").
///
/// Requests that need their own connection get a fresh session each, so that libcurl has no old
/// connection whose death makes it send again; the others share one session.
package final class URLSessionTransport: Transport {
  /// The shortest and longest deadline that is taken.
  package static let requestTimeoutRange: ClosedRange<Duration> =
    .milliseconds(50)...(.seconds(3600))

  private let endpoint: APIEndpoint
  private let requestTimeout: Duration
  private let now: @Sendable () -> UTCTime
  private let connectionCount: Int
  private let shared: URLSession
  private let sharedDelegate = SessionDelegate()
  private let deadlines: DeadlineQueue

  /// - Parameters:
  ///   - requestTimeout: from the start to the last byte, whatever URLSession thinks; clamped to
  ///     `requestTimeoutRange`.
  ///   - connectionCount: how many connections the shared session may open, at least 1.
  package init(
    endpoint: APIEndpoint, requestTimeout: Duration, connectionCount: Int,
    now: @escaping @Sendable () -> UTCTime
  ) {
    ProcessEnvironment.clean(isLoopback: endpoint.isLoopback)
    let range = Self.requestTimeoutRange
    self.endpoint = endpoint
    self.requestTimeout = min(max(requestTimeout, range.lowerBound), range.upperBound)
    deadlines = DeadlineQueue(self.requestTimeout)
    self.connectionCount = max(1, connectionCount)
    self.now = now
    shared = URLSession(
      configuration: Self.configuration(connectionCount: self.connectionCount),
      delegate: sharedDelegate, delegateQueue: nil)
  }

  deinit { shared.invalidateAndCancel() }

  package func exchange(_ request: WireRequest) async -> Exchange {
    guard let urlRequest = urlRequest(request) else {
      return .notSent("there is no credential, or no valid address, for \(request)")
    }
    if Task.isCancelled { return .notSent("cancelled before it was sent") }
    guard request.needsOwnConnection else {
      return await run(urlRequest, request, on: shared, sharedDelegate)
    }
    let delegate = SessionDelegate()
    let session = URLSession(
      configuration: Self.configuration(connectionCount: 1), delegate: delegate,
      delegateQueue: nil)
    let seen = await run(urlRequest, request, on: session, delegate)
    session.finishTasksAndInvalidate()
    return seen
  }

  private func run(
    _ urlRequest: URLRequest, _ request: WireRequest, on session: URLSession,
    _ delegate: SessionDelegate
  ) async -> Exchange {
    let conversation = Conversation(bodyBytesMax: request.bodyBytesMax, now: now)
    let task = session.dataTask(with: urlRequest)
    delegate.follow(task, conversation)
    let seconds = Double(requestTimeout.milliseconds) / 1000
    let deadline = deadlines.add { [weak task, weak conversation] in
      conversation?.cut("no answer within \(seconds.formatted()) seconds")
      if let task { Self.abandon(task) }
    }
    task.resume()
    let seen = await withTaskCancellationHandler {
      await conversation.result()
    } onCancel: {
      conversation.cut("cancelled before the answer came")
      Self.abandon(task)
    }
    deadlines.remove(deadline)
    return seen
  }

  /// Cancels off the caller's thread: `cancel` waits for the session's queue, which a name server
  /// that does not answer can hold.
  private static func abandon(_ task: URLSessionTask) {
    DispatchQueue.global().async { task.cancel() }
  }

  private func urlRequest(_ request: WireRequest) -> URLRequest? {
    guard let url = URL(string: endpoint.baseURL + request.path) else { return nil }
    var urlRequest = URLRequest(
      url: url, cachePolicy: .reloadIgnoringLocalCacheData, timeoutInterval: Self.idleTimeout)
    urlRequest.httpMethod = request.method.rawValue
    urlRequest.httpShouldHandleCookies = false
    urlRequest.setValue(request.accept, forHTTPHeaderField: "Accept")
    urlRequest.setValue("identity", forHTTPHeaderField: "Accept-Encoding")
    urlRequest.setValue("certmail", forHTTPHeaderField: "User-Agent")
    if let body = request.body {
      urlRequest.httpBody = Data(body)
      urlRequest.setValue("application/json", forHTTPHeaderField: "Content-Type")
    }
    return authorize(&urlRequest, request.credential) ? urlRequest : nil
  }

  private func authorize(
    _ urlRequest: inout URLRequest, _ credential: WireRequest.Credential
  ) -> Bool {
    switch (credential, endpoint.authentication) {
    case (.session, _):
      guard let session = endpoint.session else { return false }
      urlRequest.setValue(session.headerValue, forHTTPHeaderField: "Cookie")
    case (.key, .bearer):
      guard let key = endpoint.key else { return false }
      urlRequest.setValue("Bearer " + key.headerValue, forHTTPHeaderField: "Authorization")
    case (.key, .xAPIKey):
      guard let key = endpoint.key else { return false }
      urlRequest.setValue(key.headerValue, forHTTPHeaderField: "X-API-Key")
    }
    return true
  }

  /// Longer than any deadline: URLSession's own time-out is for idle connections, in whole
  /// seconds, and must never be the one that ends an exchange.
  private static let idleTimeout: TimeInterval = 7200

  private static func configuration(connectionCount: Int) -> URLSessionConfiguration {
    let configuration = URLSessionConfiguration.ephemeral
    configuration.httpMaximumConnectionsPerHost = connectionCount
    configuration.httpCookieStorage = nil
    configuration.httpShouldSetCookies = false
    configuration.httpCookieAcceptPolicy = .never
    configuration.urlCache = nil
    configuration.urlCredentialStorage = nil
    configuration.requestCachePolicy = .reloadIgnoringLocalCacheData
    configuration.timeoutIntervalForRequest = idleTimeout
    return configuration
  }
}
