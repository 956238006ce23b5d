import MailAPI

/// Words in a recipient's first line that make the sandbox do something, whatever else stands there.
enum MagicAddress: String, CaseIterable, Sendable {
  /// Not found: validation says so, and a mailing is refused with 422.
  case undeliverable = "UNDELIVERABLE"
  /// Found, with the message that a unit is missing.
  case missingUnit = "MISSING UNIT"
  /// 422 also from validation.
  case unprocessable = "UNPROCESSABLE"
  /// 500, and nothing is made.
  case internalError = "INTERNAL ERROR"
  /// Notice left, then delivered.
  case noticeLeft = "NOTICE LEFT"
  /// Delivered to an agent.
  case toAgent = "TO AGENT"
  /// Notice left, then returned.
  case returnToSender = "RETURN TO SENDER"
  /// Never seen again.
  case lostInTheMail = "LOST IN THE MAIL"

  init?(street: String) {
    let street = street.uppercased()
    guard let found = Self.allCases.first(where: { street.contains($0.rawValue) }) else {
      return nil
    }
    self = found
  }

  /// Refuses what no mailing can be made to, and what stands for a failing server.
  static func check(_ street: String, field: String) throws(SandboxRefusal) {
    switch MagicAddress(street: street) {
    case .undeliverable, .unprocessable:
      throw SandboxRefusal(.unprocessableEntity, "\(field): USPS does not know this address")
    case .internalError: throw SandboxRefusal(.internalError, "the sandbox fails as asked")
    case .missingUnit, .noticeLeft, .toAgent, .returnToSender, .lostInTheMail, nil: return
    }
  }
}
