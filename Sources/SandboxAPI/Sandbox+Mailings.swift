import Foundation
import HTTPServer
import MailAPI
import MailModel
import PDFPages
import SQLiteKit

extension Sandbox {
  /// The longest reference, in characters.
  static let referenceMax = 255
  /// How many mailings a list may have, and has when none is asked for.
  static let listLimits = 1...100
  static let listLimit = 10
  /// The highest number of a mailing.
  package static let mailingsMax = TrackingNumber.serialMax

  func createMailing(_ request: HTTPRequest, _ rule: FaultRule?) throws -> HTTPResponse {
    try authorize(request, .mailingsWrite)
    let order = try order(try body(request))
    if let late = rule?.late {
      try store.insertLate(request.body, due: configuration.now().advanced(by: late))
      nextLate = try store.nextLate()
      return HTTPResponse(status: 202)
    }
    let mailing = try accept(order, at: configuration.now(), surcharge: rule?.surcharge ?? .zero)
    return try created(mailing, rule)
  }

  /// What is asked for, when all of it is right.
  private func order(_ body: RequestBody) throws -> NewMailing {
    let order = NewMailing(
      from: try body.object("from").address(), to: try body.object("to").address(),
      mailClass: MailClass(try body.text("mail_class")),
      reference: try body.optionalText("reference", max: Self.referenceMax))
    _ = try SandboxPrices.known(order.mailClass)
    try MagicAddress.check(order.to.street1, field: "to.street1")
    return order
  }

  /// Makes the mailing: store and journal have it when this returns.
  private func accept(_ order: NewMailing, at time: UTCTime, surcharge: Cents) throws -> Mailing {
    var written: ClosedRange<off_t>?
    do {
      return try store.connection.transaction {
        let number = try store.nextNumber(first: configuration.firstNumber)
        let mailing = try mailing(order, number: number, at: time, surcharge: surcharge)
        try store.insert(
          mailing, number: number, course: TrackingCourse.events(of: mailing, madeAt: time))
        written = try journal.append(mailing, at: time)
        return mailing
      }
    } catch {
      if let written { journal.takeBack(written) }
      throw error
    }
  }

  private func mailing(
    _ order: NewMailing, number: Int, at time: UTCTime, surcharge: Cents
  ) throws -> Mailing {
    guard let tracking = TrackingNumber.make(serial: number) else {
      throw SandboxRefusal(.internalError, "the sandbox is full; start with another store")
    }
    let id = "clx" + String(100_000_000 + number, radix: 36)
    var cost = try SandboxPrices.known(order.mailClass).cost
    cost.postage += surcharge
    cost.total += surcharge
    return Mailing(
      id: id, trackingNumber: tracking.digits, status: TrackingStep.labelGenerated,
      mailClass: order.mailClass, reference: order.reference, cost: cost,
      labelURL: "\(Endpoint.base)/mailings/\(id)/label", from: order.from, to: order.to,
      createdAt: time)
  }

  /// Carries out requests whose time has come since their connection died.
  func acceptLateRequests() {
    guard let due = nextLate, due <= configuration.now() else { return }
    do {
      while let late = try store.takeLate(by: configuration.now()) {
        _ = try accept(try order(try RequestBody(late.body)), at: late.due, surcharge: .zero)
      }
      nextLate = try store.nextLate()
    } catch {
      // The store fails; the call that is being answered meets the same fault and says so.
    }
  }

  func listMailings(_ request: HTTPRequest) throws -> HTTPResponse {
    try authorize(request, .mailingsRead)
    let status = request.query.first { $0.name == "status" }?.value
    let text = request.query.first { $0.name == "limit" }?.value ?? "\(Self.listLimit)"
    guard text.utf8.allSatisfy(\.isASCIIDigit), let limit = Int(text),
      Self.listLimits.contains(limit)
    else {
      throw SandboxRefusal(
        .badRequest,
        "limit must be a whole number from \(Self.listLimits.lowerBound) to "
          + "\(Self.listLimits.upperBound)")
    }
    let fault = faults?.listing ?? ListingFault()
    let mailings = try fault.mailings(
      in: store, status: status, limit: limit, now: configuration.now())
    let echo = faults?.echo ?? EchoFault()
    return .json(text: fault.envelope.around(try mailings.map { try echo.text($0, echo.inList) }))
  }

  func showMailing(_ id: String, _ request: HTTPRequest) throws -> HTTPResponse {
    try authorize(request, .mailingsRead)
    let echo = faults?.echo ?? EchoFault()
    return .json(text: try echo.text(try found(id), echo.byID))
  }

  /// The answer to a creation, with what the script makes of it.
  private func created(_ mailing: Mailing, _ rule: FaultRule?) throws -> HTTPResponse {
    let echo = faults?.echo ?? EchoFault()
    let told = try rule?.altered(mailing, earlierID: store.earlierID(than: mailing.id)) ?? mailing
    var text = try echo.text(told, echo.inAnswer)
    if rule?.hidesID == true { text = EchoFault.without("id", "\"\(told.id)\"", in: text) }
    return .json(text: text, status: 201)
  }

  private func found(_ id: String) throws -> Mailing {
    if id == DocumentedExample.mailing.id { return DocumentedExample.mailing }
    guard let mailing = try store.mailing(id: id, at: configuration.now()) else {
      throw SandboxRefusal(.notFound, "no mailing has this id")
    }
    return mailing
  }

  func label(_ id: String, _ request: HTTPRequest) throws -> HTTPResponse {
    try authorize(request, .mailingsRead)
    let mailing = try found(id)
    guard let number = TrackingNumber(mailing.trackingNumber ?? "") else {
      throw SandboxRefusal(.notFound, "this mailing has no label")
    }
    let label = CertifiedMailLabel(
      sender: LabelAddress(mailing.from), recipient: LabelAddress(mailing.to),
      mailClass: mailing.mailClass?.rawValue ?? "", trackingNumber: number,
      reference: mailing.reference ?? "")
    return HTTPResponse(
      status: 200, headers: [("Content-Type", "application/pdf")], body: label.pdf())
  }
}

extension LabelAddress {
  fileprivate init(_ address: PostalAddress?) {
    let address = address ?? PostalAddress()
    self.init(
      name: address.name, company: address.company, street1: address.street1,
      street2: address.street2, city: address.city, state: address.state, zip: address.zip)
  }
}
