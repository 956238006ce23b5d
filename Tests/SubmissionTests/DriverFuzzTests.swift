import Foundation
import JobLedger
import MailModel
import Testing

@testable import Submission

/// The driver with a real ledger and the rate gate, against an API that lies.
///
/// `CERTMAIL_DRIVER_NIGHTS=1000 swift test --filter DriverFuzz` plays a long form.
@Suite(.serialized) struct DriverFuzzTests {
  private static let nights: UInt64 =
    ProcessInfo.processInfo.environment["CERTMAIL_DRIVER_NIGHTS"].flatMap(UInt64.init) ?? 4

  @Test(
    .timeLimit(.minutes(30)),
    arguments: [
      LyingAPI.Odds(throttled: 20, refused: 4, lost: 0, otherID: 4),
      LyingAPI.Odds(throttled: 0, refused: 0, lost: 8, otherID: 12),
      LyingAPI.Odds(throttled: 5, refused: 3, lost: 5, otherID: 3),
      LyingAPI.Odds(throttled: 20, refused: 0, lost: 4, otherID: 3),
      LyingAPI.Odds(throttled: 0, refused: 10, lost: 10, otherID: 0),
    ])
  func `nothing is made twice, no bound is passed and no letter is forgotten`(
    odds: LyingAPI.Odds
  ) async throws {
    for seed in 0..<Self.nights {
      let night = DriverNight(seed: seed)
      let api = LyingAPI(seed: seed &+ 1000, odds)
      let outcome = try await night.run(against: api)
      let words: Comment = "seed \(seed): \(night), \(outcome)"
      let made = api.made
      #expect(made.values.allSatisfy { $0 == 1 }, words)
      #expect(api.flyingMax <= night.concurrency, words)
      #expect(outcome.inFlight == 0, words)
      #expect(outcome.tally[.submitting] == nil, words)
      #expect(outcome.tally.values.reduce(0) { $0 + $1.rows } == night.letters, words)
      if let limit = night.limit { #expect(outcome.claimed <= limit, words) }
      if let cap = night.cap { #expect(made.count <= cap, words) }
      #expect(outcome.result.stop != .ledgerFailed, words)
      // What the API made is mailed here, or nobody knows yet: never in line, refused or absent.
      let kept = [MailingState.mailed, .uncertain].compactMap { outcome.tally[$0]?.rows }
      #expect(kept.reduce(0, +) >= made.count, words)
      let queued = outcome.tally[.queued]?.rows ?? 0
      if outcome.result.stop == nil, queued > 0 { #expect(outcome.claimed == night.limit, words) }
    }
  }
}
