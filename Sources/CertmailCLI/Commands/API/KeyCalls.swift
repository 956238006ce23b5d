import MailAPI
import MailAPIClient
import MailModel

/// `api keys create` and `api keys revoke`.
struct KeyCalls {
  let console: Console

  /// Makes a key; its secret goes to stdout, this once.
  func create(
    _ name: String, _ permissions: [KeyPermission], _ service: MailService
  ) async throws {
    let wanted = permissions.compactMap { Permission(rawValue: $0.rawValue) }
    let answer = try await service.answer(to: try .createKey(name: name, permissions: wanted))
    if console.display.isJSON {
      try console.dataAsItCame(answer.body)
      console.message(Self.onceOnly)
      return
    }
    guard let record = CallAnswers.decoded(APIKeyRecord.self, answer), let secret = record.key
    else {
      throw CommandFailure(
        status: .failed,
        message: "the API answered \(answer.status), and no key can be read in what it said; "
          + "certmail api JOB keys list shows whether one was made: revoke it and try again")
    }
    try console.data(secret)
    let may =
      record.permissions.isEmpty ? "" : ", may: " + record.permissions.joined(separator: " ")
    console.message("made key \(record.id) (\(record.name)\(may))")
    console.message(Self.onceOnly)
  }

  private static let onceOnly =
    "the key's secret is on stdout and is shown this once; keep it in a file of mode 600"

  /// Without a terminal a revocation needs `--yes`.
  static func refuseUnconfirmed(_ id: String, _ isConfirmed: Bool, _ console: Console) throws {
    guard !isConfirmed, !console.canAsk else { return }
    throw CommandFailure(
      status: .usage,
      message: "revoking \(id) needs --yes where nobody can be asked; nothing was done")
  }

  /// Revokes a key, once a person or `--yes` has said so.
  func revoke(
    _ id: String, _ isConfirmed: Bool, _ service: MailService
  ) async throws -> ExitStatus {
    let request = try WireRequest.revokeKey(id)
    guard isConfirmed || console.isConfirmed("Revoke the key \(id) for good?") else {
      throw CommandFailure(status: .usage, message: "nothing was revoked")
    }
    let answer = try await service.answer(to: request)
    if console.display.isJSON {
      // 204 has no body: an empty object keeps stdout JSON.
      try answer.body.isEmpty ? console.data("{}") : console.dataAsItCame(answer.body)
    }
    console.message("revoked \(id); programs that use it are refused from now on")
    return .done
  }
}
