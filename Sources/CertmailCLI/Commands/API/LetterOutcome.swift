import JobLedger
import MailAPIClient
import MailModel
import Submission

/// What became of the letter of `api create`: the API's answer, and what to do next.
struct LetterOutcome {
  let session: JobSession
  let console: Console
  let row: LetterSending.LetterRow
  let stop: SubmissionResult

  func tell(_ service: MailService) async throws -> ExitStatus {
    if let piece = row.entry.piece { try await tell(piece, service) }
    if let reason = stop.stop {
      console.problem(StopWords.text(reason, detail: stop.detail, job: session.arguments.word))
    }
    if let words { console.problem(words) }
    if let label = row.entry.label {
      console.message("label: \(ShownPath.text(session.folder(row.batch) + "/" + label.path))")
    }
    return status
  }

  /// The mailing as the API describes it now; what the ledger has of it when the API does not say.
  private func tell(_ piece: PieceRecord, _ service: MailService) async throws {
    do {
      let answer = try await service.answer(to: try .mailing(piece.apiID))
      try console.tell(answer, as: CallAnswers.mailing)
    } catch let failure as CallFailure {
      console.warning(
        "the letter is made and needs nothing more; reading it back failed "
          + "(\(CallWords.fact(failure))), so this is what the ledger has")
      try tell(piece)
    }
  }

  private func tell(_ piece: PieceRecord) throws {
    if console.display.isJSON {
      try console.data(
        [
          "id": .text(piece.apiID), "tracking_number": .optional(piece.trackingNumber),
          "status": .optional(piece.status),
        ] as JSONText)
    } else {
      try console.data(
        CallAnswers.pairs([
          ("id", piece.apiID), ("tracking number", piece.trackingNumber),
          ("status", piece.status), ("total", piece.charged?.dollars),
        ]))
    }
  }

  /// What is not as it should be, with what to type next.
  private var words: String? {
    let entry = row.entry
    let job = session.arguments.word
    let said = entry.message.isEmpty ? entry.state.rawValue : entry.message
    let hint = entry.hint.isEmpty ? "" : "; \(entry.hint)"
    switch entry.state {
    case .done: return nil
    case .mailed:
      return "\(row.rowID) is mailed without its label (\(said)); certmail labels \(job) asks again"
    case .queued: return Self.waiting(row.rowID, job)
    case .submitting, .uncertain:
      return
        "\(row.rowID): nobody knows whether it was made (\(said)); certmail run \(job) settles "
        + "it; the same call again never sends it a second time"
    case .absent:
      return "\(row.rowID) was not made: certmail resolve \(job) \(row.rowID) --resend --reason WHY"
    case .held:
      // What only waits for approval has no other hint than this one.
      let reason = entry.code == "approval_required" ? said : said + hint
      return "\(row.rowID) is held: \(reason); certmail approve \(job) releases it"
    case .refused:
      return "\(row.rowID) was refused: \(said); nothing was mailed; "
        + "certmail retry \(job) --row \(row.rowID), then certmail run \(job), tries again"
    case .duplicate:
      return "\(row.rowID) is a duplicate: \(said); nothing was mailed; give it another "
        + "--reference if a further piece is meant"
    case .invalid:
      return "\(row.rowID) is invalid: \(said); nothing was mailed; call again with what is right"
    case .ignored, .cancelled:
      return "\(row.rowID) is \(entry.state.rawValue): \(said)\(hint); nothing was mailed"
    }
  }

  /// Of a letter that a run would send.
  static func waiting(_ rowID: String, _ job: String) -> String {
    "\(rowID) waits in line; certmail run \(job) sends it, certmail cancel \(job) \(rowID) takes it out"
  }

  private var status: ExitStatus {
    var all: Set<ExitStatus> = stop.stop.map { [StopWords.status($0)] } ?? []
    switch row.entry.state {
    case .done: break
    case .queued: if all.isEmpty { all.insert(.stoppedEarly) }
    case .submitting, .uncertain, .absent: all.insert(.uncertain)
    case .held where row.entry.code == "approval_required": all.insert(.approvalMissing)
    case .mailed, .held, .refused, .invalid, .duplicate, .ignored, .cancelled:
      all.insert(.attention)
    }
    return ExitStatus.worst(of: all)
  }
}
