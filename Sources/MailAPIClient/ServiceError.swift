/// Why a call that may be repeated has no result.
package enum ServiceError: Error, Hashable, Sendable, CustomStringConvertible {
  /// 401 or 403.
  case keyRefused(call: String, status: Int, message: String)
  /// Another definite answer.
  case refused(call: String, status: Int, message: String)
  /// No usable answer after every retry.
  case unavailable(call: String, reason: String)
  /// The API answered, and what it said cannot be read.
  case unreadable(call: String, reason: String)
  /// A label that is not made yet.
  case notReady(call: String)
  case cancelled

  /// The call and the API's own words, where the rest is said already.
  package var cause: String {
    switch self {
    case .keyRefused(let call, _, let reason), .unavailable(let call, let reason):
      "\(call): \(reason)"
    case .refused, .unreadable, .notReady, .cancelled: description
    }
  }

  /// What kept the call from its result, without naming the call.
  package var reason: String {
    switch self {
    case .keyRefused(_, let status, let message):
      "the API refuses this key (\(status): \(message)); check the key and its permissions"
    case .refused(_, let status, let message): "the API refuses this (\(status): \(message))"
    case .unavailable(_, let reason), .unreadable(_, let reason): reason
    case .notReady: "not ready yet"
    case .cancelled: "stopped"
    }
  }

  package var description: String {
    switch self {
    case .unavailable(let call, _):
      "\(call): the API gives no usable answer (\(reason)); run again later"
    case .unreadable(let call, _): "\(call): the API's answer cannot be read (\(reason))"
    case .keyRefused(let call, _, _), .refused(let call, _, _), .notReady(let call):
      "\(call): \(reason)"
    case .cancelled: reason
    }
  }
}
