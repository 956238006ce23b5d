import MailModel
import Submission

/// One seeded story: letters, faults, kills, restores; and what came of it.
package struct Simulation {
  /// What must be true at the end, and was not.
  package struct Failure: Error, CustomStringConvertible {
    package var seed: UInt64
    package var reason: String
    package var description: String { "seed \(seed): \(reason)" }
  }

  enum Incident {
    case event(SubmissionEvent)
    case accept(Int64)
    case answer(Int64, SubmissionEvent.Ending)
    case list
    case grant(Int)
  }

  let seed: UInt64
  var random: SeededRandom
  var api = SimulatedAPI()
  var ledger: SimulatedLedger
  var backup: SimulatedLedger?
  /// The file beside the ledger, which a restore of the ledger does not bring back.
  var markedAttempts = 0
  var core: SubmissionCore
  var rules: SubmissionCore.Rules
  /// Incidents of the network go on when the process dies; events of the process do not.
  var agenda: [(at: Int64, order: Int, life: Int, what: Incident)] = []
  var order = 0
  var life = 0
  var now: Int64 = 0
  var began: Int64 = 0
  var isFinished = false
  var isCalm = false
  var faultPercent: Int
  /// What the story did, for a failing seed.
  package private(set) var trace: [String] = []
  let keepsTrace: Bool

  package init(seed: UInt64, keepsTrace: Bool = false) {
    self.seed = seed
    self.keepsTrace = keepsTrace
    random = SeededRandom(seed: seed)
    let count = Int.random(in: 1...6, using: &random)
    ledger = SimulatedLedger(count: count)
    faultPercent = [0, 20, 50][Int.random(in: 0..<3, using: &random)]
    api.lag = [0, 0, 50, 400][Int.random(in: 0..<4, using: &random)]
    api.cap = [100, 100, 10, 20][Int.random(in: 0..<4, using: &random)]
    if random.happens(15) { api.order = random.happens(50) ? .oldestFirst : .unordered }
    api.echoes = !random.happens(10)
    rules = SubmissionCore.Rules(
      concurrency: Int.random(in: 1...3, using: &random), attempts: 4, settle: 5000,
      resendsAbsent: random.happens(70))
    core = SubmissionCore(rules: rules, start: ledger.start(isRestored: false))
    for _ in 0..<Int.random(in: 0...25, using: &random) {
      _ = api.accept(nil, at: -Int64.random(in: 1_000...1_000_000, using: &random))
    }
  }

  /// Plays the story: up to six stormy runs, then two calm ones.
  package mutating func play() throws(Failure) {
    let kills = Int.random(in: 0...4, using: &random)
    for run in 0..<(kills + 3) {
      isCalm = run > kills
      try playRun(diesAt: run < kills ? Int64.random(in: 1...9000, using: &random) : nil)
      if run < kills, random.happens(10) { restore() }
    }
    try checkEnd()
  }

  mutating func restore() {
    guard let backup else { return }
    note("restored")
    ledger = backup
  }

  mutating func playRun(diesAt: Int64?) throws(Failure) {
    life += 1
    began = now
    isFinished = false
    if random.happens(20) { backup = ledger }
    ledger.sweep()
    core = SubmissionCore(
      rules: rules, start: ledger.start(isRestored: ledger.attemptCount < markedAttempts))
    let number = life
    note("run \(number) begins")
    post(.event(.began), in: 0)
    var steps = 0
    while !isFinished, let next = takeNext() {
      steps += 1
      if steps > 20_000 { throw Failure(seed: seed, reason: "run \(life) does not end") }
      now = max(now, next.at)
      if let diesAt, now - began >= diesAt, next.life == life {
        note("killed")
        return
      }
      perform(next.what, life: next.life)
      try check()
    }
  }

  mutating func takeNext() -> (at: Int64, order: Int, life: Int, what: Incident)? {
    guard
      let index = agenda.indices.min(by: {
        (agenda[$0].at, agenda[$0].order) < (agenda[$1].at, agenda[$1].order)
      })
    else { return nil }
    return agenda.remove(at: index)
  }

  mutating func post(_ incident: Incident, in delay: Int64) {
    order += 1
    agenda.append((now + delay, order, life, incident))
  }

  mutating func note(_ text: @autoclosure () -> String) {
    if keepsTrace { trace.append("\(now): \(text())") }
  }

  mutating func perform(_ incident: Incident, life from: Int) {
    switch incident {
    case .accept(let mailing):
      let id = api.accept(mailing, at: now)
      note("the API accepts \(mailing) as \(id)")
    case .answer(let mailing, let ending):
      // What the dead process was waiting for, nobody hears.
      guard from == life else { return }
      recordAnswer(mailing, ending)
    case .list:
      guard from == life else { return }
      look()
    case .grant(let count):
      guard from == life else { return }
      claim(slots: count)
    case .event(let event):
      guard from == life else { return }
      handle(event)
    }
  }

  mutating func handle(_ event: SubmissionEvent) {
    let effects = core.handle(event, at: RunTime(rawValue: now - began))
    for effect in effects { perform(effect) }
  }

  mutating func perform(_ effect: SubmissionEffect) {
    switch effect {
    case .look: post(.list, in: Int64.random(in: 1...20, using: &random))
    case .askSlots(let count): post(.grant(count), in: 0)
    case .learn(_, let apiID): post(.event(lesson(apiID)), in: 5)
    case .keep(let lessons): ledger.lessons = lessons
    case .adopt(let mailing, let apiID, _):
      note("adopts \(apiID) for \(mailing)")
      ledger.end(mailing, .found, apiID: apiID)
    case .flag(let mailing, let flag): note("flags \(mailing): \(flag)")
    case .concludeAbsent(let mailing, let resend):
      note("concludes that \(mailing) is absent, resend: \(resend)")
      ledger.move(mailing, .provedAbsent)
      if resend { ledger.move(mailing, .resent) }
    case .holdRestored:
      note("holds what is in line")
      for mailing in ledger.queued { ledger.move(mailing, .held) }
      ledger.attemptCount = max(ledger.attemptCount, markedAttempts)
    case .wake(let at): post(.event(.tick), in: max(0, at.rawValue - (now - began)))
    case .finish:
      let stop = core.stop
      note("run ends, stop: \(stop.map(\.rawValue) ?? "none")")
      isFinished = true
    }
  }

  mutating func lesson(_ apiID: String) -> SubmissionEvent {
    let echo: Lessons.Echo = api.echoes ? .verbatim : .missing
    let lessons = Lessons(echoByID: echo, echoInList: echo, lag: api.lag == 0 ? 5 : api.lag)
    ledger.lessons = lessons
    return .learned(lessons, teacher: apiID, madeAt: RunTime(rawValue: now - began))
  }

  mutating func look() {
    if !isCalm, random.happens(faultPercent / 4) {
      handle(.lookFailed(.unavailable))
      return
    }
    let requested = RunTime(rawValue: now - began)
    let pieces = api.listing(at: now, random: &random)
    let entries = pieces.map {
      Look.Entry(apiID: $0.id, owner: ledger.owner(of: $0, echoes: api.echoes))
    }
    note("lists \(entries.map(\.apiID))")
    handle(
      .looked(
        Look(
          entries: entries, isFullyRead: true, requestedAt: requested, receivedAt: requested,
          serverTime: random.happens(80) ? now / 1000 * 1000 : nil,
          createdOrder: Look.order(of: pieces.map(\.acceptedAt)))))
  }

  mutating func recordAnswer(_ mailing: Int64, _ ending: SubmissionEvent.Ending) {
    switch ending {
    case .made(let id, _, _):
      // The id is that of the acceptance, which the agenda has already played.
      let real = api.pieces.last { $0.mailing == mailing }?.id ?? id
      ledger.end(mailing, .accepted, apiID: real)
      handle(.ended(mailing: mailing, .made(apiID: real, charged: nil, exceedsQuote: false)))
      return
    case .refused: ledger.end(mailing, .refused)
    case .throttled, .notSent, .accountRefused: ledger.end(mailing, .notExecuted)
    case .unknown: ledger.end(mailing, .outcomeUnknown)
    }
    handle(.ended(mailing: mailing, ending))
  }
}
