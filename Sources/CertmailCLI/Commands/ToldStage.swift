import JobLedger
import MailAPI
import MailAPIClient
import MailModel
import Submission

/// Takes back what reports tell of and the ledger has forgotten: each mailing is read by its id, and
/// becomes its row's when it is to that row's recipient.
struct ToldStage: Sendable {
  let session: JobSession
  let service: MailService
  let signals: StopSignals

  private typealias Found = (row: LedgerEntry, mailing: Mailing?, raw: [UInt8])

  func run() async throws {
    let open = try await session.ledger.toldAndOpen()
    guard !open.isEmpty else { return }
    var count = 0
    try await inParallel(
      open, width: session.job.limits.concurrentRequests, while: signals.reason == nil
    ) { [service] told, row -> Found in
      do {
        let (mailing, raw) = try await service.mailing(told.apiID)
        return (row, mailing.id == told.apiID ? mailing : nil, raw)
      } catch ServiceError.refused(_, 404, _) {
        return (row, nil, [])
      }
    } each: { found in
      if try await take(found) { count += 1 }
    }
    guard count > 0 else { return }
    session.console.message(
      "\(count.counted("mailing", "mailings")) that earlier reports tell of "
        + "\(count == 1 ? "was" : "were") found at the API and taken back")
  }

  private func take(_ found: Found) async throws -> Bool {
    guard let mailing = found.mailing, isOf(found.row, mailing),
      case .stranger = try await owner(mailing, than: found.row)
    else { return false }
    try await session.ledger.adopt(
      PieceRecord(mailing, answer: found.raw), for: found.row.mailing, foundBy: "report")
    return true
  }

  /// A stranger to every other row.
  private func owner(_ mailing: Mailing, than row: LedgerEntry) async throws -> PieceOwner {
    let token = mailing.reference.flatMap { SentReference.token(in: $0) }
    return try await session.ledger.owner(
      apiID: mailing.id, token: token == row.token ? nil : token)
  }

  private func isOf(_ row: LedgerEntry, _ mailing: Mailing) -> Bool {
    mailing.to != nil
      && RecipientAgreement.agrees(session.job.letterhead.wireForm(row.recipient), mailing.to)
      && (mailing.mailClass ?? row.mailClass) == row.mailClass
  }
}
