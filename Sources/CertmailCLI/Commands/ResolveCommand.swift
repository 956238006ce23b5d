import JobLedger
import MailAPI
import MailAPIClient
import MailModel
import Submission

/// `resolve`: a person's decision on an uncertain mailing.
///
/// The API is asked first: what it shows may be what the person cannot know.
struct ResolveCommand {
  let arguments: ResolveArguments
  let console: Console

  init(_ arguments: ResolveArguments, _ console: Console) {
    self.arguments = arguments
    self.console = console
  }

  func run() async throws -> ExitStatus {
    let session = try JobSession(arguments.job, console, writes: true)
    return try await session.run(as: "resolve") { try await resolve(session) }
  }

  private func resolve(_ session: JobSession) async throws -> ExitStatus {
    guard let name = MailingName(arguments.row.description) else {
      throw CommandFailure(status: .usage, message: "\(arguments.row) names no row")
    }
    let mailing = try await session.ledger.mailing(named: name)
    let decision = session.decision(arguments.reason)
    switch arguments.decision {
    case .resend:
      try await refuseWhenListed(mailing, session)
      try await session.ledger.resend(mailing, decision)
    case .writeOff:
      try await refuseWhenListed(mailing, session)
      try await session.ledger.cancel([mailing], decision, writesOff: true)
    case .adopt(let id): try await adopt(id, for: mailing, decision, session)
    }
    try console.answer(["resolved": .text("\(arguments.row)")])
    console.message("row \(arguments.row): resolved; next: certmail run \(arguments.job.word)")
    return .done
  }

  /// A letter whose mark the API lists was made: sending it again would double it.
  private func refuseWhenListed(_ mailing: Int64, _ session: JobSession) async throws {
    let entry = try await session.ledger.entry(of: mailing)
    guard let token = entry.token, [.uncertain, .absent].contains(entry.state) else { return }
    let listing: Listing<Mailing>
    do {
      listing = try await asking(session) { try await $0.newestMailings().listing }
    } catch let error as ServiceError {
      console.warning(
        "the API could not be asked whether it has this letter (\(error.cause)); the decision stands"
      )
      return
    }
    let made = listing.items.first { SentReference.holds(token, in: $0.reference ?? "") }
    guard let made else { return }
    throw CommandFailure(
      status: .usage,
      message: "the API has this letter as mailing \(made.id): certmail resolve "
        + "\(arguments.job.word) \(arguments.row) --adopt \(ShownPath.word(made.id)) takes it; "
        + "row \(arguments.row) stays as it is")
  }

  private func adopt(
    _ id: String, for mailing: Int64, _ decision: Decision, _ session: JobSession
  ) async throws {
    let entry = try await session.ledger.entry(of: mailing)
    guard (try? entry.state.after(.found)) != nil else {
      throw CommandFailure(
        status: .usage,
        message:
          "row \(arguments.row) is \(entry.state.rawValue): only one that may have been mailed "
          + "can be given a mailing")
    }
    let piece: PieceRecord
    do {
      let (found, raw) = try await asking(session) { try await $0.mailing(id) }
      try refuseAnother(found, than: entry, session)
      try await refuseAnotherRows(found, mailing, session)
      piece = PieceRecord(found, answer: raw)
    } catch ServiceError.refused(_, 404, _) {
      throw CommandFailure(
        status: .usage,
        message: "the API has no mailing \(id); certmail api \(arguments.job.word) mailings lists "
          + "what it has; row \(arguments.row) stays as it is")
    }
    try await session.ledger.adopt(piece, for: mailing, foundBy: "person")
    try await session.ledger.note(mailing, action: "adopted", decision)
  }

  /// A letter that carries another row's mark is that row's.
  private func refuseAnotherRows(
    _ found: Mailing, _ mailing: Int64, _ session: JobSession
  ) async throws {
    let token = found.reference.flatMap { SentReference.token(in: $0) }
    switch try await session.ledger.owner(apiID: found.id, token: token) {
    case .open(let other, _, _) where other != mailing,
      .contested(let other, _, _) where other != mailing:
      let rowID = try await session.ledger.rowID(other)
      throw CommandFailure(
        status: .usage,
        message:
          "mailing \(found.id) carries the mark of row \(rowID); row \(arguments.row) stays as "
          + "it is")
    case .open, .contested, .made, .stranger: break
    }
  }

  /// One mistyped id would make another person's mailing this row's: the API may have altered the
  /// recipient, but not into another name at another address.
  private func refuseAnother(
    _ found: Mailing, than entry: LedgerEntry, _ session: JobSession
  ) throws {
    if let token = entry.token, SentReference.holds(token, in: found.reference ?? "") { return }
    let sent = session.job.letterhead.wireForm(entry.recipient)
    guard !RecipientAgreement.mayAgree(sent, found.to) else { return }
    let recipient = [found.to?.name, found.to?.street1].compactMap(\.self).joined(separator: ", ")
    throw CommandFailure(
      status: .usage,
      message: "mailing \(found.id) is to another recipient (\(recipient)); row \(arguments.row) "
        + "stays as it is")
  }

  private func asking<Answer: Sendable>(
    _ session: JobSession, _ ask: (MailService) async throws -> Answer
  ) async throws -> Answer {
    try await APIConnection.with(session) { try await ask($0.service) }
  }
}
