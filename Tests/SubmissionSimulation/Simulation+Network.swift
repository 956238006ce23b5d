import MailModel
import Submission

extension Simulation {
  /// Uses slots as the driver does: rows put back first, then the queue; durable, then sent.
  mutating func claim(slots: Int) {
    let count = core.claimable(slots: slots, at: RunTime(rawValue: now - began))
    var mailings = core.takeReturned(count)
    mailings += ledger.queued.filter { !mailings.contains($0) && !core.returned.contains($0) }
      .prefix(count - mailings.count)
    let claimed = mailings.map { ledger.claim($0) }
    markedAttempts = max(markedAttempts, ledger.attemptCount)
    for letter in claimed { send(letter.mailing) }
    handle(.claimed(claimed, ofSlots: slots))
    if claimed.count < count { handle(.queueEmpty) }
  }

  /// A POST leaves; what happens to it is drawn now and played out by the agenda.
  private mutating func send(_ mailing: Int64) {
    let latency = chance.number(in: 1...50, few: rules.concurrency > 1 ? [5, 40] : [5])
    let answer = latency + chance.number(in: 0...50, few: [5])
    let attempts = ledger.rows[mailing]?.attempts ?? 0
    note("sends \(mailing)")
    if othersPercent > 0, chance.happens(othersPercent) {
      let id = api.accept(nil, for: ledger.letters.recipient(of: mailing), at: now)
      note("somebody else writes to the same person: \(id)")
    }
    guard !isCalm, spends(\.faults, faultPercent) else {
      post(.accept(mailing), in: latency)
      post(.answer(mailing, .made(apiID: "", charged: nil, exceedsQuote: false)), in: answer)
      return
    }
    let unknown = SubmissionEvent.Ending.unknown(attempts: attempts, stops: false)
    switch chance.option(of: 6) {
    case 0:  // accepted, the answer lost
      post(.accept(mailing), in: latency)
      post(.answer(mailing, unknown), in: answer)
    case 1:  // accepted long after the connection died, within the settle time
      post(.answer(mailing, unknown), in: latency)
      post(
        .accept(mailing), in: latency + chance.number(in: 0...4000, few: [1, rules.settle - 100]))
    case 2:  // lost on the way
      post(.answer(mailing, unknown), in: answer)
    case 3: post(.answer(mailing, .throttled), in: answer)
    case 4:
      let retry = RunTime(rawValue: now - began + answer + 100)
      post(.answer(mailing, .notSent(retryAt: retry)), in: answer)
    default: post(.answer(mailing, .refused), in: answer)
    }
  }

  /// Whether something happens now that may go wrong only so often in a story.
  mutating func spends(_ budget: WritableKeyPath<Budget, Int>, _ percent: Int) -> Bool {
    guard self.budget[keyPath: budget] > 0, chance.happens(percent) else { return false }
    self.budget[keyPath: budget] -= 1
    return true
  }

  /// What must be true at every moment.
  func check() throws(Failure) {
    for (mailing, count) in api.acceptances where count > 1 {
      throw Failure(seed: seed, reason: "mailing \(mailing) was accepted \(count) times")
    }
  }

  /// What must be true when the storms are over and two calm runs have ended.
  mutating func checkEnd() throws(Failure) {
    // What an unordered list shows of more than it holds is chance.
    let isSteady = api.order != .unordered || api.pieces.count <= api.cap
    let listed =
      isSteady ? Set(api.listing(at: .max / 2, chance: &chance).compactMap(\.mailing)) : []
    for (mailing, row) in ledger.rows {
      let accepted = api.acceptances[mailing] != nil
      switch row.state {
      case .mailed where !accepted: throw fault(mailing, "mailed, and the API never made it")
      case .absent where accepted: throw fault(mailing, "absent, and the API made it")
      case .refused where accepted: throw fault(mailing, "refused, and the API made it")
      case .queued where ledger.lessons?.stops == nil:
        throw fault(mailing, "still in line after calm runs")
      case .submitting: throw fault(mailing, "still submitting after the end")
      case .uncertain where accepted && api.echo == .verbatim && listed.contains(mailing):
        throw fault(mailing, "uncertain, though the listing shows it")
      case .uncertain where provesAbsence:
        throw fault(mailing, "uncertain, though its absence can be proved")
      case .invalid, .duplicate, .ignored, .done, .cancelled:
        throw fault(mailing, "\(row.state), which nothing here leads to")
      case .mailed, .absent, .refused, .uncertain, .held, .queued: break
      }
    }
    if api.echo == .cut, answeredCount > 1 {
      throw Failure(seed: seed, reason: "went on although the reference is cut")
    }
  }

  /// Whether calm runs must settle every letter: tokens come back in a list that shows the newest,
  /// soon enough to be known, and that could not be outrun before it was known how long it gets.
  private var provesAbsence: Bool {
    api.echo == .verbatim && api.order == .newestFirst && isLongEnough && !wasRestored
      && ledger.lessons?.lag != nil
  }

  /// How long a list gets is learned when some letters are out: many at once, or a list that lags,
  /// are ahead of that.
  private var isLongEnough: Bool {
    api.cap >= api.pieces.count || api.cap >= 20 && api.lag <= 50 && rules.concurrency <= 3
  }

  private func fault(_ mailing: Int64, _ what: String) -> Failure {
    Failure(seed: seed, reason: "mailing \(mailing) is \(what)")
  }
}
