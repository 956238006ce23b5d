import Foundation
package import MailAPI
package import MailModel

/// The API's calls as requests, for whoever wants their answers as they come.
extension WireRequest {
  /// `GET /mailings`; what is `nil` is left to the API.
  package static func mailings(status: String?, limit: Int?) -> WireRequest {
    let filters = [
      status.map { "status=" + PathSegment.escaped($0) }, limit.map { "limit=\($0)" },
    ].compactMap { $0 }
    let query = filters.isEmpty ? "" : "?" + filters.joined(separator: "&")
    return WireRequest(.mailings, .get, "/mailings" + query)
  }

  /// `GET /mailings/:id`.
  /// - Throws: `CallFailure.argument` when the id cannot stand in a path; so do those below.
  package static func mailing(_ id: String) throws(CallFailure) -> WireRequest {
    WireRequest(.mailing, .get, "/mailings/" + (try segment(id)))
  }

  /// `GET /mailings/:id/label`.
  package static func label(_ id: String) throws(CallFailure) -> WireRequest {
    WireRequest(
      .label, .get, "/mailings/" + (try segment(id)) + "/label", accept: "application/pdf",
      bodyBytesMax: labelBytesMax)
  }

  /// `GET /tracking/:trackingNumber`.
  package static func tracking(_ number: String) throws(CallFailure) -> WireRequest {
    WireRequest(.tracking, .get, "/tracking/" + (try segment(number)))
  }

  /// `POST /addresses/validate`; name and company are left out.
  package static func validate(_ address: PostalAddress) throws -> WireRequest {
    WireRequest(
      .validate, .post, "/addresses/validate", body: try bytes(AddressToValidate(address)))
  }

  /// `GET /pricing`.
  package static let pricing = WireRequest(.pricing, .get, "/pricing")

  /// `POST /pricing/calculate`.
  package static func calculate(_ mailClass: MailClass) throws -> WireRequest {
    WireRequest(
      .calculate, .post, "/pricing/calculate",
      body: try bytes(MailingToPrice(mailClass: mailClass)))
  }

  /// `GET /api-keys`, with the session.
  package static let keys = WireRequest(.keys, .get, "/api-keys", credential: .session)

  /// `POST /api-keys`, with the session; never repeated, and on a connection of its own, because a
  /// second one makes a second key.
  package static func createKey(name: String, permissions: [Permission]) throws -> WireRequest {
    WireRequest(
      .keys, .post, "/api-keys",
      body: try bytes(KeyToCreate(name: name, permissions: permissions)), credential: .session,
      needsOwnConnection: true)
  }

  /// `DELETE /api-keys/:id`, with the session.
  package static func revokeKey(_ id: String) throws(CallFailure) -> WireRequest {
    WireRequest(
      .keys, .delete, "/api-keys/" + (try segment(id)), credential: .session,
      needsOwnConnection: true)
  }

  /// Whether the request changes nothing at the API, so that it may be repeated.
  package var isHarmless: Bool {
    switch kind {
    case .createMailing: false
    case .keys: method == .get
    case .mailing, .mailings, .label, .validate, .pricing, .calculate, .tracking: true
    }
  }

  /// The call as the provider's page names it: `DELETE /api-keys`.
  package var call: String { kind == .keys ? "\(method.rawValue) \(kind.endpoint)" : kind.endpoint }

  private static func segment(_ text: String) throws(CallFailure) -> String {
    guard let segment = PathSegment.encoded(text) else { throw .argument(text) }
    return segment
  }

  private static func bytes(_ body: some Encodable) throws -> [UInt8] {
    Array(try wireEncoder().encode(body))
  }
}

/// The body of `POST /api-keys`; no permissions leave the choice to the API, which is full access.
private struct KeyToCreate: Encodable {
  var name: String
  var permissions: [Permission]

  enum CodingKeys: String, CodingKey { case name, permissions }

  func encode(to encoder: any Encoder) throws {
    var body = encoder.container(keyedBy: CodingKeys.self)
    try body.encode(name, forKey: .name)
    if !permissions.isEmpty { try body.encode(permissions, forKey: .permissions) }
  }
}
