import MailModel
import Submission
import Testing

/// A core at work on letters without end, moved by hand.
private struct Scene {
  var core: SubmissionCore
  var now: Int64 = 0
  var sequence: Int64 = 0
  var effects: [SubmissionEffect] = []

  init(
    lessons: Lessons? = Scene.taught, doubts: [Doubt] = [], isRestored: Bool = false,
    rules: SubmissionCore.Rules = .init(
      concurrency: 4, attempts: 6, settle: 1000, resendsAbsent: true)
  ) {
    core = SubmissionCore(
      rules: rules,
      start: .init(lessons: lessons, doubts: doubts, reserved: [:], isRestored: isRestored))
    handle(.began)
  }

  /// An API that echoes, lists newest first and shows a mailing within a millisecond.
  static let taught = Lessons(
    echoByID: .verbatim, echoInList: .verbatim, order: .newestFirst, longestListing: 20, lag: 1)

  mutating func handle(_ event: SubmissionEvent) {
    effects = core.handle(event, at: RunTime(rawValue: now))
  }

  /// A listing of everything, in which the ledger's own mailings have these claims.
  mutating func look(
    _ made: [Int64] = [], strangers: Int = 0, named prefix: String = "s", isFullyRead: Bool = true,
    others alike: [(String, Look.Owner)] = [], known: Int = 0
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
          knownMailings: known, isFullyRead: isFullyRead, requestedAt: at, receivedAt: at,
          serverTime: nil)))
  }

  mutating func claim(_ mailings: Int64...) {
    let letters = mailings.map { mailing in
      sequence += 1
      return ClaimedLetter(mailing: mailing, claimed: sequence)
    }
    handle(.claimed(letters, ofSlots: letters.count))
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
  fileprivate var adopts: Bool {
    if case .adopt = self { true } else { false }
  }
}

@Suite struct SubmissionCoreTests {
  @Test func `nothing is sent before the first listing of a run`() {
    var scene = Scene()
    #expect(scene.effects.contains(.look))
    #expect(scene.claimable == 0)
    scene.look()
    #expect(scene.claimable == 4)
  }

  @Test func `the first mailing of a ledger goes alone, and nothing while it is read back`() {
    var scene = Scene(lessons: nil)
    scene.look()
    #expect(scene.claimable == 1)
    scene.claim(1)
    #expect(scene.claimable == 0)
    scene.handle(.ended(mailing: 1, .made(apiID: "a", charged: nil, exceedsQuote: false)))
    #expect(scene.effects.contains(.learn(mailing: 1, apiID: "a", isFresh: true)))
    #expect(scene.claimable == 0)
    scene.handle(.learned(Scene.taught, teacher: "a", madeAt: .start))
    #expect(scene.claimable == 4)
  }

  @Test(arguments: [LookFailure.keyRefused, .unavailable])
  func `a lesson that cannot be read ends the run, and the next one takes it first`(
    failure: LookFailure
  ) {
    var scene = Scene(lessons: nil)
    scene.look()
    scene.claim(1)
    scene.handle(.ended(mailing: 1, .made(apiID: "a", charged: nil, exceedsQuote: false)))
    scene.handle(.lookFailed(failure))
    #expect(scene.core.stop != nil)
    #expect(scene.effects.contains(.finish))
    let start = SubmissionCore.Start(
      lessons: nil, doubts: [], reserved: [:], teacher: .init(mailing: 1, apiID: "a"))
    scene.core = SubmissionCore(rules: scene.core.rules, start: start)
    scene.handle(.began)
    scene.look()
    #expect(scene.effects.contains(.learn(mailing: 1, apiID: "a", isFresh: false)))
    #expect(scene.claimable == 0)
    scene.handle(.learned(Scene.taught, teacher: "a", madeAt: nil))
    #expect(scene.claimable == 4)
  }

  @Test func `a run that stops does not conclude what it could not send again`() {
    var scene = Scene(doubts: [Scene.doubt])
    scene.look([70, 40])
    scene.handle(.stop(.spendPerRun))
    for moment in stride(from: Int64(100), to: 9000, by: 400) {
      scene.now = moment
      scene.look([70, 40])
      #expect(scene.concluded.isEmpty)
    }
  }

