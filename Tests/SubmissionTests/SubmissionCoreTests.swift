import MailModel
import Submission
import Testing

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
