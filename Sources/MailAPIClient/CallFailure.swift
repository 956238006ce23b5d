import MailAPI

/// Why a single call of the API has no answer to show.
package enum CallFailure: Error, Hashable, Sendable {
  /// An id or number that cannot be part of an address.
  case argument(String)
  /// A definite refusal in the documented envelope, with the body as it came.
  case refused(call: String, Refusal, body: [UInt8])
  /// A 2xx that is no answer to show: cut short, too large or compressed.
  case broken(call: String, reason: String)
  /// A status without the documented envelope: a redirect, or a proxy's page.
  case strange(call: String, status: Int)
  /// No answer that counts, after every retry; `mayHaveHappened` when something may have been
  /// changed at the API all the same.
  case unavailable(call: String, reason: String, mayHaveHappened: Bool)
  case cancelled

  /// What `exchange` means for whoever wants an answer; `nil` for a good one.
  init?(_ exchange: Exchange, to request: WireRequest) {
    let call = request.call
    switch exchange {
    case .notSent(let reason):
      self = .unavailable(call: call, reason: reason, mayHaveHappened: false)
    case .lost(let reason):
      self = .unavailable(call: call, reason: reason, mayHaveHappened: !request.isHarmless)
    case .answered(let answer):
      guard let failure = CallFailure(answer, to: request) else { return nil }
      self = failure
    }
  }

  private init?(_ answer: Answer, to request: WireRequest) {
    let call = request.call
    switch answer.status {
    case 200..<300:
      if answer.bodyState != .complete {
        self = .broken(call: call, reason: OutcomeClassifier.broken(answer))
      } else if request.kind == .label, answer.isEncoded {
        self = .broken(call: call, reason: "it came compressed")
      } else {
        return nil
      }
    default:
      guard answer.bodyState == .complete, let error = ErrorEnvelope(body: answer.body)?.error
      else {
        self = .strange(call: call, status: answer.status)
        return
      }
      self = .refused(
        call: call,
        Refusal(status: answer.status, code: error.code, message: error.message),
        body: answer.body)
    }
  }

  /// Whether the same request may have an answer later.
  var isPassing: Bool {
    switch self {
    case .unavailable: true
    case .refused(_, let refusal, _): Self.isPassing(refusal.status)
    case .strange(_, let status): Self.isPassing(status)
    case .broken: true
    case .argument, .cancelled: false
    }
  }

  private static func isPassing(_ status: Int) -> Bool {
    [408, 425, 429].contains(status) || (500...599).contains(status)
  }
}
