import JobLedger
import MailAPIClient
import MailModel

extension SubmissionDriver {
  /// How a POST ended: for the ledger, and for the core.
  struct Ended {
    var outcome: AttemptOutcome
    var ending: SubmissionEvent.Ending

    var isMade: Bool {
      if case .made = ending { true } else { false }
    }
  }

  /// Outcomes that came together become durable together, before anything is concluded.
  func recordOutcomes(_ messages: [Message], _ group: inout Group) async throws {
    var all: [Ended] = []
    var isAlone = true
    for message in messages {
      switch message {
      case .posted(let attempt, let letter, let outcome):
        all.append(reading(outcome, attempt, letter))
        tokens[attempt.mailing] = attempt.token
      case .slot: break
      default: isAlone = false
      }
    }
    defer { tokens.removeAll() }
    guard !all.isEmpty else { return }
    if isAlone, all.allSatisfy(\.isMade), try await recordAndClaim(all, &group) { return }
    guard let recorded = try await stored(all.map(\.outcome)) else {
      return try await rescue(all.map(\.outcome), &group)
    }
    for (var ended, stored) in zip(all, recorded) {
      if stored.state == .uncertain, ended.outcome.event != .outcomeUnknown {
        ended.ending = .idTaken
      }
      count(ended)
      try await handle(.ended(mailing: ended.outcome.mailing, ended.ending), &group)
    }
  }

  func count(_ ended: Ended) {
    guard case .made(_, let charged, _) = ended.ending else { return }
    result.made += 1
    result.charged += charged ?? .zero
  }

  /// Before which further tries to wait: a disk that is full may find room again.
  private static let rescuePauses: [Duration] = [.milliseconds(100), .seconds(1), .seconds(3)]

  /// Stores outcomes, trying on for a while; `nil` when the ledger cannot take them.
  private func stored(
    _ outcomes: [AttemptOutcome]
  ) async throws -> [(ended: Int64, state: MailingState)]? {
    var reason = "\(LedgerError.file(path: ledger.path, detail: "cannot be written"))"
    for pause in [.zero] + Self.rescuePauses where !ledgerFails {
      do {
        if pause > .zero { try await sleep(pause) }
        return try await ledger.record(outcomes)
      } catch is CancellationError {
        break
      } catch {
        reason = "\(error)"
      }
    }
    if !ledgerFails { result.detail = reason }
    ledgerFails = true
    return nil
  }

  /// Keeps in the journal what the API made, and lets the run end.
  private func rescue(_ outcomes: [AttemptOutcome], _ group: inout Group) async throws {
    let pieces = outcomes.compactMap { outcome in
      outcome.piece.map { (mailing: outcome.mailing, piece: $0) }
    }
    do {
      try ledger.emergencyJournal.append(pieces)
    } catch {
      result.detail = [result.detail, "\(error)"].compactMap(\.self).joined(separator: "; ")
    }
    result.rescued += pieces.compactMap { mailing, piece in
      tokens[mailing].map { Rescued(mailing: mailing, apiID: piece.apiID, token: $0) }
    }
    try await handle(.stop(.ledgerFailed), &group)
    for outcome in outcomes {
      let ending = SubmissionEvent.Ending.unknown(attempts: core.rules.attempts, stops: false)
      try await handle(.ended(mailing: outcome.mailing, ending), &group)
    }
  }

  private func reading(
    _ outcome: CreateOutcome, _ attempt: Attempt, _ letter: QueuedLetter
  ) -> Ended {
    var reading = OutcomeReading(
      outcome, attempt: attempt, letter: letter, spending: core.rules.spending,
      sent: letterhead.wireForm(letter.recipient),
      retryAt: clock().later(by: backoff.wait(failures: core.unanswered + 1).milliseconds + 50))
    // No mark went out: what looks like one is the firm's own text.
    if letterhead.style == .plain { reading.outcome.piece?.token = nil }
    if let detail = reading.stopDetail, result.detail == nil { result.detail = detail }
    return Ended(outcome: reading.outcome, ending: reading.ending)
  }
}
