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
    words(failure) + (mayHaveHappened(failure) ? "; \(lookFirst)" : "")
  }

  private static func words(_ failure: CallFailure) -> String {
    switch failure {
    case .argument(let text):
      return "\(JobValue.quoted(text)) cannot be an id or a number of the API; copy it again"
    case .refused(let call, let refusal, _):
      let code = refusal.code.isEmpty ? "" : " \(refusal.code)"
      return "\(call): \(refusal.status)\(code): \(refusal.message); "
        + advice(refusal.status, call)
    case .broken(let call, let reason): return "\(call): \(reason); ask again"
    case .strange(let call, let status):
      return "\(call): \(status) without the API's own words; \(advice(stranger: status))"
    case .unavailable(let call, let reason, _):
      return "\(call): the API does not answer (\(reason)); try again later"
    case .cancelled: return "stopped"
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
