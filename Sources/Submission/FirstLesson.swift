import Foundation
package import JobLedger
import MailAPI
import MailAPIClient
import MailModel

/// Reads the first mailing of a ledger back, by id and in the list, before the second goes out.
struct FirstLesson: Sendable {
  let reader: ListingReader
  let ledger: JobLedger
  let letterhead: Letterhead
  let clock: @Sendable () -> RunTime
  let sleep: @Sendable (Duration) async throws -> Void

  /// How long it is waited for, by its id and in the list, before the run goes on without knowing
  /// the lag; it must show in one of them.
  private static let patience: Int64 = 10_000

  func learn(mailing: Int64, apiID: String, madeAt: RunTime?) async -> SubmissionDriver.Message {
    do {
      guard let body = try await ledger.frozenBody(mailing) else { return .stop(.ledgerFailed) }
      let sent = try JSONDecoder().decode(NewMailing.self, from: Data(body))
      let byID = try await readBack(apiID)
      var lessons = Lessons(
        echoByID: Self.echo(of: sent.reference, byID?.reference),
        form: letterhead.writes(sent) ? letterhead.form : nil)
      let shown = try await watchList(apiID, sent, madeAt, &lessons)
      guard let found = byID ?? shown else {
        return .lookFailed(.mailingUnseen, "mailing \(apiID)")
      }
      if lessons.stops == .referenceCut {
        lessons.referenceRoom = [byID, shown].compactMap {
          $0?.reference?.unicodeScalars.count
        }.min()
      }
      if let to = found.to {
        lessons.unit = Self.kept(sent.to.street2, to.street2, in: to.street1)
        lessons.company = Self.kept(sent.to.company, to.company, in: to.name)
      }
      return .learned(lessons, teacher: apiID, madeAt: madeAt)
    } catch let error as ServiceError {
      if case .keyRefused = error { return .lookFailed(.keyRefused, error.cause) }
      return .lookFailed(.unavailable, error.cause)
    } catch {
      return .stop(.ledgerFailed)
    }
  }

  /// The mailing by its id, which an API may not know at once; `nil` when it is never there.
  private func readBack(_ apiID: String) async throws -> Mailing? {
    try await watch {
      do {
        return try await reader.service.mailing(apiID).0
      } catch ServiceError.refused(_, 404, _) {
        return nil
      }
    }
  }

  private func watchList(
    _ apiID: String, _ sent: NewMailing, _ madeAt: RunTime?, _ lessons: inout Lessons
  ) async throws -> Mailing? {
    var longest = 0
    let shown = try await watch {
      let (listing, _) = try await reader.service.newestMailings()
      longest = max(longest, listing.items.count)
      return listing.items.first { $0.id == apiID }
    }
    lessons.longestListing = max(lessons.longestListing, longest)
    guard let shown else { return nil }
    lessons.lag = madeAt.map { max(1, clock().since($0)) }
    lessons.echoInList = Self.echo(of: sent.reference, shown.reference)
    return shown
  }

  /// Asks again and again, for as long as there is patience, until there is an answer.
  private func watch<Value>(_ ask: () async throws -> Value?) async throws -> Value? {
    var pause: Int64 = 50
    let began = clock()
    while true {
      if let value = try await ask() { return value }
      guard clock().since(began) < Self.patience else { return nil }
      try await sleep(.milliseconds(pause))
      pause = min(pause * 2, 1000)
    }
  }

  static func echo(of sent: String?, _ answered: String?) -> Lessons.Echo {
    guard let sent else { return .verbatim }
    guard let answered, !answered.isEmpty else { return .missing }
    if answered == sent { return .verbatim }
    if sent.hasPrefix(answered) { return .cut }
    let token = SentReference.token(in: sent)
    return token.map { SentReference.holds($0, in: answered) } == true ? .tokenKept : .altered
  }

  private static func kept(_ sent: String, _ answered: String, in line: String) -> Lessons.Kept {
    if sent.isEmpty { return .unknown }
    let isThere =
      !answered.isEmpty || line.lowercased().contains(sent.lowercased())
    return isThere ? .kept : .dropped
  }
}

/// Lessons in the ledger, as JSON.
package enum LessonStore {
  package static func load(from ledger: JobLedger) async throws -> Lessons? {
    guard let text = try await ledger.fact("lessons") else { return nil }
    return try JSONDecoder().decode(Lessons.self, from: Data(text.utf8))
  }

  /// Whether what stopped the job may be cured: it writes its letters in another way since, so
  /// that the next letter goes alone once more.
  package static func isOutdated(_ lessons: Lessons?, for letterhead: Letterhead) -> Bool {
    lessons.map { $0.stops != nil && $0.form != letterhead.form } ?? false
  }

  /// The ids that the API listed before anything was sent; `nil`: nobody looked.
  package static func firstListing(from ledger: JobLedger) async throws -> Set<String>? {
    guard let text = try await ledger.fact("first_listing") else { return nil }
    return try JSONDecoder().decode(Set<String>.self, from: Data(text.utf8))
  }

  static func keep(firstListing: Set<String>, in ledger: JobLedger) async throws {
    let text = String(decoding: try JSONEncoder().encode(firstListing), as: UTF8.self)
    try await ledger.keep("first_listing", text)
  }

  static func keep(_ lessons: Lessons, in ledger: JobLedger) async throws {
    let text = String(decoding: try JSONEncoder().encode(lessons), as: UTF8.self)
    try await ledger.keep("lessons", text)
  }
}

/// The words that a look-up leaves on a row.
enum FlagWords {
  static let restored = RowRemarks(
    code: "ledger_restored",
    message: "this ledger was restored from a backup or made anew, and the API has mailings that "
      + "it does not know; this row's mark was not found among those that the API lists",
    hint: "look for it in the provider's account: resolve it with --adopt when it was mailed, "
      + "approve it when it was not")

  static func remark(_ flag: SubmissionEffect.Flag) -> RowRemarks {
    let message =
      switch flag {
      case .foundTwice: "two mailings on the API's side carry this row's token"
      case .foundDiffering:
        "a mailing with this row's token has another recipient or class, or is another row's here"
      case .foundAmbiguous: "mailings that may be this row's were found, but none for sure"
      }
    return RowRemarks(
      code: flag.rawValue, message: message,
      hint: "look at the provider's account, then: certmail resolve JOB ROW --adopt ID --reason WHY"
    )
  }
}
