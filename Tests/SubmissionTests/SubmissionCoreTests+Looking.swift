import MailModel
import Submission
import Testing

/// What a listing proves, and what it does not.
extension SubmissionCoreTests {
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

  @Test func `what was listed before anything was sent was made before every letter`() {
    var lessons = Scene.taught
    var scene = Scene(lessons: nil, hasMade: false)
    scene.look(strangers: 12)
    #expect(scene.effects.contains(.keepFirstListing(Set((0..<12).map { "s\($0)" }))))
    for firstListing in [["s3"], ["t"]] as [Set<String>] {
      // The order shows by what was listed before, too.
      lessons.order = firstListing.contains("s3") ? .unknown : .newestFirst
      var scene = Scene(lessons: lessons, doubts: [Scene.doubt], firstListing: firstListing)
      var concluded: [Int64] = []
      for moment in stride(from: Int64(0), to: 6000, by: 300) {
        scene.now = moment
        // One of ours was made after the attempt, and nothing of ours before it.
        scene.look([70], strangers: 12)
        concluded += scene.concluded
        #expect(!scene.effects.contains { if case .keepFirstListing = $0 { true } else { false } })
      }
      #expect(concluded == (firstListing.contains("s3") ? [7] : []))
    }
  }

  @Test(arguments: [
    (["new", "old", "x"], Lessons.Order.newestFirst), (["x", "old", "new"], .oldestFirst),
    (["old", "new", "old2"], .unordered), (["new", "x"], .unknown), (["old", "x"], .unknown),
  ])
  func `the order of a list shows by what it held before anything was sent`(
    ids: [String], order: Lessons.Order
  ) {
    let entries = ids.map { id in
      Look.Entry(apiID: id, owner: id == "new" ? .made(claimed: 1, ended: 2) : .stranger)
    }
    let look = Look(
      entries: entries, isFullyRead: true, requestedAt: .start, receivedAt: .start, serverTime: nil)
    #expect(look.order(after: ["old", "old2"]) == order)
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

  @Test func `sending is held back while a letter that stays silent could be sent out of the list`()
  {
    var scene = Scene(
      rules: .init(concurrency: 4, attempts: 6, settle: 1000, resendsAbsent: false))
    scene.look([40])
    scene.claim(7, 8)
    scene.answer(8)
    var sent: Int64 = 0
    while scene.claimable > 0, sent < 100 {
      sent += 1
      scene.claim(100 + sent)
      scene.answer(100 + sent)
    }
    // Three quarters of a list of 20, less the one that was claimed with it.
    #expect(sent == 14)
    // Uncertain it stays in view until it is settled.
    scene.handle(.ended(mailing: 7, .unknown(attempts: 1, stops: false)))
    #expect(scene.claimable == 0)
    scene.handle(.looked(Self.list(of: (100...114).reversed().map { $0 }, found: 7)))
    #expect(scene.effects.contains { $0.adopts })
    #expect(scene.claimable == 4)
  }

  @Test func `letters that are claimed together stay in view`() {
    var scene = Scene(
      rules: .init(concurrency: 64, attempts: 6, settle: 1000, resendsAbsent: false))
    scene.look([40])
    func claimable() -> Int { scene.core.claimable(slots: 64, at: RunTime(rawValue: scene.now)) }
    // Fifteen around each of them, in a list of twenty.
    #expect(claimable() == 16)
    scene.claim(1, 2, 3)
    #expect(claimable() == 13)
    var lessons = Scene.taught
    lessons.order = .unordered
    let free = Scene(
      lessons: lessons,
      rules: .init(concurrency: 64, attempts: 6, settle: 1000, resendsAbsent: false))
    var unordered = free
    unordered.look([40])
    // No place in such a list proves anything.
    #expect(unordered.core.claimable(slots: 64, at: .start) == 64)
  }

  @Test func `what was listed before anything was sent is no letter's, however alike`() {
    var scene = Scene(doubts: [Scene.doubt], firstListing: ["a"])
    scene.look([70, 40], others: [("a", .lookAlike(of: [7], .adoptable))])
    #expect(!scene.effects.contains { $0.adopts })
    #expect(!scene.effects.contains(.flag(mailing: 7, .foundAmbiguous)))
    scene.look([70, 40], others: [("b", .lookAlike(of: [7], .adoptable))])
    #expect(scene.effects.contains { $0.adopts })
  }

  @Test func `a list without any of ours proves nothing, however old it is`() {
    var scene = Scene(doubts: [Scene.doubt], firstListing: ["s3"])
    for moment in stride(from: Int64(0), to: 6000, by: 300) {
      scene.now = moment
      scene.look(strangers: 12)
      #expect(scene.concluded.isEmpty)
    }
  }

  @Test func `before the first letter is settled no more go out than a whole list holds`() {
    var scene = Scene(
      hasMade: false,
      rules: .init(concurrency: 64, attempts: 6, settle: 1000, resendsAbsent: false))
    scene.look(known: 0)
    scene.claim(7)
    scene.handle(.ended(mailing: 7, .unknown(attempts: 1, stops: false)))
    var claimable: Int { scene.core.claimable(slots: 64, at: RunTime(rawValue: scene.now)) }
    #expect(claimable == 7)
    for mailing in Int64(101)...107 {
      scene.claim(mailing)
      scene.answer(mailing)
    }
    scene.look([8, 7, 6, 5, 4, 3, 2])
    #expect(claimable == 0)
  }

  /// A listing in which the API shows the letter of a doubt behind others.
  private static func list(of others: [Int64], found mailing: Int64) -> Look {
    let entries =
      others.map { Look.Entry(apiID: "a\($0)", owner: .made(claimed: $0, ended: $0)) } + [
        Look.Entry(
          apiID: "a\(mailing)", owner: .open(mailing: mailing, state: .doubtful, agrees: true))
      ]
    return Look(
      entries: entries, isFullyRead: true, requestedAt: .start, receivedAt: .start, serverTime: nil)
  }

  @Test func `how long the list gets is looked up as letters go out`() {
    var lessons = Scene.taught
    lessons.listIsCut = nil
    lessons.longestListing = 1
    var scene = Scene(lessons: lessons)
    scene.look([1])
    #expect(scene.core.lessons?.hopedListLength == 100 && scene.core.lessons?.listLength == 10)
    func send(until wanted: Int64) -> Int64? {
      for mailing in 1...wanted {
        scene.claim(mailing)
        if scene.effects.contains(.look) { return mailing }
        scene.answer(mailing)
      }
      return nil
    }
    #expect(send(until: 30) == 25)
    // Ten of 26: the oldest is not among them.
    scene.look((17...26).reversed(), oldest: 1)
    #expect(scene.core.lessons?.listIsCut == true && scene.core.lessons?.hopedListLength == 10)
    // A list may be cut for another reason: it is looked at again, less and less often.
    #expect(send(until: 60) == 50)
    // Nothing hangs on it, so that a failure is none.
    for _ in 1...5 { scene.handle(.lookFailed(.unavailable)) }
    #expect(scene.core.stop == nil)
    #expect(send(until: 60) == 50)
  }

  @Test func `a list that reaches back to the first mailing is not cut`() {
    var lessons = Scene.taught
    lessons.listIsCut = nil
    var scene = Scene(lessons: lessons)
    for (made, oldest) in [([3, 2, 1], 1), ([], 1), ([3, 2], nil)] as [([Int64], Int64?)] {
      scene.look(made, strangers: 5, oldest: oldest)
      #expect(scene.core.lessons?.listIsCut == nil)
    }
    scene.look([3, 2], oldest: 1)
    #expect(scene.core.lessons?.listIsCut == true)
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
    for mailing in Int64(100)..<115 {
      scene.claim(mailing)
      scene.answer(mailing)
    }
    // Too early to show it, by the lag of this list.
    scene.now = 500
    scene.look([90, 40])
    // Then none for longer than a proof takes: the API limits the rate, or fails.
    scene.now = 10_000
    for moment in [Int64(10_000), 10_300, 10_600] {
      scene.now = moment
      #expect(claimable == 0)
      scene.look([90, 40])
    }
    #expect(scene.concluded == [7])
    #expect(claimable == 16)
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

  @Test func `where the ledger has forgotten attempts, what is alike may be another row's`() {
    var scene = Scene(doubts: [Scene.doubt], hasForgotten: true)
    scene.look([70, 40], others: [("a", .lookAlike(of: [7], .adoptable))])
    #expect(scene.effects.contains(.flag(mailing: 7, .foundAmbiguous)))
    #expect(!scene.effects.contains { $0.adopts })
  }

  @Test func `what was ambiguous once is not adopted when one of the two goes out of view`() {
    var scene = Scene(doubts: [Scene.doubt])
    scene.look([70, 40], others: ["a", "b"].map { ($0, .lookAlike(of: [7], .adoptable)) })
    scene.now = 500
    scene.look([70, 40], others: [("b", .lookAlike(of: [7], .adoptable))])
    #expect(!scene.effects.contains { $0.adopts })
  }
}
