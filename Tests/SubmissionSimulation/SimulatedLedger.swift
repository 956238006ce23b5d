import JobLedger
import MailAPI
import MailModel
import Submission

/// The durable side of a simulation: what survives a kill, and what a backup brings back.
struct SimulatedLedger {
  struct Row {
    var state = MailingState.queued
    var claimed: [Int64] = []
    var ended: Int64 = 0
    var attempts = 0
    var apiID: String?
  }

  var rows: [Int64: Row] = [:]
  var sequence: Int64 = 0
  var attemptCount = 0
  var hasForgotten = false
  var lessons: Lessons?
  var firstListing: Set<String>?

  let letters: SimulatedLetters

  /// - Parameter recipients: fewer than letters when some go to the same person.
  init(count: Int, recipients: Int64) {
    letters = SimulatedLetters(count: count, recipients: recipients)
    for mailing in 1...Int64(count) { rows[mailing] = Row() }
  }

  var queued: [Int64] { rows.filter { $0.value.state == .queued }.keys.sorted() }

  mutating func nextSequence() -> Int64 {
    sequence += 1
    return sequence
  }

  /// Moves a row by the one transition table; an illegal event is a fault of the core.
  mutating func move(_ mailing: Int64, _ event: MailingEvent) {
    guard var row = rows[mailing] else { preconditionFailure("no row \(mailing)") }
    do {
      row.state = try row.state.after(event)
    } catch {
      preconditionFailure("row \(mailing): \(error)")
    }
    rows[mailing] = row
  }

  mutating func claim(_ mailing: Int64) -> ClaimedLetter {
    move(mailing, .claimed)
    let claimed = nextSequence()
    rows[mailing]?.claimed.append(claimed)
    rows[mailing]?.attempts += 1
    attemptCount += 1
    return ClaimedLetter(mailing: mailing, claimed: claimed)
  }

  mutating func end(_ mailing: Int64, _ event: MailingEvent, apiID: String? = nil) {
    if let apiID { rows[mailing]?.apiID = apiID }
    move(mailing, event)
    let ended = nextSequence()
    rows[mailing]?.ended = ended
    // What was proved not executed does not count as an attempt.
    if event == .notExecuted { rows[mailing]?.attempts -= 1 }
  }

  /// What a start does with rows that were in flight when the process died.
  mutating func sweep() {
    for mailing in rows.keys.sorted() where rows[mailing]?.state == .submitting {
      end(mailing, .outcomeUnknown)
    }
  }

  /// The rows whose mailings are known to be made.
  var made: [Row] { rows.values.filter { $0.apiID != nil } }

  /// The claim of the mailing that was the first to be known.
  var oldestMailing: Int64? { made.min { $0.ended < $1.ended }?.claimed.last }

  /// How many attempts were under way with the row's last one, or came after it.
  private func lettersAround(_ row: Row) -> Int {
    let claimed = row.claimed.last ?? 0
    return rows.values.count { $0.claimed.last != row.claimed.last && $0.ended > claimed }
  }

  /// A mailing that was made, while nothing is learned.
  private var teacher: SubmissionCore.Teacher? {
    rows.sorted { $0.key < $1.key }.compactMap { mailing, row in
      row.apiID.map { SubmissionCore.Teacher(mailing: mailing, apiID: $0) }
    }.first
  }

  func start(isRestored: Bool) -> SubmissionCore.Start {
    let made = made
    let doubts = rows.filter { $0.value.state == .uncertain }.map { mailing, row in
      Doubt(
        mailing: mailing, claimed: row.claimed.last ?? 0, afterFloor: row.ended, since: .start,
        attempts: row.attempts, lettersAround: lettersAround(row),
        hasPredecessor: made.contains { $0.ended < row.claimed.last ?? 0 })
    }
    return SubmissionCore.Start(
      lessons: lessons, doubts: doubts.sorted { $0.mailing < $1.mailing }, reserved: [:],
      isRestored: isRestored, hasForgotten: hasForgotten, teacher: teacher, hasMade: !made.isEmpty,
      lastSequence: sequence, firstListing: firstListing)
  }

  func owner(of piece: SimulatedAPI.Piece, _ echo: SimulatedAPI.Echo) -> Look.Owner {
    if let row = rows.first(where: { $0.value.apiID == piece.id })?.value {
      return .made(claimed: row.claimed.last ?? 0, ended: row.ended)
    }
    if echo == .verbatim, let mailing = piece.mailing, let row = rows[mailing] {
      let state: Look.OpenState =
        switch row.state {
        case .uncertain, .absent: .doubtful
        case .submitting: .submitting
        default: row.attempts == 0 ? .neverSent : .other
        }
      return .open(mailing: mailing, state: state, agrees: true)
    }
    return lookAlike(piece, echo)
  }

  /// What the reader of listings makes of a mailing whose reference tells nothing.
  private func lookAlike(_ piece: SimulatedAPI.Piece, _ echo: SimulatedAPI.Echo) -> Look.Owner {
    guard piece.recipient != nil else { return .stranger }
    let open = rows.filter { [.uncertain, .absent, .submitting].contains($0.value.state) }
    let alikes = LookAlikes(
      letters: open.sorted { $0.key < $1.key }.compactMap {
        letters.letter($0.key, $0.value.state)
      },
      lessons: lessons)
    do {
      let fitting = try alikes.fitting(letters.mailing(piece, echo.inList))
      let readsByID = alikes.isTokenOnlyByID
      return try alikes.owner(
        of: letters.mailing(piece, readsByID ? echo.byID : echo.inList), fitting: fitting,
        readByID: readsByID)
    } catch {
      preconditionFailure("a letter of the simulation cannot be read: \(error)")
    }
  }
}
