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
      // What was being sent when the list was made is still on its way in the ledger, or settled.
      let alikes = LookAlikes(
        letters: try await ledger.doubtful(withAll: true),
        lessons: try await LessonStore.load(from: ledger))
      let known = try await ledger.knownMailings(atMost: Look.wholeBelow)
      var entries: [Look.Entry] = []
      for mailing in listing.items {
        entries.append(Look.Entry(apiID: mailing.id, owner: try await owner(mailing, alikes)))
      }
      let look = Look(
        entries: entries, knownMailings: known, oldestKnown: try await ledger.oldestMailing(),
        isFullyRead: listing.unreadableCount == 0, requestedAt: requestedAt, receivedAt: receivedAt,
        serverTime: answer.serverTime?.rawValue,
        createdOrder: Look.order(of: listing.items.map { $0.createdAt?.rawValue }))
      let byID = Dictionary(listing.items.map { ($0.id, $0) }) { first, _ in first }
      return .looked(look, byID)
    } catch let error as ServiceError {
      if case .keyRefused = error { return .lookFailed(.keyRefused, error.cause) }
      return .lookFailed(.unavailable, error.cause)
    } catch {
      return .lookFailed(.unavailable, "\(error)")
    }
  }

  private func owner(_ mailing: Mailing, _ alikes: LookAlikes) async throws -> Look.Owner {
    let byMark = try await ownerByMark(mailing)
    guard byMark == .stranger else { return byMark }
    let fitting = try alikes.fitting(mailing)
    let owner = try alikes.owner(of: mailing, fitting: fitting, readByID: false)
    guard case .lookAlike(let letters, _) = owner, alikes.isTokenOnlyByID else { return owner }
    // The list keeps the reference to itself: the mailing's own page has it.
    guard let read = try await readByID(mailing.id) else {
      return .lookAlike(of: letters, .undecided)
    }
    return try alikes.owner(of: read, fitting: fitting, readByID: true)
  }

  private func readByID(_ apiID: String) async throws -> Mailing? {
    do {
      return try await service.mailing(apiID).0
    } catch ServiceError.refused {
      return nil
    }
  }

  /// By its id or the token in its reference.
  private func ownerByMark(_ mailing: Mailing) async throws -> Look.Owner {
    let token = mailing.reference.flatMap { SentReference.token(in: $0) }
    switch try await ledger.owner(apiID: mailing.id, token: token) {
    case .made(let claimed, let ended): return .made(claimed: claimed, ended: ended)
    case .open(let id, let state, let attempts):
      return .open(
        mailing: id, state: Self.openState(state, attempts),
        agrees: try await agrees(id, mailing))
    case .contested(let id, let state, let attempts):
      return .open(mailing: id, state: Self.openState(state, attempts), agrees: false)
    case .stranger: return .stranger
    }
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
}
