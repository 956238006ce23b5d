import Foundation
import JobLedger
import MailAPIClient
import MailModel
import Reconciliation

/// What a round of looks came to, for people and programs.
struct TrackResult: Sendable {
  /// A piece that a person should ask about.
  struct Flagged: Sendable {
    var piece: TrackedPiece
    var reading: TrackingReading
    var flag: TrackingFlag
  }

  /// Pieces that were open before.
  let open: Int
  let asked: Int
  let unanswered: Int
  let stop: ServiceError?
  let byStatus: [TrackingStatus: Int]
  /// Pieces whose status is another than before.
  let moved: Int
  let flagged: [Flagged]

  /// - Parameter toldAt: when the results of earlier looks were last told; one that ended before it
  ///   told them leaves them to the next.
  init(
    _ outcome: TrackStage.Outcome, open: Int, acceptDays: Int, toldAt: UTCTime?, now: UTCTime
  ) {
    self.open = open
    asked = outcome.readings.count + outcome.unanswered
    unanswered = outcome.unanswered
    stop = outcome.stop
    byStatus = outcome.readings.reduce(into: [:]) { $0[$1.reading.status, default: 0] += 1 }
    moved = outcome.readings.count { piece, reading in
      reading.status.rawValue != piece.status ?? TrackingStatus.labelMade.rawValue
    }
    flagged = (outcome.readings + outcome.unknown).compactMap { piece, reading in
      Self.flag(piece, reading, acceptDays, toldAt, now).map {
        Flagged(piece: piece, reading: reading, flag: $0)
      }
    }
    .sorted { ($0.flag.rank, $0.piece.mailing) < ($1.flag.rank, $1.piece.mailing) }
  }

  /// What has come back is told once; what is open, each time.
  private static func flag(
    _ piece: TrackedPiece, _ reading: TrackingReading, _ acceptDays: Int, _ toldAt: UTCTime?,
    _ now: UTCTime
  ) -> TrackingFlag? {
    if reading.status.isFailed, reading.status != .lost {
      let isTold = piece.checkedAt.flatMap { checked in toldAt.map { checked <= $0 } } ?? false
      return isTold && piece.status == reading.status.rawValue ? nil : .returned
    }
    return TrackingFlag.of(
      reading, labelMadeAt: piece.submittedAt, acceptDays: acceptDays, now: now)
  }

  var table: TextTable {
    var table = TextTable([
      .init("row"), .init("flag"), .init("reference"), .init("recipient"), .init("tracking number"),
      .init("label made"), .init("accepted"), .init("USPS says"),
    ])
    table.rows = flagged.map { one in
      let name =
        one.piece.recipient.name.isEmpty ? one.piece.recipient.company : one.piece.recipient.name
      return [
        one.piece.rowID, one.word, one.piece.reference, name, one.piece.trackingNumber,
        one.piece.submittedAt.localDay, one.reading.acceptedAt?.localDay ?? "",
        one.reading.lastText,
      ]
    }
    return table
  }

  /// `tracked 25 of 25: 20 delivered, 1 refused, 4 in transit; 2 moved, 1 flagged`
  var summary: String {
    guard open > 0 else { return "nothing to track: no piece is on its way" }
    let states = TrackingStatus.allCases.compactMap { status in
      byStatus[status].map { "\($0.grouped) \(status.words)" }
    }
    var text = "tracked \(asked.grouped) of \(open.grouped)"
    if !states.isEmpty { text += ": " + states.joined(separator: ", ") }
    text += "; \(moved.grouped) moved, \(flagged.count.grouped) flagged"
    if unanswered > 0 { text += ", \(unanswered.grouped) unknown to the API" }
    return text
  }

  func json(_ status: ExitStatus) -> JSONText {
    [
      "open": .count(open), "tracked": .count(asked), "moved": .count(moved),
      "unanswered": .count(unanswered),
      "by_status": .object(
        TrackingStatus.allCases.compactMap { status in
          byStatus[status].map { JSONText.Member(key: status.rawValue, value: .count($0)) }
        }),
      "flagged": .array(flagged.map(\.json)), "exit": .integer(Int64(status.rawValue)),
      "summary": .text(summary),
    ]
  }
}

extension TrackResult.Flagged {
  /// Of what comes back, why it does.
  fileprivate var word: String {
    flag == .returned ? reading.status.rawValue : flag.rawValue
  }

  fileprivate var json: JSONText {
    [
      "certmail_row": .text(piece.rowID), "flag": .text(flag.rawValue),
      "status": .text(reading.status.rawValue), "reference": .text(piece.reference),
      "matter": .text(piece.matter), "name": .text(piece.recipient.name),
      "company": .text(piece.recipient.company), "tracking_number": .text(piece.trackingNumber),
      "mailing_id": .text(piece.apiID), "charged": .amount(piece.charged),
      "label_made_at": .time(piece.submittedAt), "accepted_at": .time(reading.acceptedAt),
      "last_event_at": .time(reading.lastEventAt), "last_event": .text(reading.lastText),
    ]
  }

  var claim: RefundClaims.Claim {
    RefundClaims.Claim(
      rowID: piece.rowID, trackingNumber: piece.trackingNumber, labelMadeAt: piece.submittedAt,
      charged: piece.charged, mailClass: piece.mailClass, mailingID: piece.apiID,
      reference: piece.reference, matter: piece.matter,
      recipient: piece.recipient.name.isEmpty ? piece.recipient.company : piece.recipient.name)
  }
}

extension TrackingFlag {
  /// The gravest first.
  fileprivate var rank: Int {
    switch self {
    case .lost: 0
    case .returned: 1
    case .stalled: 2
    case .notAccepted: 3
    }
  }
}

extension TrackingStatus {
  /// `label made`, for people.
  var words: String { rawValue.replacing("_", with: " ") }
}
