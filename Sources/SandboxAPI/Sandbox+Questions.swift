import HTTPServer
import MailAPI
import MailModel

/// The calls that change nothing of a mailing's making: tracking, addresses, prices.
extension Sandbox {
  func showTracking(_ number: String, _ request: HTTPRequest) throws -> HTTPResponse {
    try authorize(request, .mailingsRead)
    return .json(try tracking(number))
  }

  private func tracking(_ number: String) throws -> Tracking {
    if number == DocumentedExample.mailing.trackingNumber { return DocumentedExample.tracking }
    let (row, mailing) = try tracked(number)
    return Tracking(
      trackingNumber: number, status: mailing.status ?? TrackingStep.labelGenerated,
      events: try store.events(number: row, at: configuration.now()))
  }

  private func tracked(_ number: String) throws -> (number: Int, mailing: Mailing) {
    guard let found = try store.mailing(trackingNumber: number, at: configuration.now()) else {
      throw SandboxRefusal(.notFound, "no mailing has this tracking number")
    }
    return found
  }

  /// `POST /sandbox/tracking/NUMBER` with `{"status": "delivered"}`: outside of the contract.
  func advanceTracking(_ number: String, _ request: HTTPRequest) throws -> HTTPResponse {
    try authorize(request, .mailingsWrite)
    let status = try body(request).text("status")
    guard let step = TrackingStep(rawValue: status) else {
      throw SandboxRefusal(
        .unprocessableEntity,
        "status: \(status) is not known; known are "
          + TrackingStep.allCases.map(\.rawValue).joined(separator: ", "))
    }
    let (row, mailing) = try tracked(number)
    let now = configuration.now()
    try store.advance(number: row, to: step.event(of: mailing, at: now), at: now)
    return .json(try tracking(number))
  }

  /// The answer of validation; unlike the client's, it tells ZIP and ZIP+4 apart as the contract does.
  private struct Validation: Encodable {
    var valid: Bool
    var address: StandardAddress?
    var messages: [String] = []
  }

  func validateAddress(_ request: HTTPRequest) throws -> HTTPResponse {
    try authorize(request, .addressesRead)
    let body = try body(request)
    let address = PostalAddress(
      street1: try body.anyText("street1"), street2: try body.optionalText("street2") ?? "",
      city: try body.anyText("city"), state: try body.anyText("state"),
      zip: try body.anyText("zip"))
    let magic = MagicAddress(street: address.street1)
    if magic != .undeliverable { try MagicAddress.check(address.street1, field: "street1") }
    var faults = Self.faults(of: address)
    if magic == .undeliverable { faults.append("Address not found") }
    guard faults.isEmpty, let zip = ZIPCode(address.zip) else {
      return .json(Validation(valid: false, messages: faults))
    }
    let messages =
      magic == .missingUnit ? ["street1: the building is known; a unit number is missing"] : []
    return .json(
      Validation(valid: true, address: StandardAddress(address, zip: zip), messages: messages))
  }

  /// What is wrong with an address, each fault with its field.
  private static func faults(of address: PostalAddress) -> [String] {
    func isBlank(_ text: String) -> Bool { text.allSatisfy(\.isWhitespace) }
    var faults: [String] = []
    if isBlank(address.street1) { faults.append("street1 must not be empty") }
    if isBlank(address.city) { faults.append("city must not be empty") }
    if !StandardAddress.states.contains(address.state.uppercased()) {
      faults.append("state must be one of the USPS's two-letter codes")
    }
    if ZIPCode(address.zip) == nil { faults.append("zip must be 12345 or 12345-6789") }
    return faults
  }

  func pricing(_ request: HTTPRequest) throws -> HTTPResponse {
    try authorize(request, .pricingRead)
    return .json(PricingBody(SandboxPrices.table))
  }

  func calculatePrice(_ request: HTTPRequest) throws -> HTTPResponse {
    try authorize(request, .pricingRead)
    let body = try body(request)
    let price = try SandboxPrices.known(MailClass(try body.anyText("mail_class")))
    for name in ["from", "to"] { _ = try body.optionalObject(name)?.address() }
    return .json(price)
  }
}
