import MailAPIClient

/// What a failed call means for a person and for the exit status.
enum CallWords {
  /// The command's end for `failure`: code, message, what to do.
  static func failure(_ failure: CallFailure) -> CommandFailure {
    CommandFailure(status: status(failure), message: text(failure))
  }

  static func status(_ failure: CallFailure) -> ExitStatus {
    if mayHaveHappened(failure) { return .uncertain }
    return switch failure {
    case .argument: .usage
    case .refused(_, let refusal, _): status(refusal.status)
    case .strange(_, let code) where (500...599).contains(code): .stoppedEarly
    case .broken, .strange: .failed
    case .unavailable: .stoppedEarly
    case .cancelled: .interrupted
    }
  }

  private static func status(_ code: Int) -> ExitStatus {
    switch code {
    case 401, 403: .keyRefused
    case 402, 408, 425, 429, 500...599: .stoppedEarly
    default: .failed
    }
  }

  /// Whether something may have changed at the API although its answer does not say so.
  private static func mayHaveHappened(_ failure: CallFailure) -> Bool {
    switch failure {
    case .refused(let call, let refusal, _): changes(call) && refusal.status >= 500
    case .broken(let call, _), .strange(let call, _): changes(call)
    case .unavailable(_, _, let mayHaveHappened): mayHaveHappened
    case .argument, .cancelled: false
    }
  }

  static func text(_ failure: CallFailure) -> String {
    let look = mayHaveHappened(failure) ? lookFirst : nil
    return [fact(failure), advice(failure), look].compactMap(\.self).joined(separator: "; ")
  }

  /// What happened, without what to do.
  static func fact(_ failure: CallFailure) -> String {
    switch failure {
    case .argument(let text): "\(JobValue.quoted(text)) cannot be an id or a number of the API"
    case .refused(let call, let refusal, _):
      "\(call): \(refusal.status)\(refusal.code.isEmpty ? "" : " \(refusal.code)"): \(refusal.message)"
    case .broken(let call, let reason): "\(call): \(reason)"
    case .strange(let call, let status): "\(call): \(status) without the API's own words"
    case .unavailable(let call, let reason, _): "\(call): the API does not answer (\(reason))"
    case .cancelled: "stopped"
    }
  }

  private static func advice(_ failure: CallFailure) -> String? {
    switch failure {
    case .argument: "copy it again"
    case .refused(let call, let refusal, _): advice(refusal.status, call)
    case .broken: "ask again"
    case .strange(_, let status): advice(stranger: status)
    case .unavailable: "try again later"
    case .cancelled: nil
    }
  }

  private static let lookFirst =
    "it may have happened all the same: look first, with certmail api JOB keys list"

  private static func changes(_ call: String) -> Bool {
    call.hasPrefix("POST /api-keys") || call.hasPrefix("DELETE")
  }

  /// What to do about a status that is not the API's own: a proxy's, or another server's.
  private static func advice(stranger status: Int) -> String {
    switch status {
    case 300..<400:
      "api.base_url leads to a redirect, which is not followed; correct it in the job file"
    case 500...599: "what stands before the API may be in trouble; try again later"
    default: "something else than the API may answer at api.base_url"
    }
  }

  /// What to do about a status, in the light of the call that got it.
  static func advice(_ status: Int, _ call: String) -> String {
    switch status {
    case 401 where call.contains("/api-keys"): "sign in again and take the new session"
    case 401: "check the key: api.key_file, --api-key-file or the variable that api.key_env names"
    case 402: "add funds to the account"
    case 403: "use a key that has " + (permission(call) ?? "the permission")
    case 404: "check the id, api.base_url, and that the key is this account's"
    case 429: "wait until the rate limit resets"
    case 408, 425, 500...599: "try again later"
    default: "correct what the message names"
    }
  }

  /// The permission that a call needs (the API's page).
  static func permission(_ call: String) -> String? {
    switch call {
    case "POST /mailings": "mailings:write"
    case "GET /mailings", "GET /mailings/:id", "GET /mailings/:id/label",
      "GET /tracking/:trackingNumber":
      "mailings:read"
    case "POST /addresses/validate": "addresses:read"
    case "GET /pricing", "POST /pricing/calculate": "pricing:read"
    default: nil
    }
  }
}
