import Foundation
import HTTPServer
import MailAPI
import MailModel
import PDFPages

extension Sandbox {
  /// Answers by method and path; every refusal is the documented envelope.
  func route(_ request: HTTPRequest, _ path: String) -> HTTPResponse {
    do {
      let parts = path.split(separator: "/").map(String.init)
      switch (request.method, parts.first, parts.count) {
      case ("POST", "mailings", 1): return try create(request)
      case ("GET", "mailings", 1): return try list(request)
      case ("GET", "mailings", 2):
        try authorize(request, .mailingsRead)
        return Self.json(try found(store.mailing(id: parts[1])))
      case ("GET", "mailings", 3) where parts[2] == "label":
        try authorize(request, .mailingsRead)
        return try label(try found(store.mailing(id: parts[1])))
      case ("GET", "tracking", 2):
        try authorize(request, .mailingsRead)
        return Self.json(tracking(try found(store.mailing(trackingNumber: parts[1]))))
      case ("POST", "addresses", 2) where parts[1] == "validate": return try validate(request)
      case ("GET", "pricing", 1):
        try authorize(request, .pricingRead)
        return Self.json(PricingBody(SandboxPrices.table))
      case ("POST", "pricing", 2) where parts[1] == "calculate": return try calculate(request)
      case ("POST", "api-keys", 1), ("GET", "api-keys", 1), ("DELETE", "api-keys", 2):
        return try keys(request, parts)
      default: throw Self.unknownCall(parts)
      }
    } catch let refusal as SandboxRefusal {
      return Self.error(refusal)
    } catch {
      return Self.error(
        SandboxRefusal(status: 500, code: "internal_error", message: "the sandbox's store fails"))
    }
  }

  private static func unknownCall(_ parts: [String]) -> SandboxRefusal {
    let isKnown = ["mailings", "tracking", "addresses", "pricing", "api-keys"].contains(parts.first)
    guard isKnown, parts.count <= 2 else { return .notFound }
    return SandboxRefusal(
      status: 405, code: "method_not_allowed", message: "this call does not take this method")
  }

  private func found(_ mailing: Mailing?) throws -> Mailing {
    guard let mailing else { throw SandboxRefusal.notFound }
    return mailing
  }

  /// Checks the key and what it may do.
  private func authorize(_ request: HTTPRequest, _ permission: Permission) throws {
    let bearer = request.header("authorization").flatMap { text in
      text.lowercased().hasPrefix("bearer ") ? String(text.dropFirst(7)) : nil
    }
    guard let secret = bearer ?? request.header("x-api-key"), !secret.isEmpty else {
      throw SandboxRefusal(
        status: 401, code: "unauthorized", message: "Missing API key")
    }
    guard !secret.hasPrefix("321m_live_") else {
      throw SandboxRefusal(
        status: 401, code: "unauthorized", message: "this is the sandbox; it takes no live key")
    }
    guard let key = try store.key(secret: secret), key.revokedAt == nil else {
      throw SandboxRefusal(status: 401, code: "unauthorized", message: "Invalid API key")
    }
    guard key.permissions.contains("*") || key.permissions.contains(permission.rawValue) else {
      throw SandboxRefusal(
        status: 403, code: "forbidden", message: "this key lacks \(permission.rawValue)")
    }
  }

  private func body(_ request: HTTPRequest) throws -> RequestBody {
    let type = request.header("content-type")?.lowercased() ?? ""
    guard type.hasPrefix("application/json") else {
      throw SandboxRefusal(
        status: 415, code: "unsupported_media_type",
        message: "Content-Type must be application/json")
    }
    return try RequestBody(request.body)
  }

  private func create(_ request: HTTPRequest) throws -> HTTPResponse {
    try authorize(request, .mailingsWrite)
    let body = try body(request)
    let from = try body.object("from").address(named: true)
    let to = try body.object("to").address(named: true)
    let mailClass = MailClass(try body.text("mail_class"))
    let reference = try body.optionalText("reference")
    guard (reference?.unicodeScalars.count ?? 0) <= 255 else {
      throw SandboxRefusal.unprocessable("reference may have 255 characters at most")
    }
    guard let price = SandboxPrices.price(of: mailClass) else {
      throw SandboxRefusal.unprocessable("mail_class \(mailClass.rawValue) is not known")
    }
    let number = try store.nextNumber()
    guard let tracking = TrackingNumber.make(serial: number) else {
      throw SandboxRefusal(status: 500, code: "internal_error", message: "the sandbox is full")
    }
    let id = "clx" + String(100_000_000 + number, radix: 36)
    let mailing = Mailing(
      id: id, trackingNumber: tracking.digits, status: "label_generated",
      mailClass: mailClass, reference: reference, cost: price.cost,
      labelURL: "/api/v1/mailings/\(id)/label", from: from, to: to,
      createdAt: configuration.now())
    try store.insert(mailing, number: number)
    try note(mailing)
    return Self.json(mailing, status: 201)
  }

