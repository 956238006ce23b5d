package import JobLedger
package import MailAPI
import MailAPIClient
import MailModel

/// An outcome of a POST as the ledger stores it and as the core decides by it.
struct OutcomeReading {
  var outcome: AttemptOutcome
  var ending: SubmissionEvent.Ending
  /// The API's words, when the run stops for them.
  var stopDetail: String?

  init(
    _ result: CreateOutcome, attempt: Attempt, letter: QueuedLetter, spending: SpendLimits,
    sent: PostalAddress, retryAt: RunTime
  ) {
    outcome = AttemptOutcome(
      attempt: attempt.id, mailing: attempt.mailing, event: .outcomeUnknown)
    switch result {
    case .made(let mailing, let raw):
      outcome.event = .accepted
      outcome.piece = PieceRecord(mailing, answer: raw)
      outcome.remark = Self.difference(sent, mailing)
      let charged = mailing.cost?.total
      ending = .made(
        apiID: mailing.id, charged: charged,
        exceedsQuote: charged.map { spending.exceedsQuote(charged: $0, quoted: letter.quoted) }
          ?? false)
      if let charged, spending.exceedsQuote(charged: charged, quoted: letter.quoted) {
        stopDetail =
          "row \(letter.rowID) was quoted at \(letter.quoted.dollars) and charged "
          + charged.dollars
      }
    case .refused(let refusal):
      outcome.event = .refused
      outcome.status = refusal.status
      outcome.remark = RowRemarks(
        code: refusal.code.isEmpty ? "refused" : refusal.code, message: refusal.message,
        hint: "correct the row in needs-attention.csv and import it, or: certmail retry")
      ending = .refused
    case .accountRefused(let kind, let refusal):
      outcome.event = .notExecuted
      outcome.status = refusal.status
      stopDetail = refusal.message
      ending = .accountRefused(Self.stop(kind))
    case .throttled:
      outcome.event = .notExecuted
      outcome.status = 429
      ending = .throttled
    case .withheld:
      outcome.event = .notExecuted
      ending = .throttled
    case .notSent(let reason):
      outcome.event = .notExecuted
      stopDetail = reason
      ending = .notSent(retryAt: retryAt)
    case .unknown(let unknown):
      outcome.remark = RowRemarks(
        code: unknown.code.rawValue, message: unknown.text,
        hint: unknown.probablyAccepted
          ? "probably accepted; run again: it is looked up before anything is sent"
          : "run again: it is looked up before anything is sent")
      if unknown.stopsRun { stopDetail = unknown.text }
      ending = .unknown(attempts: letter.attempts + 1, stops: unknown.stopsRun)
    }
  }

  private static func stop(_ refusal: AccountRefusal) -> StopReason {
    switch refusal {
    case .key: .keyRefused
    case .funds: .noFunds
    case .notFound: .wrongBaseURL
    }
  }

  private static func difference(_ sent: PostalAddress, _ mailing: Mailing) -> RowRemarks? {
    guard !RecipientAgreement.agrees(sent, mailing.to) else { return nil }
    let named = mailing.to.map { to in
      ": "
        + [to.name, to.street1, to.city, "\(to.state) \(to.zip)"]
        .filter { !$0.allSatisfy(\.isWhitespace) }.joined(separator: ", ")
    }
    return RowRemarks(
      code: MailedRowFlag.recipientDiffers.rawValue,
      message: "the API's answer names another recipient than was sent" + (named ?? ""),
      hint: "compare the label with the row before it goes out")
  }
}

extension PieceRecord {
  /// What the API says of a mailing, as the ledger keeps it.
  package init(_ mailing: Mailing, answer: [UInt8]) {
    self.init(
      apiID: mailing.id, trackingNumber: mailing.trackingNumber, status: mailing.status,
      postage: mailing.cost?.postage, serviceFee: mailing.cost?.serviceFee,
      charged: mailing.cost?.total, answer: answer,
      token: mailing.reference.flatMap { SentReference.token(in: $0) })
  }
}
