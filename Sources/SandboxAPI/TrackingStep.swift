import MailAPI
import MailModel

/// What can befall a piece once its label is made.
enum TrackingStep: String, CaseIterable, Sendable {
  case accepted
  case inTransit = "in_transit"
  case noticeLeft = "notice_left"
  case delivered
  case deliveredToAgent = "delivered_to_agent"
  case returned
  case lost

  /// The status before any of them.
  static let labelGenerated = "label_generated"

  /// In the carrier's words.
  var description: String {
    switch self {
    case .accepted: "Accepted at USPS origin facility"
    case .inTransit: "In transit to next facility"
    case .noticeLeft: "Notice left, no authorized recipient available"
    case .delivered: "Delivered, left with individual"
    case .deliveredToAgent: "Delivered to agent for final delivery"
    case .returned: "Delivered to original sender, unclaimed"
    case .lost: "No scan for 30 days, presumed lost"
    }
  }

  /// Where a step happens: at the sender's place until it is on its way, and when it comes back.
  func location(from: PostalAddress?, to: PostalAddress?) -> String? {
    switch self {
    case .accepted, .inTransit, .returned: Self.place(from)
    case .noticeLeft, .delivered, .deliveredToAgent: Self.place(to)
    case .lost: nil
    }
  }

  private static func place(_ address: PostalAddress?) -> String? {
    address.map { "\($0.city.uppercased()), \($0.state)" }
  }

  func event(of mailing: Mailing, at time: UTCTime) -> Tracking.Event {
    Tracking.Event(
      status: rawValue, description: description,
      location: location(from: mailing.from, to: mailing.to), timestamp: time)
  }
}

/// Which steps a piece will take and when, counted from the making of its label.
enum TrackingCourse {
  /// Hours after the label; notice left is held 15 days, then returned.
  static func steps(to street: String) -> [(step: TrackingStep, hours: Int)] {
    let start: [(TrackingStep, Int)] = [(.accepted, 18), (.inTransit, 42)]
    let end: [(TrackingStep, Int)] =
      switch MagicAddress(street: street) {
      case .noticeLeft: [(.noticeLeft, 90), (.delivered, 138)]
      case .toAgent: [(.deliveredToAgent, 90)]
      case .returnToSender: [(.noticeLeft, 90), (.returned, 90 + 15 * 24)]
      case .lostInTheMail: [(.lost, 42 + 30 * 24)]
      case .undeliverable, .missingUnit, .unprocessable, .internalError, nil: [(.delivered, 90)]
      }
    return start + end
  }

  /// All events of a mailing, past and to come.
  static func events(of mailing: Mailing, madeAt time: UTCTime) -> [Tracking.Event] {
    let made = Tracking.Event(
      status: TrackingStep.labelGenerated, description: "Label created", location: nil,
      timestamp: time)
    return [made]
      + steps(to: mailing.to?.street1 ?? "").map { step, hours in
        step.event(of: mailing, at: time.advanced(by: .seconds(hours * 3600)))
      }
  }
}
