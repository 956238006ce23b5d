import Foundation
import JobLedger
import MailAPIClient
import MailModel
import Synchronization
import TestSupport

@testable import Submission

/// One run of the driver with a ledger of its own on the disk, on a clock that jumps from wait to wait.
struct DriverNight {
  /// When every night begins, in milliseconds.
  static let start: Int64 = 1_000_000

  var letters: Int
  var concurrency: Int
  var limit: Int?
  /// The cap, in letters.
  var cap: Int?
  /// Whether somebody asks it to end, early on.
  var isStopped: Bool

  init(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    letters = Int.random(in: 5...90, using: &random)
    concurrency = Int.random(in: 1...12, using: &random)
    limit = Bool.random(using: &random) ? Int.random(in: 1...letters, using: &random) : nil
    cap =
      Int.random(in: 0..<3, using: &random) == 0 ? Int.random(in: 1...letters, using: &random) : nil
    isStopped = Int.random(in: 0..<4, using: &random) == 0
  }

  struct Outcome {
    var result: SubmissionResult
    var tally: [MailingState: StateTally]
    /// How many letters the core still counts as under way.
    var inFlight: Int
    var claimed: Int
  }

  func run(against api: LyingAPI) async throws -> Outcome {
    let ledger = try await ledger()
    let clock = JumpingClock(Self.start)
    let gate = RateGate(
      reserve: 0, now: { clock.now }, sleep: { try await clock.sleep($0) }, random: { 0 })
    let backoff = Backoff(random: { 0 })
    let service = MailService(
      transport: api, gate: gate, backoff: backoff, attempts: 3,
      sleep: { try await clock.sleep($0) })
    let driver = SubmissionDriver(
      core: SubmissionCore(
        rules: .init(
          concurrency: concurrency, attempts: 3, settle: 500, resendsAbsent: true, limit: limit,
          spending: SpendLimits(perRun: cap.map { Cents(Int64($0) * 750) })),
        start: .init(lessons: nil, doubts: [], reserved: [:], hasMade: false)),
      ledger: ledger, service: service, letterhead: Self.letterhead, keyFingerprint: "f",
      backoff: backoff, clock: { RunTime(rawValue: clock.now.rawValue - Self.start) },
      sleep: { try await clock.sleep($0) }, progress: { _ in })
    if isStopped {
      Task {
        try await Task.sleep(for: .milliseconds(3))
        driver.requestStop(.interrupted)
      }
    }
    let result = try await driver.run()
    let core = await driver.core
    return Outcome(
      result: result, tally: try await ledger.tally(),
      inFlight: core.inFlight.count, claimed: core.claimedCount)
  }

  private static let letterhead = Letterhead(
    from: PostalAddress(
      name: "Ames & Boyd LLP", street1: "1 Main St", city: "San Francisco", state: "CA",
      zip: "94105"),
    senders: [:], style: .suffix, referenceLengthMax: 200, lines: "", wireForm: { $0 })

  private func ledger() async throws -> JobLedger {
    let ledger = try JobLedger(
      path: try Scratch.path("l.sqlite"), access: .exclusive(holder: "a test"),
      binding: .init(job: "j", baseURL: "sandbox", keyKind: nil, shard: nil), makeUUID: { "0" },
      now: { UTCTime(rawValue: Self.start) })
    try await ledger.beginBatch(
      NewBatch(source: "list.csv", mailClass: MailClass("certified"), duplicateDays: 30))
    var rows = LetterRows()
    rows.fields = [Range<Int>](repeating: 0..<0, count: RowField.count)
    let values: [(RowField, String)] = [
      (.reference, "CASE-1"), (.name, "Jane Doe"), (.street1, "1 Oak St"), (.city, "Los Angeles"),
      (.state, "CA"), (.zip, "90001"),
    ]
    for (field, value) in values {
      rows.fields[field.index] = rows.bytes.count..<rows.bytes.count + value.utf8.count
      rows.bytes += Array(value.utf8)
    }
    for number in 0..<letters {
      rows.rows.append(
        LetterRows.Row(
          number: number + 2, state: .queued, token: Token(rawValue: 7 + Int64(number)),
          firstField: 0, given: 0..<0, quoted: Cents(750), remarks: nil))
    }
    try await ledger.insert(rows)
    _ = try await ledger.commitBatch(
      BatchEnd(hash: "abcdef012345", name: "b", columns: [], mapping: [], inputRows: letters))
    try await ledger.beginRun(command: "test")
    return ledger
  }
}

/// A clock that a wait moves on, by a part of what is waited for: others may be waited for as well.
private final class JumpingClock: Sendable {
  private let time: Mutex<Int64>

  init(_ start: Int64) { time = Mutex(start) }

  var now: UTCTime { UTCTime(rawValue: time.withLock { $0 }) }

  func sleep(_ pause: Duration) async throws {
    try await Task.sleep(for: .microseconds(200))
    time.withLock { $0 += max(1, pause.milliseconds / 4) }
  }
}
