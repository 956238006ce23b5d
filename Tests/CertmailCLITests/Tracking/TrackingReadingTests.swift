import MailAPI
import MailModel
import Testing

@testable import CertmailCLI

/// Day `day` of the tale, at noon.
private func noon(_ day: Int) -> UTCTime {
  UTCTime(rawValue: 1_800_000_000_000).advanced(by: .seconds(day * 86_400))
}

/// One event a day, oldest first.
private func events(_ texts: [String]) -> [Tracking.Event] {
  texts.enumerated().map { day, text in
    Tracking.Event(status: "", description: text, location: nil, timestamp: noon(day))
  }
}

private func reading(_ texts: String..., apiStatus: String = "") -> TrackingReading {
  TrackingReading(events(texts), apiStatus: apiStatus)
}

@Suite struct TrackingReadingTests {
  private static let made = "Shipping Label Created, USPS Awaiting Item"
  private static let accepted = "Accepted at USPS Origin Facility"

  @Test(arguments: [
    ([], TrackingStatus.labelMade, false), ([made], .labelMade, false),
    ([made, "Shipment Received, Package Acceptance Pending"], .labelMade, false),
    ([made, accepted], .accepted, false), ([accepted, made], .accepted, false),
    ([made, accepted, "Departed USPS Facility"], .inTransit, false),
    ([made, accepted, "Notice Left (No Authorized Recipient Available)"], .noticeLeft, false),
    ([made, accepted, "Delivered, Left with Individual"], .delivered, true),
    (
      [accepted, "Notice Left", "Delivered, Individual Picked Up at Post Office"], .delivered, true
    ),
    ([accepted, "Delivered to Agent"], .deliveredToAgent, true),
    ([accepted, "Delivered, PO Box", "Proof of Delivery available"], .delivered, true),
    ([accepted, "Refused", "Departed USPS Facility"], .refused, false),
    ([accepted, "Refused", "Delivered, To Original Sender"], .refused, true),
    ([accepted, "Unclaimed/Being Returned to Sender", "In Transit"], .unclaimed, false),
    (
      [accepted, "Unclaimed/Being Returned to Sender", "Delivered, Left with Individual"],
      .unclaimed, true
    ),
    ([accepted, "Return to Sender", "Delivered, Front Desk/Reception"], .returned, true),
    ([accepted, "Delivered, To Original Sender"], .returned, true),
    ([accepted, "Delivered, PO Box", "Return to Sender"], .returned, false),
    ([accepted, "Sent to Mail Recovery Center"], .lost, false),
    ([accepted, "Sent to Mail Recovery Center", "Delivered, PO Box"], .delivered, true),
    ([made, "Label cancelled"], .cancelled, true),
    ([made, "Something entirely new"], .unknown, false),
    ([accepted, "Something entirely new"], .accepted, false),
  ])
  func `events come to a status`(texts: [String], status: TrackingStatus, isFinal: Bool) {
    let reading = TrackingReading(events(texts), apiStatus: "")
    #expect(reading.status == status)
    #expect(reading.isFinal == isFinal)
    #expect((reading.deliveredAt != nil) == (status == .delivered || status == .deliveredToAgent))
  }

  @Test func `the order in which the API tells events does not matter`() {
    let tale = events([Self.made, Self.accepted, "Refused", "Delivered, To Original Sender"])
    let right = TrackingReading(tale, apiStatus: "delivered")
    #expect(TrackingReading(tale.reversed(), apiStatus: "delivered") == right)
    #expect(TrackingReading([tale[2], tale[0], tale[3], tale[1]], apiStatus: "delivered") == right)
    #expect(right.status == .refused)
  }

  @Test func `events of one minute keep their order, also newest first`() {
    let tale = ["Out for Delivery", "Delivered, PO Box"].map {
      Tracking.Event(status: "", description: $0, location: nil, timestamp: noon(2))
    }
    let start = events([Self.made, Self.accepted])
    #expect(TrackingReading(start + tale, apiStatus: "").status == .delivered)
    #expect(TrackingReading((start + tale).reversed(), apiStatus: "").status == .delivered)
  }

