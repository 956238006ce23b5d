import Foundation
import MailModel

/// A refusal on its way to the client as the documented envelope.
struct SandboxRefusal: Error {
  var status: Int
  var code: String
  var message: String

  static func unprocessable(_ message: String) -> SandboxRefusal {
    SandboxRefusal(status: 422, code: "unprocessable_entity", message: message)
  }

  static func bad(_ message: String) -> SandboxRefusal {
    SandboxRefusal(status: 400, code: "bad_request", message: message)
  }

  static let notFound = SandboxRefusal(
    status: 404, code: "not_found", message: "there is no such thing here")
}

/// A JSON object from a request, whose members are asked for by name and type.
struct RequestBody {
  private let members: [String: Any]
  private let path: String

  init(_ bytes: [UInt8]) throws {
    do {
      guard let object = try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any]
      else {
        throw SandboxRefusal.bad("the body must be a JSON object")
      }
      members = object
    } catch is CocoaError {
      throw SandboxRefusal.bad("the body is not JSON")
    }
    path = ""
  }

  private init(members: [String: Any], path: String) {
    self.members = members
    self.path = path
  }

  /// A text member; `nil` when it is missing.
  func optionalText(_ name: String) throws -> String? {
    switch members[name] {
    case nil: return nil
    case let text as String: return text
    default: throw SandboxRefusal.bad("\(path)\(name) must be a string")
    }
  }

  /// A text member that is there and not blank.
  func text(_ name: String) throws -> String {
    guard let text = try optionalText(name) else {
      throw SandboxRefusal.bad("\(path)\(name) is missing")
    }
    guard text.contains(where: { !$0.isWhitespace }) else {
      throw SandboxRefusal.unprocessable("\(path)\(name) must not be empty")
    }
    return text
  }

  func texts(_ name: String) throws -> [String]? {
    guard let value = members[name] else { return nil }
    guard let texts = value as? [String] else {
      throw SandboxRefusal.bad("\(path)\(name) must be a list of strings")
    }
    return texts
  }

  func object(_ name: String) throws -> RequestBody {
    guard let value = members[name] else { throw SandboxRefusal.bad("\(path)\(name) is missing") }
    guard let object = value as? [String: Any] else {
      throw SandboxRefusal.bad("\(path)\(name) must be an object")
    }
    return RequestBody(members: object, path: path + name + ".")
  }

  /// An address by the contract's schema; `named` asks for a name too.
  func address(named: Bool) throws -> PostalAddress {
    let address = PostalAddress(
      name: named ? try text("name") : "", company: try optionalText("company") ?? "",
      street1: try text("street1"), street2: try optionalText("street2") ?? "",
      city: try text("city"), state: try text("state"), zip: try text("zip"))
    guard address.state.wholeMatch(of: /[A-Z]{2}/) != nil else {
      throw SandboxRefusal.unprocessable("\(path)state must be two capital letters")
    }
    guard address.zip.wholeMatch(of: /[0-9]{5}(-[0-9]{4})?/) != nil else {
      throw SandboxRefusal.unprocessable("\(path)zip must be 12345 or 12345-6789")
    }
    return address
  }
}
