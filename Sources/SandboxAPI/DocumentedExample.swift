import MailAPI
import MailModel

/// The mailing of the provider's page, which every sandbox knows by its id and tracking number, so
/// that the page's own calls work. No list has it: it is nobody's.
enum DocumentedExample {
  /// 2024-01-15T10:30:00Z
  private static let createdAt = UTCTime(rawValue: 1_705_314_600_000)

  static let mailing = Mailing(
    id: "clx123abc", trackingNumber: "9400111899223456789012",
    status: TrackingStep.delivered.rawValue, mailClass: MailClass("certified_return_receipt"),
    reference: "CASE-2024-001",
    cost: Cost(postage: Cents(812), serviceFee: Cents(164), total: Cents(976)),
    labelURL: "\(Endpoint.base)/mailings/clx123abc/label",
    from: PostalAddress(
      name: "John Smith", street1: "123 Main St", city: "San Francisco", state: "CA", zip: "94105"),
    to: PostalAddress(
      name: "Jane Doe", street1: "456 Oak Ave", city: "Los Angeles", state: "CA", zip: "90001"),
    createdAt: createdAt)

  static let tracking = Tracking(
    trackingNumber: mailing.trackingNumber ?? "", status: TrackingStep.delivered.rawValue,
    events: TrackingCourse.events(of: mailing, madeAt: createdAt))
}
