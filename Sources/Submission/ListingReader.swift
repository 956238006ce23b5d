import JobLedger
import MailAPI
import MailAPIClient
import MailModel

/// Reads the API's listing and says what the ledger knows of each entry.
struct ListingReader: Sendable {
  let service: MailService
  let ledger: JobLedger
  let letterhead: Letterhead
  let clock: @Sendable () -> RunTime

  func look() async -> SubmissionDriver.Message {
    do {
      let requestedAt = clock()
      let (listing, answer) = try await service.newestMailings()
      let receivedAt = clock()
      let doubts = try await ledger.doubtful(includingAbsent: true)
      var entries: [Look.Entry] = []
      for mailing in listing.items { entries.append(try await entry(mailing, doubts)) }
      let look = Look(
        entries: entries, isFullyRead: listing.unreadableCount == 0, requestedAt: requestedAt,
        receivedAt: receivedAt, serverTime: answer.serverTime?.rawValue,
        createdOrder: Look.order(of: listing.items.map { $0.createdAt?.rawValue }))
      let byID = Dictionary(listing.items.map { ($0.id, $0) }) { first, _ in first }
      return .looked(look, byID)
    } catch let error as ServiceError {
      if case .keyRefused = error { return .lookFailed(.keyRefused, error.description) }
      return .lookFailed(.unavailable, error.description)
    } catch {
      return .lookFailed(.unavailable, "\(error)")
    }
  }

  private func entry(_ mailing: Mailing, _ doubts: [DoubtfulLetter]) async throws -> Look.Entry {
    let token = mailing.reference.flatMap { SentReference.token(in: $0) }
    let owner: Look.Owner
    switch try await ledger.owner(apiID: mailing.id, token: token) {
    case .made(let claimed, let ended): owner = .made(claimed: claimed, ended: ended)
    case .open(let id, let state, let attempts):
      owner = .open(
        mailing: id, state: Self.openState(state, attempts),
        agrees: try await agrees(id, mailing))
    case .stranger:
      let fits = token == nil ? doubts.filter { self.fits($0, mailing) }.map(\.id) : []
      owner = fits.isEmpty ? .stranger : .candidate(of: fits)
    }
    return Look.Entry(apiID: mailing.id, owner: owner)
  }

  private static func openState(_ state: MailingState, _ attempts: Int) -> Look.OpenState {
    switch state {
    case .uncertain, .absent: .doubtful
    case .submitting: .submitting
    case .queued, .held: attempts == 0 ? .neverSent : .other
    case .invalid, .duplicate, .ignored, .refused, .mailed, .done, .cancelled: .other
    }
  }

  private func agrees(_ id: Int64, _ mailing: Mailing) async throws -> Bool {
    guard let letter = try await ledger.letter(id) else { return false }
    let isClass = mailing.mailClass.map { $0 == letter.mailClass } ?? true
    return isClass && RecipientAgreement.agrees(letter.recipient, mailing.to)
  }

  /// Milliseconds by which the clocks of both sides may differ.
  private static let clockSlack: Int64 = 10 * 60 * 1000

  /// Without a token: recipient, class and the time of the attempt.
  private func fits(_ doubt: DoubtfulLetter, _ mailing: Mailing) -> Bool {
    guard let to = mailing.to, mailing.mailClass == doubt.mailClass,
      RecipientAgreement.agrees(doubt.recipient, to), !to.name.isEmpty, !to.zip.isEmpty
    else { return false }
    guard let created = mailing.createdAt else { return true }
    return created.rawValue >= doubt.claimedAt.rawValue - Self.clockSlack
  }
}
