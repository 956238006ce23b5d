import Foundation
import MailAPI

/// How `reference` comes back, and where (`echo` in a fault script).
struct EchoFault: Sendable, Decodable {
  enum Form: String, CaseIterable, Sendable, Decodable {
    case verbatim
    /// The first `length` characters.
    case cut
    /// In capitals.
    case upper
    case null
    /// The member is not there at all.
    case missing
  }

  var inAnswer = Form.verbatim
  var byID = Form.verbatim
  var inList = Form.verbatim
  var length = Self.lengthDefault

  /// Shorter than any reference with a token.
  static let lengthDefault = 12

  private enum CodingKeys: String, CodingKey, CaseIterable {
    case inAnswer = "in_answer"
    case byID = "by_id"
    case inList = "in_list"
    case length, comment
  }

  /// No fault: everywhere verbatim.
  init() {}

  init(from decoder: any Decoder) throws {
    let body = try decoder.strictContainer(keyedBy: CodingKeys.self)
    inAnswer = try body.decodeIfPresent(Form.self, forKey: .inAnswer) ?? .verbatim
    byID = try body.decodeIfPresent(Form.self, forKey: .byID) ?? .verbatim
    inList = try body.decodeIfPresent(Form.self, forKey: .inList) ?? .verbatim
    length = try body.number(.length, in: 0...255) ?? Self.lengthDefault
  }

  /// A mailing as JSON, its reference in that form.
  func text(_ mailing: Mailing, _ form: Form) throws -> String {
    var mailing = mailing
    switch form {
    case .verbatim: break
    case .cut: mailing.reference = mailing.reference.map { String($0.prefix(length)) }
    case .upper: mailing.reference = mailing.reference?.uppercased()
    case .null, .missing: mailing.reference = nil
    }
    let text = String(decoding: try wireEncoder().encode(mailing), as: UTF8.self)
    return form == .missing ? Self.without("reference", "null", in: text) : text
  }

  /// Takes a member out of JSON text.
  ///
  /// Its name with plain quotes cannot stand inside a string, where quotes are escaped.
  static func without(_ name: String, _ value: String, in text: String) -> String {
    text.replacing("\"\(name)\":\(value),", with: "", maxReplacements: 1)
  }
}
