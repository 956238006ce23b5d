import MailModel

/// Why a person should look at a piece that is under way.
enum TrackingFlag: String, CaseIterable, Hashable, Sendable {
  /// A label was made and USPS has not accepted the piece: its postage can be claimed back.
  case notAccepted = "not_accepted"
  /// Nothing new for `stalledDays`.
  case stalled
  /// Nothing new for `lostDays`, or USPS says so.
  case lost
  /// It comes back, or is back, since the last look.
  case returned

  /// After so many days without an event a piece is worth a question at the post office.
  static let stalledDays = 14
  /// After so many it counts as lost.
  static let lostDays = 30
  /// How long after its label a piece is asked for; USPS keeps events for 120 days.
  static let askedDaysMax = 120

  /// The flag of a piece, the gravest; `nil` when all is well.
  /// - Parameters:
  ///   - labelMadeAt: when the API made it.
  ///   - acceptDays: how many days USPS may take to accept it.
  static func of(
    _ reading: TrackingReading, labelMadeAt: UTCTime, acceptDays: Int, now: UTCTime
  ) -> TrackingFlag? {
    if reading.status == .lost { return .lost }
    guard !reading.isFinal, !reading.status.isFailed else { return nil }
    guard reading.acceptedAt != nil || !reading.isUntouched else {
      return days(from: labelMadeAt, to: now) >= acceptDays ? .notAccepted : nil
    }
    let silent = days(from: reading.lastEventAt ?? labelMadeAt, to: now)
    if silent >= lostDays { return .lost }
    return silent >= stalledDays ? .stalled : nil
  }

  /// Whole days of 24 hours.
  private static func days(from start: UTCTime, to now: UTCTime) -> Int {
    Int(start.duration(to: now).milliseconds / 86_400_000)
  }

  /// What it means and what to do.
  func advice(acceptDays: Int) -> String {
    switch self {
    case .notAccepted:
      "label made, not accepted by USPS within \(acceptDays) days: mail it, or claim the postage back"
    case .stalled: "nothing new for \(Self.stalledDays) days: ask at the post office"
    case .lost:
      "lost, or nothing new for \(Self.lostDays) days: open a search request, mail it again"
    case .returned: "not delivered: it comes back"
    }
  }
}

extension TrackingReading {
  /// Whether nothing shows that USPS ever had it.
  var isUntouched: Bool { status == .labelMade || status == .unknown }
}