  private func list(_ request: HTTPRequest) throws -> HTTPResponse {
    try authorize(request, .mailingsRead)
    let status = request.query.first { $0.name == "status" }?.value
    let text = request.query.first { $0.name == "limit" }?.value ?? "10"
    guard let limit = Int(text), (1...100).contains(limit) else {
      throw SandboxRefusal.bad("limit must be a number from 1 to 100")
    }
    return Self.json(DataEnvelope(try store.mailings(status: status, limit: limit)))
  }

  private func label(_ mailing: Mailing) throws -> HTTPResponse {
    func address(_ address: PostalAddress?) -> LabelAddress {
      LabelAddress(
        name: address?.name ?? "", company: address?.company ?? "",
        street1: address?.street1 ?? "", street2: address?.street2 ?? "",
        city: address?.city ?? "", state: address?.state ?? "", zip: address?.zip ?? "")
    }
    guard let number = TrackingNumber(mailing.trackingNumber ?? "") else {
      throw SandboxRefusal.notFound
    }
    let label = CertifiedMailLabel(
      sender: address(mailing.from), recipient: address(mailing.to),
      mailClass: mailing.mailClass?.rawValue ?? "", trackingNumber: number,
      reference: mailing.reference ?? "")
    return HTTPResponse(
      status: 200, headers: [("Content-Type", "application/pdf")], body: label.pdf())
  }

  private func tracking(_ mailing: Mailing) -> Tracking {
    let made = Tracking.Event(
      status: "label_generated", description: "Shipping label created", location: nil,
      timestamp: mailing.createdAt)
    return Tracking(
      trackingNumber: mailing.trackingNumber ?? "", status: mailing.status ?? "label_generated",
      events: [made])
  }

  private func validate(_ request: HTTPRequest) throws -> HTTPResponse {
    try authorize(request, .addressesRead)
    let address = try body(request).address(named: false)
    let isValid = !address.street1.uppercased().contains("UNDELIVERABLE")
    return Self.json(
      AddressValidation(
        isValid: isValid, address: isValid ? Self.standardized(address) : nil,
        messages: isValid ? [] : ["Address not found"]))
  }

  /// Upper case and the commonest abbreviations of USPS Publication 28, appendix C.
  private static func standardized(_ address: PostalAddress) -> PostalAddress {
    let short = [
      "STREET": "ST", "AVENUE": "AVE", "ROAD": "RD", "DRIVE": "DR", "LANE": "LN", "COURT": "CT",
      "BOULEVARD": "BLVD", "PLACE": "PL", "SUITE": "STE", "APARTMENT": "APT", "NORTH": "N",
      "SOUTH": "S", "EAST": "E", "WEST": "W",
    ]
    func line(_ text: String) -> String {
      text.uppercased().split(separator: " ").map { short[String($0)] ?? String($0) }
        .joined(separator: " ")
    }
    return PostalAddress(
      street1: line(address.street1), street2: line(address.street2),
      city: address.city.uppercased(), state: address.state, zip: address.zip)
  }

  private func calculate(_ request: HTTPRequest) throws -> HTTPResponse {
    try authorize(request, .pricingRead)
    let mailClass = MailClass(try body(request).text("mail_class"))
    guard let price = SandboxPrices.price(of: mailClass) else {
      throw SandboxRefusal.unprocessable("mail_class \(mailClass.rawValue) is not known")
    }
    return Self.json(price)
  }

  private func keys(_ request: HTTPRequest, _ parts: [String]) throws -> HTTPResponse {
    let cookies = request.header("cookie")?.split(separator: ";") ?? []
    guard cookies.contains(where: { $0.drop(while: \.isWhitespace) == "session=\(session)" }) else {
      throw SandboxRefusal(status: 401, code: "unauthorized", message: "Missing or invalid session")
    }
    switch request.method {
    case "GET": return Self.json(DataEnvelope(try store.keys()))
    case "DELETE":
      guard try store.revoke(id: parts[1], at: configuration.now()) else {
        throw SandboxRefusal.notFound
      }
      return HTTPResponse(status: 204)
    default: return try createKey(body(request))
    }
  }

  private func createKey(_ body: RequestBody) throws -> HTTPResponse {
    let name = try body.text("name")
    guard name.count <= 100 else {
      throw SandboxRefusal.unprocessable("name may have 100 characters at most")
    }
    let permissions = try body.texts("permissions") ?? ["*"]
    for permission in permissions where Permission(rawValue: permission) == nil {
      throw SandboxRefusal.unprocessable("permissions: \(permission) is not known")
    }
    let secret = "321m_test_" + Self.secret()
    var record = APIKeyRecord(
      id: "key_" + String(Self.secret().prefix(12)), name: name, prefix: "321m_test_",
      permissions: permissions, createdAt: configuration.now())
    try store.insert(record, secret: secret)
    record.key = secret
    return Self.json(record, status: 201)
  }
}