  @Test func `the mailing date that can be proved is the first scan by USPS, not the label`() {
    #expect(reading(Self.made).acceptedAt == nil)
    #expect(reading(Self.made, "Shipment Received, Package Acceptance Pending").acceptedAt == nil)
    #expect(reading(Self.made, Self.accepted, "Delivered").acceptedAt == noon(1))
    // An acceptance scan was missed: the next scan proves as much.
    #expect(reading(Self.made, "Arrived at USPS Facility", "Delivered").acceptedAt == noon(1))
  }

  @Test(arguments: [
    ("delivered", [made], TrackingStatus.delivered, true),
    ("delivered", [made, accepted, "Unclaimed"], .unclaimed, false),
    ("in_transit", [made], .inTransit, false),
    ("in_transit", [accepted, "Delivered, PO Box"], .delivered, true),
    ("returned", [accepted, "Delivered, PO Box"], .returned, false),
    ("label_generated", [accepted], .accepted, false),
    ("a new word", [accepted], .accepted, false), ("cancelled", [made], .cancelled, true),
  ])
  func `the API's own status adds to the events and never makes a delivery of a return`(
    word: String, texts: [String], status: TrackingStatus, isFinal: Bool
  ) {
    let reading = TrackingReading(events(texts), apiStatus: word)
    #expect(reading.status == status)
    #expect(reading.isFinal == isFinal)
  }

  @Test func `the last event is told in its own words, with its place`() {
    let event = Tracking.Event(
      status: "delivered", description: "Delivered, PO Box", location: "OAKLAND, CA",
      timestamp: noon(0))
    #expect(TrackingReading([event], apiStatus: "").lastText == "Delivered, PO Box, OAKLAND, CA")
    let wordless = Tracking.Event(
      status: "in_transit", description: "", location: "", timestamp: nil)
    #expect(TrackingReading([wordless], apiStatus: "").lastText == "in_transit")
    #expect(TrackingReading([wordless], apiStatus: "").acceptedAt == nil)
  }

  @Test func `where only the API's word tells of a return, no scan's words stand for it`() {
    let made = Tracking.Event(
      status: "", description: "Shipping label created", location: nil, timestamp: noon(0))
    let returned = TrackingReading([made], apiStatus: "returned")
    #expect(returned.status == .returned)
    #expect(returned.lastText == "returned, by the API's word; no scan says it")
    #expect(returned.acceptedAt == nil)
    #expect(TrackingReading([made], apiStatus: "label_generated").lastText == made.description)
    let scan = Tracking.Event(
      status: "", description: "Refused", location: nil, timestamp: noon(1))
    #expect(TrackingReading([made, scan], apiStatus: "returned").lastText == "Refused")
  }
}

@Suite struct TrackingFlagTests {
  private func flag(_ texts: String..., day: Int, acceptDays: Int = 3) -> TrackingFlag? {
    TrackingFlag.of(
      TrackingReading(events(texts), apiStatus: ""), labelMadeAt: noon(0), acceptDays: acceptDays,
      now: noon(day))
  }

  @Test func `a label that USPS has not accepted is flagged from its day on`() {
    #expect(flag("Label created", day: 2) == nil)
    #expect(flag("Label created", day: 3) == .notAccepted)
    #expect(flag("Label created", day: 4, acceptDays: 5) == nil)
    #expect(flag("Label created", day: 90) == .notAccepted)
    #expect(flag("Label created", "Accepted at USPS", day: 4) == nil)
  }

  @Test func `nothing new is flagged at 14 days, and counts as lost at 30`() {
    #expect(flag("Label created", "Accepted at USPS", day: 14) == nil)
    #expect(flag("Label created", "Accepted at USPS", day: 15) == .stalled)
    #expect(flag("Label created", "Accepted at USPS", day: 30) == .stalled)
    #expect(flag("Label created", "Accepted at USPS", day: 31) == .lost)
    #expect(flag("Accepted at USPS", "Mail Recovery Center", day: 1) == .lost)
  }

  @Test func `what has ended, or is on its way back, is not waited for`() {
    #expect(flag("Accepted at USPS", "Delivered, PO Box", day: 99) == nil)
    #expect(flag("Accepted at USPS", "Refused", day: 99) == nil)
    #expect(flag("Label cancelled", day: 99) == nil)
  }
}
