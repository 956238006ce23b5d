import Foundation
import FoundationNetworking
import MailModel

/// Why a task of URLSession ended without a whole answer, reduced to what can be proved.
///
/// On Linux `cannotConnectToHost` stands for any failure whose last connect attempt was refused,
/// also one that came after another address was reached and the request was sent to it; only the
/// text of libcurl and the count of body bytes that it asked for tell these apart.
struct TransportFailure: Hashable, Sendable {
  /// A code of `NSURLErrorDomain`.
  var code: Int
  /// libcurl's own words.
  var text: String
  /// How many bytes of the request's body were handed over for sending.
  var bodyBytesSent: Int64
  /// Whether a status line came.
  var hasAnswer: Bool

  init(code: Int, text: String, bodyBytesSent: Int64, hasAnswer: Bool) {
    self.code = code
    self.text = text
    self.bodyBytesSent = bodyBytesSent
    self.hasAnswer = hasAnswer
  }

  init(_ error: any Error, task: URLSessionTask, hasAnswer: Bool) {
    let error = error as NSError
    let cause = error.userInfo[NSUnderlyingErrorKey] as? NSError
    self.init(
      code: error.domain == NSURLErrorDomain ? error.code : 0,
      text: (cause ?? error).localizedDescription,
      bodyBytesSent: task.countOfBytesSent, hasAnswer: hasAnswer)
  }

  /// `.notSent` only for what is proved; everything else is `.lost`.
  var exchange: Exchange {
    guard bodyBytesSent == 0, !hasAnswer else { return .lost(reason) }
    switch code {
    case NSURLErrorCannotFindHost where text.hasPrefix("Could not resolve host"):
      return .notSent("the API's host name could not be resolved")
    case NSURLErrorDNSLookupFailed:
      return .notSent("the API's host name could not be resolved")
    case NSURLErrorCannotConnectToHost
    where text.hasPrefix("Failed to connect") && !text.lowercased().contains("time"):
      return .notSent("the API's host refused the connection")
    default:
      return .lost(reason)
    }
  }

  private var reason: String {
    switch code {
    case NSURLErrorTimedOut: "no answer in time"
    case NSURLErrorCancelled: "cancelled before the answer came"
    case NSURLErrorNetworkConnectionLost: "the connection was reset"
    case NSURLErrorBadServerResponse: "the connection was closed without an answer"
    default: "the connection failed (\(code): \(Plain.line(text, lengthMax: 200)))"
    }
  }
}

/// Text from outside made fit for a message.
enum Plain {
  /// `text` as one line without control characters, without keys, cut at `lengthMax` characters.
  static func line(_ text: String, lengthMax: Int) -> String {
    let clean = String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { scalar in
          switch scalar.properties.generalCategory {
          case .control, .format, .lineSeparator, .paragraphSeparator: " "
          default: scalar
          }
        }))
    let safe = KeyRedaction.redacted(clean)
    return safe.count > lengthMax ? safe.prefix(lengthMax) + "…" : safe
  }
}
