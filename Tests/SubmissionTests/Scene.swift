import MailModel
import Submission

/// A core at work on letters without end, moved by hand.
struct Scene {
  var core: SubmissionCore
  var now: Int64 = 0
  var sequence: Int64 = 0
  var effects: [SubmissionEffect] = []

  init(
    lessons: Lessons? = Scene.taught, doubts: [Doubt] = [], isRestored: Bool = false,
    hasMade: Bool = true, hasForgotten: Bool = false, firstListing: Set<String>? = nil,
    rules: SubmissionCore.Rules = .init(
      concurrency: 4, attempts: 6, settle: 1000, resendsAbsent: true)
  ) {
    core = SubmissionCore(
      rules: rules,
      start: .init(
        lessons: lessons, doubts: doubts, reserved: [:], isRestored: isRestored,
        hasForgotten: hasForgotten,
        hasMade: hasMade, lastSequence: doubts.map(\.afterFloor).max() ?? 0,
        firstListing: firstListing))
    handle(.began)
  }

  /// An API that echoes, lists newest first and shows a mailing within a millisecond.
  static let taught = Lessons(
    echoByID: .verbatim, echoInList: .verbatim, order: .newestFirst, longestListing: 20,
    listIsCut: true, lag: 1)

  mutating func handle(_ event: SubmissionEvent) {
    effects = core.handle(event, at: RunTime(rawValue: now))
  }

  /// A listing of everything, in which the ledger's own mailings have these claims.
  mutating func look(
    _ made: [Int64] = [], strangers: Int = 0, named prefix: String = "s", isFullyRead: Bool = true,
    others alike: [(String, Look.Owner)] = [], known: Int = 0, oldest: Int64? = nil
  ) {
    let own = made.map {
      Look.Entry(apiID: "m\($0)", owner: .made(claimed: $0, ended: $0))
    }
    let others = (0..<strangers).map { Look.Entry(apiID: "\(prefix)\($0)", owner: .stranger) }
    let at = RunTime(rawValue: now)
    handle(
      .looked(
        Look(
          entries: own + others + alike.map { Look.Entry(apiID: $0, owner: $1) },
          knownMailings: known, oldestKnown: oldest, isFullyRead: isFullyRead, requestedAt: at,
          receivedAt: at,
          serverTime: nil)))
  }

  mutating func claim(_ mailings: Int64...) {
    let letters = mailings.map { mailing in
      sequence += 1
      return ClaimedLetter(mailing: mailing, claimed: sequence)
    }
    handle(.claimed(letters, ofSlots: letters.count))
  }

  /// The API says that it made this letter.
  mutating func answer(_ mailing: Int64) {
    let ending = SubmissionEvent.Ending.made(
      apiID: "a\(mailing)", charged: nil, exceedsQuote: false)
    handle(.ended(mailing: mailing, ending))
  }

  mutating func reserves(_ cents: Int64, for mailing: Int64) -> Bool {
    core.reserve(Cents(cents), for: mailing)
  }

  var claimable: Int { core.claimable(slots: 4, at: RunTime(rawValue: now)) }

  var concluded: [Int64] {
    effects.compactMap {
      if case .concludeAbsent(let mailing, _) = $0 { return mailing }
      return nil
    }
  }

  /// A doubt about mailing 7, claimed as number 50, at the start of this run.
  static let doubt = Doubt(
    mailing: 7, claimed: 50, afterFloor: 60, since: .start, attempts: 1)
}

extension SubmissionEffect {
  var adopts: Bool {
    if case .adopt = self { true } else { false }
  }
}
