import Foundation
import MailModel

/// What goes to the worker process.
enum WorkerOrder: Codable {
  /// The first: where the API is and how it is asked.
  case setUp(SetUp)
  case exchange(UInt64, Request)
  /// Nobody waits for this exchange any more.
  case cancel(UInt64)

  struct SetUp: Codable {
    var baseURL: String
    var key: String?
    var authentication: String
    var session: String?
    /// Milliseconds.
    var requestTimeout: Int64
    var connectionCount: Int
  }

  /// A `WireRequest` but for its body, which follows as bytes.
  struct Request: Codable {
    var kind: RequestKind
    var method: WireRequest.Method
    var path: String
    var hasBody: Bool
    var credential: WireRequest.Credential
    var accept: String
    var bodyBytesMax: Int
    var needsOwnConnection: Bool
  }
}

/// What comes back: how an exchange ended; an answer's body follows as bytes.
struct WorkerReport: Codable {
  enum End: Codable {
    case answered(status: Int, headers: [String: String], Answer.BodyState, received: Int64)
    case notSent(String)
    case lost(String)
  }

  var id: UInt64
  var end: End
}

extension WorkerOrder.Request {
  init(_ request: WireRequest) {
    self.init(
      kind: request.kind, method: request.method, path: request.path,
      hasBody: request.body != nil, credential: request.credential, accept: request.accept,
      bodyBytesMax: request.bodyBytesMax, needsOwnConnection: request.needsOwnConnection)
  }

  func wireRequest(_ body: [UInt8]) -> WireRequest {
    WireRequest(
      kind, method, path, body: hasBody ? body : nil, credential: credential, accept: accept,
      bodyBytesMax: bodyBytesMax, needsOwnConnection: needsOwnConnection)
  }
}

extension WorkerReport {
  init(_ id: UInt64, _ exchange: Exchange) {
    self.id = id
    switch exchange {
    case .answered(let answer):
      end = .answered(
        status: answer.status, headers: answer.headers.all, answer.bodyState,
        received: answer.received.rawValue)
    case .notSent(let reason): end = .notSent(reason)
    case .lost(let reason): end = .lost(reason)
    }
  }

  func exchange(_ body: [UInt8]) -> Exchange {
    switch end {
    case .answered(let status, let headers, let bodyState, let received):
      .answered(
        Answer(
          status: status, headers: HeaderFields(headers.map { ($0.key, $0.value) }), body: body,
          bodyState: bodyState, received: UTCTime(rawValue: received)))
    case .notSent(let reason): .notSent(reason)
    case .lost(let reason): .lost(reason)
    }
  }
}
