import Testing

@testable import CertmailCLI

@Suite struct ScanMeaningTests {
  @Test(arguments: [
    ("Shipping Label Created, USPS Awaiting Item", ScanMeaning.labelMade),
    ("Pre-Shipment Info Sent to USPS, USPS Awaiting Item", .labelMade),
    ("Shipment Received, Package Acceptance Pending", .labelMade),
    ("Arrived Shipping Partner Facility, USPS Awaiting Item", .labelMade),
    ("Departed Shipping Partner Facility, USPS Awaiting Item", .labelMade),
    ("Label created", .labelMade),
    ("USPS in possession of item", .accepted), ("Accepted at USPS origin facility", .accepted),
    ("Accepted at USPS Destination Facility", .accepted), ("Acceptance", .accepted),
    ("USPS picked up item", .accepted), ("Picked Up", .accepted),
    ("Arrived at USPS Regional Origin Facility", .inTransit),
    ("Departed USPS Regional Facility", .inTransit),
    ("In Transit to Next Facility", .inTransit), ("In Transit, Arriving Late", .inTransit),
    ("Processed Through Facility", .inTransit), ("Arrived at Post Office", .inTransit),
    ("Out for Delivery, Expected Delivery by 9:00pm", .inTransit),
    ("Awaiting Delivery Scan", .inTransit), ("Sorting Complete", .inTransit),
    ("Moving Through Network", .inTransit), ("Forwarded", .inTransit), ("Missent", .inTransit),
    ("Notice Left (No Authorized Recipient Available)", .noticeLeft),
    ("Notice Left (No Secure Location Available)", .noticeLeft),
    ("Available for Pickup", .noticeLeft), ("Business Closed", .noticeLeft),
    ("Delivery Attempted - No Access to Delivery Location", .noticeLeft),
    ("Held at Post Office, At Customer Request", .noticeLeft),
    ("Reminder to Schedule Redelivery of your item", .noticeLeft),
    ("Could not be delivered", .noticeLeft), ("Not delivered", .noticeLeft),
    ("Delivered, Left with Individual", .delivered), ("DELIVERED, IN/AT MAILBOX", .delivered),
    ("Delivered, PO Box", .delivered), ("Delivered, Front Desk/Reception/Mail Room", .delivered),
    ("Delivered, Individual Picked Up at Post Office", .delivered),
    ("Delivered, Individual Picked Up at Postal Facility", .delivered),
    ("Delivered to Agent", .deliveredToAgent), ("Delivered, To Agent", .deliveredToAgent),
    ("Delivered to Agent for Final Delivery", .deliveredToAgent),
    ("Refused", .refused), ("Refused by Addressee", .refused),
    ("Unclaimed/Being Returned to Sender", .unclaimed), ("Unclaimed", .unclaimed),
    ("Max Hold Time Expired", .unclaimed),
    ("Return to Sender", .returning), ("Return to Sender Processed", .returning),
    ("Undeliverable as Addressed", .returning), ("Moved, Left No Address", .returning),
    ("Forward Expired", .returning), ("No Such Number", .returning), ("Vacant", .returning),
    ("Insufficient Address", .returning), ("Attempted - Not Known", .returning),
    ("Deceased", .returning), ("Box Closed", .returning),
    ("Delivered, To Original Sender", .deliveredToSender),
    ("Delivered to Sender", .deliveredToSender), ("delivered_to_sender", .deliveredToSender),
    ("Sent to Mail Recovery Center", .lost), ("Item Destroyed", .lost), ("Lost", .lost),
    ("Label cancelled", .cancelled),
    ("Missing Mail Search Request Initiated", .noise),
    ("Electronic Return Receipt emailed to sender", .noise),
    ("Proof of Delivery available", .noise),
    ("Something entirely new", .unknown), ("", .unknown),
  ])
  func `USPS's words are understood`(text: String, meaning: ScanMeaning) {
    #expect(ScanMeaning(description: text, status: "") == meaning)
  }

  @Test(arguments: [
    ("label_generated", ScanMeaning.labelMade), ("pre_transit", .labelMade),
    ("in_transit", .inTransit), ("out_for_delivery", .inTransit), ("delivered", .delivered),
    ("return_to_sender", .returning), ("returned", .returning),
    ("available_for_pickup", .noticeLeft),
    ("cancelled", .cancelled), ("failure", .unknown),
  ])
  func `the API's status word counts where the text says nothing`(
    word: String, meaning: ScanMeaning
  ) {
    #expect(ScanMeaning(description: "", status: word) == meaning)
    #expect(ScanMeaning(description: "Gibberish", status: word) == meaning)
    #expect(ScanMeaning(description: "Refused", status: word) == .refused)
  }
}
