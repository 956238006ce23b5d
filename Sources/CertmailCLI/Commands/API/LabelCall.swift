import Labels
import MailAPIClient
import MailModel
import Reconciliation

/// `api label`: the label of one mailing, checked, into a file or into a pipe.
struct LabelCall {
  let id: String
  /// `nil` is stdout.
  let file: String?
  let console: Console

  /// A PDF is nothing for a screen, and `--json` promises that stdout holds only JSON.
  static func refuseTerminal(_ id: String, _ console: Console) throws {
    let reason =
      console.display.isJSON
      ? "stdout holds only JSON with --json"
      : console.tableWidth != nil ? "a label is a PDF and no text for a terminal" : nil
    guard let reason else { return }
    throw CommandFailure(
      status: .usage, message: "\(reason); name a file: -o \(ShownPath.word(id + ".pdf"))")
  }

  func run(_ service: MailService) async throws {
    let answer = try await answer(service)
    if answer.status == 202 {
      throw CommandFailure(
        status: .stoppedEarly, message: "the label is not made yet; try again in a moment")
    }
    if let fault = LabelCheck.fault(in: answer.body) {
      throw CommandFailure(
        status: .failed, message: "the label of \(id) \(fault.message); nothing was written")
    }
    try write(answer.body)
  }

  private func answer(_ service: MailService) async throws -> Answer {
    do throws(CallFailure) {
      return try await service.answer(to: try .label(id))
    } catch {
      throw Self.words(error)
    }
  }

  /// A label that is not there may only be late.
  private static func words(_ failure: CallFailure) -> CommandFailure {
    guard case .refused(let call, let refusal, _) = failure,
      [404, 409, 425].contains(refusal.status)
    else { return CallWords.failure(failure) }
    return CommandFailure(
      status: refusal.status == 404 ? .failed : .stoppedEarly,
      message: "\(call): \(refusal.status) \(refusal.code): \(refusal.message); "
        + "check the id, and try again: a label may take a moment to be made")
  }

  private func write(_ bytes: [UInt8]) throws {
    guard let file else { return try TextSink.standardOutput.write(bytes) }
    try AtomicFile.write(bytes, to: file)
    let hash = SHA256.digest(bytes).hexadecimal
    if console.display.isJSON {
      try console.data(
        [
          "id": .text(id), "file": .text(file), "bytes": .count(bytes.count),
          "sha256": .text(hash),
        ] as JSONText)
    } else {
      console.message("wrote \(ShownPath.text(file)), \(bytes.count.counted("byte"))")
    }
  }
}