  @Test(arguments: [
    (Lessons(echoByID: .cut), StopReason.referenceCut),
    (Lessons(echoByID: .verbatim, echoInList: .cut), .referenceCut),
    (Lessons(echoByID: .verbatim, unit: .dropped), .unitDropped),
  ])
  func `a cut reference or a dropped unit stops before the second mailing`(
    lessons: Lessons, reason: StopReason
  ) {
    var scene = Scene(lessons: nil)
    scene.look()
    scene.claim(1)
    scene.handle(.ended(mailing: 1, .made(apiID: "a", charged: nil, exceedsQuote: false)))
    scene.handle(.learned(lessons, teacher: "a", madeAt: .start))
    #expect(scene.core.stop == reason)
    #expect(scene.claimable == 0)
  }

  @Test func `absence takes three covering listings spread over the settle time`() {
    var scene = Scene(doubts: [Scene.doubt])
    var listings = 0
    while scene.concluded.isEmpty, scene.now < 10_000 {
      scene.look([70, 40])
      listings += 1
      scene.now += 50
    }
    #expect(scene.concluded == [7])
    // At 0 nothing can show yet; each further one counts a quarter of the time after the last.
    #expect(scene.now - 50 >= 1000)
    #expect(listings >= 3)
  }

  @Test func `two covering listings prove nothing, however long they are apart`() {
    var scene = Scene(doubts: [Scene.doubt])
    for moment: Int64 in [100, 5000] {
      scene.now = moment
      scene.look([70, 40])
      #expect(scene.concluded.isEmpty)
    }
    scene.now = 9000
    scene.look([70, 40])
    #expect(scene.concluded == [7])
  }

  @Test(arguments: [
    // Nothing made before the attempt is in view.
    ([70, 65], 20, true, Lessons.Order.newestFirst),
    // An element could not be read: it may be the one.
    ([70, 40], 20, false, .newestFirst),
    // In a list without order a place proves nothing.
    ([70, 40], 20, true, .unordered),
    // An empty list may be another account's.
    ([], 0, true, .newestFirst),
  ])
  func `a listing that does not cover the attempt proves no absence`(
    made: [Int64], strangers: Int, isFullyRead: Bool, order: Lessons.Order
  ) {
    var lessons = Scene.taught
    lessons.order = order
    var scene = Scene(lessons: lessons, doubts: [Scene.doubt])
    for moment in stride(from: Int64(0), to: 6000, by: 300) {
      scene.now = moment
      scene.look(made, strangers: strangers, isFullyRead: isFullyRead)
      #expect(scene.concluded.isEmpty)
    }
  }

  @Test func `a listing that shares nothing with the one before starts the proof anew`() {
    var scene = Scene(doubts: [Scene.doubt])
    scene.now = 100
    scene.look([70, 40], strangers: 20, named: "before")
    // From here on only younger mailings are in view: what came in between nobody saw.
    for moment in stride(from: Int64(600), to: 9000, by: 400) {
      scene.now = moment
      scene.look([90, 80], strangers: 20, named: "after")
      #expect(scene.concluded.isEmpty)
    }
  }

  @Test func `while anything is uncertain, half a listing goes out between two of them at most`() {
    var scene = Scene(
      doubts: [Scene.doubt],
      rules: .init(concurrency: 64, attempts: 6, settle: 60_000, resendsAbsent: false))
    scene.look([40])
    let sent = scene.core.claimable(slots: 64, at: RunTime(rawValue: scene.now))
    #expect(sent == 10)
    for mailing in 1...Int64(sent) { scene.claim(100 + mailing) }
    #expect(scene.core.claimable(slots: 64, at: RunTime(rawValue: scene.now)) == 0)
  }

  @Test func `a listing that came too early for a letter is followed by one soon`() {
    var lessons = Scene.taught
    lessons.lag = 100
    var scene = Scene(
      lessons: lessons,
      rules: .init(concurrency: 4, attempts: 6, settle: 60_000, resendsAbsent: false))
    scene.look([40])
    for (mailing, moment) in [(Int64(7), Int64(0)), (8, 20)] {
      scene.now = moment
      scene.claim(mailing)
      scene.handle(.ended(mailing: mailing, .unknown(attempts: 1, stops: false)))
    }
    // Ten times the lag after the first of them.
    scene.now = 1000
    scene.handle(.tick)
    #expect(scene.effects.contains(.look))
    scene.look([90, 40])
    scene.now = 1249
    scene.handle(.tick)
    #expect(!scene.effects.contains(.look))
    scene.now = 1250
    scene.handle(.tick)
    #expect(scene.effects.contains(.look))
  }

