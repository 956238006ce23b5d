import MailAPI
import MailModel

/// Where a piece of mail is, as reports and `track` name it.
enum TrackingStatus: String, CaseIterable, Hashable, Sendable {
  /// The label is made; USPS has not accepted the piece.
  case labelMade = "label_made"
  case accepted
  case inTransit = "in_transit"
  /// Notice left, or held for pickup.
  case noticeLeft = "notice_left"
  case delivered
  case deliveredToAgent = "delivered_to_agent"
  /// Not delivered: on the way back, or back, because the recipient would not take it.
  case refused
  /// Not delivered: because nobody fetched it.
  case unclaimed
  /// Not delivered: for another reason.
  case returned
  case lost
  /// The label was voided.
  case cancelled
  /// USPS says something that certmail does not know; its text is kept.
  case unknown

  /// Whether the recipient did not get it, and will not.
  var isFailed: Bool {
    switch self {
    case .refused, .unclaimed, .returned, .lost: true
    case .labelMade, .accepted, .inTransit, .noticeLeft, .delivered, .deliveredToAgent, .cancelled,
      .unknown:
      false
    }
  }
}

/// What the tracking events of a piece come to. Pure: the same events give the same reading,
/// whatever their order.
struct TrackingReading: Hashable, Sendable {
  private(set) var status = TrackingStatus.labelMade
  /// Nothing more is to come: delivered, back at the sender, or voided.
  private(set) var isFinal = false
  /// The first moment at which USPS had the piece: the mailing date that can be proved.
  private(set) var acceptedAt: UTCTime?
  private(set) var deliveredAt: UTCTime?
  /// Of the newest event that has a time.
  private(set) var lastEventAt: UTCTime?
  /// The newest event's own words, with its place; the API's word where that alone says more.
  private(set) var lastText = ""
  /// Stays when a later scan puts the delivery in doubt, and the API still says delivered.
  private var lastDelivery: UTCTime?

  /// - Parameter apiStatus: the API's own word for the whole; it adds to the events, and never turns
  ///   a return into a delivery.
  init(_ events: [Tracking.Event], apiStatus: String) {
    for event in Self.byTime(events) { take(event) }
    let scanned = (status, isFinal)
    takeSummary(ScanMeaning(description: "", status: apiStatus))
    if (status, isFinal) != scanned {
      lastText = "\(apiStatus), by the API's word; no scan says it"
    }
  }

  /// Oldest first. An event without a time stays behind the one that it came after.
  private static func byTime(_ events: [Tracking.Event]) -> [Tracking.Event] {
    var time = UTCTime(rawValue: 0)
    let keyed = oldestFirst(events).enumerated().map { index, event in
      time = event.timestamp ?? time
      return (time: time, index: index, event: event)
    }
    return keyed.sorted { ($0.time, $0.index) < ($1.time, $1.index) }.map(\.event)
  }

  /// Turns a list that came newest first, so that events of the same minute keep their order.
  static func oldestFirst(_ events: [Tracking.Event]) -> [Tracking.Event] {
    let times = events.compactMap(\.timestamp)
    guard let first = times.first, let last = times.last, last < first else { return events }
    return events.reversed()
  }

  private mutating func take(_ event: Tracking.Event) {
    let meaning = ScanMeaning(description: event.description, status: event.status)
    if meaning != .noise {
      let words = event.description.isEmpty ? event.status : event.description
      let place = event.location.flatMap { $0.isEmpty ? nil : $0 }
      lastText = [words, place].compactMap(\.self).joined(separator: ", ")
      lastEventAt = event.timestamp ?? lastEventAt
    }
    if meaning.provesAcceptance, acceptedAt == nil { acceptedAt = event.timestamp }
    advance(meaning, at: event.timestamp)
  }

  private mutating func advance(_ meaning: ScanMeaning, at time: UTCTime?) {
    switch meaning {
    case .noise: return
    case .labelMade: return  // a label is made once; USPS repeats the line
    case .unknown: if status == .labelMade { status = .unknown }
    case .accepted: if status == .labelMade || status == .unknown { status = .accepted }
    case .inTransit: move(to: .inTransit)
    case .noticeLeft: move(to: .noticeLeft)
    case .delivered: deliver(.delivered, at: time)
    case .deliveredToAgent: deliver(.deliveredToAgent, at: time)
    case .refused: fail(.refused)
    case .unclaimed: fail(.unclaimed)
    case .returning: fail(status.isFailed ? status : .returned)
    case .deliveredToSender:
      fail(status.isFailed ? status : .returned)
      isFinal = true
    case .lost: fail(.lost)
    case .cancelled:
      status = .cancelled
      isFinal = true
    }
  }

  private var isDelivered: Bool { status == .delivered || status == .deliveredToAgent }

  /// On its way: a return stays a return on its way back, and what was lost and is scanned is found.
  private mutating func move(to next: TrackingStatus) {
    guard !status.isFailed || status == .lost else { return }
    status = next
    (isFinal, deliveredAt) = (false, nil)
  }

  /// To the recipient; but what was on its way back is handed to the sender.
  private mutating func deliver(_ next: TrackingStatus, at time: UTCTime?) {
    isFinal = true
    guard !status.isFailed || status == .lost else { return }
    if !isDelivered {
      deliveredAt = time ?? lastDelivery
      lastDelivery = deliveredAt
    }
    status = next
  }

  private mutating func fail(_ next: TrackingStatus) {
    status = next
    (isFinal, deliveredAt) = (false, nil)
  }

  /// The API's word counts where the events say less; without a time nothing is proved by it.
  private mutating func takeSummary(_ meaning: ScanMeaning) {
    switch meaning {
    case .noise, .unknown, .labelMade: return
    case .accepted, .inTransit, .noticeLeft:
      if status == .labelMade || status == .unknown { advance(meaning, at: nil) }
    case .delivered, .deliveredToAgent:
      if !isDelivered, !status.isFailed { advance(meaning, at: nil) }
    case .refused, .unclaimed, .returning, .deliveredToSender, .lost, .cancelled:
      if !status.isFailed { advance(meaning, at: nil) }
      if meaning == .deliveredToSender { isFinal = true }
    }
  }
}

extension ScanMeaning {
  /// Whether USPS must have had the piece for this to happen.
  var provesAcceptance: Bool {
    switch self {
    case .accepted, .inTransit, .noticeLeft, .delivered, .deliveredToAgent, .refused, .unclaimed,
      .returning, .deliveredToSender, .lost:
      true
    case .labelMade, .cancelled, .noise, .unknown: false
    }
  }
}
