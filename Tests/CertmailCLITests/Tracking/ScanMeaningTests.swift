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
    (
      "A shipping label has been prepared for your item at 9:14 am on May 6, 2026 in OAKLAND, CA "
        + "94607. This does not indicate receipt by the USPS or the actual mailing date.",
      ScanMeaning.labelMade
    ),
    (
      "The U.S. Postal Service has received electronic notification to expect your package for "
        + "mailing. This does not indicate receipt by the USPS or the actual mailing date.",
      .labelMade
    ),
    (
      "The U.S. Postal Service was electronically notified by the shipper to expect your package.",
      .labelMade
    ),
    ("The acceptance of your package is pending.", .labelMade),
    ("Your item was received by the U.S. Postal Service.", .accepted),
    ("Your item was delivered to the U.S. Postal Service by a shipping partner.", .accepted),
    ("Accepted Logged at USPS", .accepted),
    ("USPS is now in possession of your item as of 3:04 pm on May 6, 2026.", .accepted),
    ("Your item was accepted at 3:04 pm on May 6, 2026 in OAKLAND, CA 94607.", .accepted),
    ("Your item has been picked up by USPS.", .accepted),
    ("Your item was picked up by our carrier at 3:04 pm.", .accepted),
    ("Your item departed our USPS facility in OAKLAND, CA 94607.", .inTransit),
    ("Your item has not been delivered.", .inTransit),
    ("Your item should be delivered by 9:00pm.", .inTransit),
    ("Your item cannot be delivered today.", .noticeLeft),
    ("Your item has not been delivered yet and is in transit.", .inTransit),
    (
      "We attempted to deliver your item at 2:10 pm and a notice was left because an authorized "
        + "recipient was not available.", .noticeLeft
    ),
    ("We were unable to deliver your package at 2:10 pm.", .noticeLeft),
    (
      "Your item arrived at the OAKLAND, CA 94607 post office and is ready for pickup.", .noticeLeft
    ),
    (
      "This is a reminder to pick up your item before May 20, 2026 or it will be returned.",
      .noticeLeft
    ),
    (
      "This is a reminder to arrange for redelivery of your item or your item will be returned to "
        + "sender.", .noticeLeft
    ),
    ("If it is unclaimed by May 20, 2026 then it will be returned to sender.", .noticeLeft),
    ("Your item is being held at the OAKLAND, CA 94607 post office at 8:00 am.", .noticeLeft),
    ("Your item was delivered to an individual at the address at 1:41 pm.", .delivered),
    ("Your item was delivered in or at the mailbox at 1:41 pm.", .delivered),
    ("Your item was delivered to the front desk, reception area, or mail room.", .delivered),
    ("Your item has been delivered and is available at a PO Box at 9:31 am.", .delivered),
    ("Your item was picked up at the post office at 9:31 am.", .delivered),
    ("Your item was picked up at a postal facility at 9:31 am.", .delivered),
    ("Your item has been delivered to an agent for final delivery.", .deliveredToAgent),
    ("Your item was delivered to an agent and left with an individual.", .deliveredToAgent),
    ("Your item was picked up by the shipping agent.", .deliveredToAgent),
    ("Your item has been delivered to the college for final delivery.", .deliveredToAgent),
    ("The forward on your item may have expired.", .returning),
    ("The return on your item was processed.", .returning),
    ("Undeliverable to recipient", .returning),
    ("The U.S. Postal Service has associated a return receipt to your item.", .noise),
    ("Missed delivery - item being held, addressee being notified", .noticeLeft),
    ("We were unable to attempt delivery of your item.", .noticeLeft),
    ("Your item was refused by the addressee and is being returned to the sender.", .refused),
    ("Your item was returned to the sender because it was unclaimed.", .unclaimed),
    ("Your item was returned to the sender because the addressee moved.", .returning),
    ("Your item could not be delivered because of an insufficient address.", .returning),
    ("Your item was undeliverable as addressed.", .returning),
    ("Your item has been delivered to the original sender at 11:37 am.", .deliveredToSender),
    ("Your item was delivered to the sender at 11:37 am.", .deliveredToSender),
    ("Your item was delivered back to the sender.", .deliveredToSender),
    ("Delivered, Returned to Sender", .deliveredToSender),
    ("Delivered, Return to Sender", .deliveredToSender),
  ])
  func `the sentences of USPS's page are understood`(text: String, meaning: ScanMeaning) {
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