  @Test func `its place stays in view until a listing has come that could show it`() {
    var lessons = Scene.taught
    lessons.lag = 100
    var scene = Scene(
      lessons: lessons,
      rules: .init(concurrency: 64, attempts: 6, settle: 1000, resendsAbsent: false))
    var claimable: Int { scene.core.claimable(slots: 64, at: RunTime(rawValue: scene.now)) }
    scene.look([40])
    scene.claim(7)
    scene.handle(.ended(mailing: 7, .unknown(attempts: 1, stops: false)))
    for mailing in Int64(100)..<110 { scene.claim(mailing) }
    // Too early to show it, by the lag of this list.
    scene.now = 500
    scene.look([90, 40])
    // Then none for longer than a proof takes: the API limits the rate, or fails.
    scene.now = 10_000
    #expect(claimable == 0)
    scene.look([90, 40])
    #expect(claimable == 10)
  }

  @Test func `what was found with another recipient or twice is for a person`() {
    for entries in [
      [Look.Entry(apiID: "a", owner: .open(mailing: 7, state: .doubtful, agrees: false))],
      ["a", "b"].map {
        Look.Entry(apiID: $0, owner: .open(mailing: 7, state: .doubtful, agrees: true))
      },
    ] {
      var scene = Scene(doubts: [Scene.doubt])
      let at = RunTime(rawValue: 0)
      scene.handle(
        .looked(
          Look(
            entries: entries, isFullyRead: true, requestedAt: at, receivedAt: at, serverTime: nil)))
      let isFlagged = scene.effects.contains {
        if case .flag(mailing: 7, _) = $0 { return true }
        return false
      }
      #expect(isFlagged)
      #expect(!scene.effects.contains(.adopt(mailing: 7, apiID: "a", .token)))
    }
  }

