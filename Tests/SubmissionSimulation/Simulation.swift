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

  /// How often things may still go wrong; without bound in a seeded story.
  struct Budget {
    var faults = Int.max
    var failedLooks = Int.max
    var kills = 0
    var restores = Int.max
  }

  let seed: UInt64
  package internal(set) var chance: Chance
  var budget = Budget()
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
  var wasRestored = false
  /// When the process is to be called again.
  var nextWake: Int64?
  var isCalm = false
  var faultPercent: Int
  /// How often somebody else writes to one of ours while a letter goes out.
  var othersPercent = 0
  /// Letters of which the API said at once that they were made.
  var answeredCount = 0
  /// What the story did, for a failing seed.
  package private(set) var trace: [String] = []
  let keepsTrace: Bool

  package init(seed: UInt64, keepsTrace: Bool = false) {
    self.seed = seed
    self.keepsTrace = keepsTrace
    var chance = Chance(seed: seed)
    let count = chance.happens(3) ? 20 + chance.option(of: 20) : 1 + chance.option(of: 6)
    let recipients = chance.happens(30) ? 1 + chance.option(of: 2) : count
    ledger = SimulatedLedger(count: count, recipients: Int64(recipients))
    faultPercent = [0, 20, 50][chance.option(of: 3)]
    api.lag = [0, 0, 50, 400][chance.option(of: 4)]
    api.cap = [100, 100, 10, 20][chance.option(of: 4)]
    if chance.happens(20) {
      api.order = [.oldestFirst, .newestLast, .unordered][chance.option(of: 3)]
    }
    if chance.happens(20) {
      api.echo = SimulatedAPI.Echo.allCases[chance.option(of: SimulatedAPI.Echo.allCases.count)]
    }
    // Where no token comes back, nothing tells another's letter to the same person from ours.
    if api.echo.byID == .verbatim, chance.happens(20) { othersPercent = 10 }
    rules = SubmissionCore.Rules(
      concurrency: 1 + chance.option(of: count > 6 ? 16 : 3), attempts: 4, settle: 5000,
      resendsAbsent: chance.happens(70))
    core = SubmissionCore(rules: rules, start: ledger.start(isRestored: false))
    for _ in 0..<chance.option(of: 26) {
      _ = api.accept(nil, for: nil, at: -chance.number(in: 1_000...1_000_000, few: []))
    }
    budget.kills = chance.option(of: 5)
    self.chance = chance
  }

  /// The story of `world` that `chance` leads through.
  init(_ world: ModelCheck.World, _ chance: Chance) {
    seed = 0
    keepsTrace = false
    self.chance = chance
    ledger = SimulatedLedger(count: world.letters, recipients: Int64(world.recipients))
    api.echo = world.echo
    faultPercent = 50
    api.lag = world.lag
    rules = SubmissionCore.Rules(
      concurrency: world.workers, attempts: 4, settle: 800, resendsAbsent: world.resendsAbsent)
    core = SubmissionCore(rules: rules, start: ledger.start(isRestored: false))
    budget = Budget(
      faults: world.faults, failedLooks: world.failedLooks, kills: world.kills,
      restores: world.restores)
  }

  /// Plays the story: up to six stormy runs, then two calm ones.
  package mutating func play() throws(Failure) {
    let kills = budget.kills
    for run in 0..<(kills + 3) {
      isCalm = run > kills
      let mayDie = run < kills
      let diesAt = mayDie && !chance.isExhaustive ? chance.number(in: 1...9000, few: []) : nil
      try playRun(diesAt: diesAt, mayDie: mayDie && chance.isExhaustive)
      if mayDie, backup != nil, spends(\.restores, 15) { restore() }
    }
    try checkEnd()
  }

  mutating func restore() {
    guard let backup else { return }
    note("restored")
    wasRestored = true
    ledger = backup
  }

  /// - Parameter mayDie: whether each step may be the last; else it dies at the given time.
  mutating func playRun(diesAt: Int64?, mayDie: Bool) throws(Failure) {
    life += 1
    began = now
    isFinished = false
    nextWake = nil
    if budget.restores > 0, chance.happens(20) { backup = ledger }
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
      let isOver = diesAt.map { now - began >= $0 && next.life == life } ?? false
      if isOver || (mayDie && next.life == life && spends(\.kills, 50)) {
        note("killed")
        return
      }
      perform(next.what, life: next.life)
      try check()
    }
    if !isFinished { throw Failure(seed: seed, reason: "run \(life) waits for nothing") }
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
      let id = api.accept(mailing, for: ledger.letters.recipient(of: mailing), at: now)
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
      if event == .tick { nextWake = nil }
      handle(event)
    }
  }

  mutating func handle(_ event: SubmissionEvent) {
    let effects = core.handle(event, at: RunTime(rawValue: now - began))
    for effect in effects { perform(effect) }
  }

  mutating func perform(_ effect: SubmissionEffect) {
    switch effect {
    case .look: post(.list, in: chance.number(in: 1...20, few: [10]))
    case .askSlots(let count): post(.grant(count), in: 0)
    case .learn(_, let apiID, let isFresh):
      let fails = !isCalm && spends(\.failedLooks, faultPercent / 4)
      post(.event(fails ? .lookFailed(.unavailable) : lesson(apiID, isFresh: isFresh)), in: 5)
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
      ledger.hasForgotten = true
      ledger.attemptCount = max(ledger.attemptCount, markedAttempts)
    case .keepFirstListing(let ids): ledger.firstListing = ids
    case .wake(let at):
      guard nextWake.map({ at.rawValue < $0 }) ?? true else { return }
      nextWake = at.rawValue
      post(.event(.tick), in: max(0, at.rawValue - (now - began)))
    case .finish:
      let stop = core.stop
      note("run ends, stop: \(stop.map(\.rawValue) ?? "none")")
      isFinished = true
    }
  }

  mutating func lesson(_ apiID: String, isFresh: Bool) -> SubmissionEvent {
    let lag = api.lag == 0 ? 5 : api.lag
    let lessons = Lessons(
      echoByID: api.echo.byID, echoInList: api.echo.inList, lag: isFresh ? lag : nil)
    ledger.lessons = lessons
    let madeAt = RunTime(rawValue: now - began)
    return .learned(lessons, teacher: apiID, madeAt: isFresh ? madeAt : nil)
  }

  mutating func look() {
    if !isCalm, spends(\.failedLooks, faultPercent / 4) {
      handle(.lookFailed(.unavailable))
      return
    }
    let requested = RunTime(rawValue: now - began)
    if happensInStorm(5) { api.putAwayOldest() }
    var pieces = api.listing(at: now, chance: &chance)
    let isFullyRead = !happensInStorm(5)
    if !isFullyRead, !pieces.isEmpty { pieces.remove(at: chance.option(of: pieces.count)) }
    let entries = pieces.map {
      Look.Entry(apiID: $0.id, owner: ledger.owner(of: $0, api.echo))
    }
    note("lists \(entries.map(\.apiID))")
    handle(
      .looked(
        Look(
          entries: entries, knownMailings: ledger.made.count, oldestKnown: ledger.oldestMailing,
          isFullyRead: isFullyRead,
          requestedAt: requested, receivedAt: requested,
          serverTime: chance.happens(chance.isExhaustive ? 100 : 80) ? now / 1000 * 1000 : nil,
          createdOrder: Look.order(of: pieces.map(\.acceptedAt)))))
  }

  /// What may happen in a seeded story; where all stories are gone through, it does not.
  private mutating func happensInStorm(_ percent: Int) -> Bool {
    !isCalm && !chance.isExhaustive && chance.happens(percent)
  }

  mutating func recordAnswer(_ mailing: Int64, _ ending: SubmissionEvent.Ending) {
    switch ending {
    case .made(let id, _, _):
      // The id is that of the acceptance, which the agenda has already played.
      let real = api.pieces.last { $0.mailing == mailing }?.id ?? id
      ledger.end(mailing, .accepted, apiID: real)
      answeredCount += 1
      handle(.ended(mailing: mailing, .made(apiID: real, charged: nil, exceedsQuote: false)))
      return
    case .refused: ledger.end(mailing, .refused)
    case .throttled, .notSent, .accountRefused: ledger.end(mailing, .notExecuted)
    case .unknown, .idTaken: ledger.end(mailing, .outcomeUnknown)
    }
    handle(.ended(mailing: mailing, ending))
  }
}