  @Test(arguments: [
    (Look.Likeness.adoptable, [SubmissionEffect.adopt(mailing: 7, apiID: "a", .recipient)]),
    (.blocking, [.flag(mailing: 7, .foundAmbiguous)]),
    (.undecided, []),
  ])
  func `a look-alike is adopted, blocks, or decides nothing yet`(
    likeness: Look.Likeness, expected: [SubmissionEffect]
  ) {
    var scene = Scene(doubts: [Scene.doubt])
    for moment in stride(from: Int64(100), to: 9000, by: 400) {
      scene.now = moment
      scene.look([70, 40], others: [("a", .lookAlike(of: [7], likeness))])
      if moment == 100 {
        #expect(
          scene.effects.filter { $0 == .flag(mailing: 7, .foundAmbiguous) || $0.adopts } == expected
        )
      }
      #expect(scene.concluded.isEmpty)
    }
  }

  @Test func `two look-alikes, or one of two letters, are for a person`() {
    for others: [(String, Look.Owner)] in [
      [("a", .lookAlike(of: [7], .adoptable)), ("b", .lookAlike(of: [7], .adoptable))],
      [("a", .lookAlike(of: [7, 8], .adoptable))],
    ] {
      var scene = Scene(doubts: [Scene.doubt])
      scene.look([70, 40], others: others)
      #expect(scene.effects.contains(.flag(mailing: 7, .foundAmbiguous)))
      #expect(!scene.effects.contains { $0.adopts })
    }
  }

  @Test(arguments: [(2, [Int64(7)]), (3, [])])
  func `a short list is the whole only when every known mailing is in it`(
    known: Int, expected: [Int64]
  ) {
    var lessons = Scene.taught
    lessons.order = .unordered
    var scene = Scene(lessons: lessons, doubts: [Scene.doubt])
    var concluded: [Int64] = []
    for moment in stride(from: Int64(100), to: 9000, by: 400) {
      scene.now = moment
      scene.look([70, 40], known: known)
      concluded += scene.concluded
    }
    #expect(concluded == expected)
  }

  @Test func `what stopped the last run stops the next as long as the job is the same`() {
    var scene = Scene(lessons: Lessons(echoByID: .cut))
    scene.look()
    #expect(scene.core.stop == .referenceCut)
    #expect(scene.claimable == 0)
  }

  @Test(arguments: [LookFailure.unavailable, .keyRefused])
  func `a run that is stopped by its lesson ends when no listing comes`(failure: LookFailure) {
    var scene = Scene(lessons: Lessons(echoByID: .cut), doubts: [Scene.doubt])
    scene.handle(.lookFailed(failure))
    #expect(scene.effects.contains(.finish))
  }

  @Test func `the end of the time window ends a stopped run's looking too`() {
    var scene = Scene(lessons: Lessons(echoByID: .cut), doubts: [Scene.doubt])
    scene.look([70, 40])
    #expect(!scene.effects.contains(.finish))
    scene.handle(.stop(.timeWindow))
    #expect(scene.core.stop == .referenceCut)
    #expect(scene.effects.contains(.finish))
  }

  @Test func `a gap counts for a letter that the listing after it leaves undecided`() {
    var scene = Scene(doubts: [Scene.doubt])
    scene.now = 100
    scene.look([70, 40], strangers: 20, named: "before")
    scene.now = 500
    scene.look(
      [90, 80], strangers: 20, named: "after", others: [("a", .lookAlike(of: [7], .undecided))])
    for moment in stride(from: Int64(900), to: 9000, by: 400) {
      scene.now = moment
      scene.look([90, 80], strangers: 20, named: "after")
      #expect(scene.concluded.isEmpty)
    }
  }

  @Test func `what was ambiguous once is not adopted when one of the two goes out of view`() {
    var scene = Scene(doubts: [Scene.doubt])
    scene.look([70, 40], others: ["a", "b"].map { ($0, .lookAlike(of: [7], .adoptable)) })
    scene.now = 500
    scene.look([70, 40], others: [("b", .lookAlike(of: [7], .adoptable))])
    #expect(!scene.effects.contains { $0.adopts })
  }

  @Test func `a restored ledger is compared with the API, and the rest held`() {
    var scene = Scene(isRestored: true)
    #expect(scene.claimable == 0)
    scene.look([40])
    #expect(scene.effects.contains(.holdRestored))
  }

  @Test func `absent letters are not sent again without a proven echo`() {
    var lessons = Scene.taught
    lessons.echoInList = .missing
    var scene = Scene(lessons: lessons, doubts: [Scene.doubt])
    var resent = false
    for moment in stride(from: Int64(100), to: 9000, by: 400) {
      scene.now = moment
      scene.look([70, 40])
      resent = resent || scene.effects.contains(.concludeAbsent(mailing: 7, resend: true))
    }
    #expect(!resent)
  }

  @Test func `the cap counts what is reserved, to the cent`() {
    var scene = Scene(
      rules: .init(
        concurrency: 4, attempts: 6, settle: 1000, resendsAbsent: true,
        spending: SpendLimits(perRun: Cents(2000), priceRise: Cents(10))))
    scene.look()
    let fits = [(990, 1), (991, 2), (990, 2), (0, 3)].map {
      scene.reserves($0.0, for: $0.1)
    }
    #expect(fits == [true, false, true, false])
  }

  @Test func `five uncertain outcomes in a row stop the sending`() {
    var scene = Scene()
    scene.look()
    for mailing in Int64(1)...5 {
      #expect(scene.core.stop == nil)
      scene.claim(mailing)
      scene.handle(.ended(mailing: mailing, .unknown(attempts: 1, stops: false)))
    }
    #expect(scene.core.stop == .tooManyUncertain)
    #expect(scene.claimable == 0)
  }

  @Test(arguments: [
    SubmissionEvent.Ending.accountRefused(.keyRefused), .accountRefused(.noFunds),
    .accountRefused(.wrongBaseURL), .unknown(attempts: 1, stops: true),
    .made(apiID: "a", charged: Cents(999), exceedsQuote: true),
  ])
  func `what concerns the whole account stops the sending`(ending: SubmissionEvent.Ending) {
    var scene = Scene()
    scene.look()
    scene.claim(1)
    scene.handle(.ended(mailing: 1, ending))
    #expect(scene.core.stop != nil)
    #expect(scene.claimable == 0)
  }
}
