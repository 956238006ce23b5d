import Foundation
import MailAPI
import MailModel

/// A JSON object from a request, whose members are asked for by name and type.
///
/// A missing member or a wrong type is 400; a value that cannot be right is 422.
struct RequestBody {
  private let members: [String: Any]
  private let path: String

  init(_ bytes: [UInt8]) throws {
    let value: Any
    do { value = try JSONSerialization.jsonObject(with: Data(bytes)) } catch {
      throw SandboxRefusal(.badRequest, "the body is not JSON")
    }
    guard let object = value as? [String: Any] else {
      throw SandboxRefusal(.badRequest, "the body must be a JSON object")
    }
    self.init(members: object, path: "")
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
    default: throw SandboxRefusal(.badRequest, "\(path)\(name) must be a string")
    }
  }

  /// A text member that is there; it may be empty.
  func anyText(_ name: String) throws -> String {
    guard let text = try optionalText(name) else {
      throw SandboxRefusal(.badRequest, "\(path)\(name) is missing")
    }
    return text
  }

  /// A text member that is there and not empty.
  func text(_ name: String) throws -> String {
    let text = try anyText(name)
    guard !text.isEmpty else {
      throw SandboxRefusal(.unprocessableEntity, "\(path)\(name) must not be empty")
    }
    return text
  }

  /// A text member of at most `max` Unicode scalars, as JSON Schema counts.
  func text(_ name: String, max: Int) throws -> String {
    try Self.limited(try text(name), name, max)
  }

  /// The same of a member that may be missing, and may be empty.
  func optionalText(_ name: String, max: Int) throws -> String? {
    try optionalText(name).map { try Self.limited($0, name, max) }
  }

  private static func limited(_ text: String, _ name: String, _ max: Int) throws -> String {
    guard text.unicodeScalars.count <= max else {
      throw SandboxRefusal(.unprocessableEntity, "\(name) may have \(max) characters at most")
    }
    return text
  }

  func texts(_ name: String) throws -> [String]? {
    guard let value = members[name] else { return nil }
    guard let texts = value as? [String] else {
      throw SandboxRefusal(.badRequest, "\(path)\(name) must be a list of strings")
    }
    return texts
  }

  func optionalObject(_ name: String) throws -> RequestBody? {
    guard let value = members[name] else { return nil }
    guard let object = value as? [String: Any] else {
      throw SandboxRefusal(.badRequest, "\(path)\(name) must be an object")
    }
    return RequestBody(members: object, path: path + name + ".")
  }

  func object(_ name: String) throws -> RequestBody {
    guard let object = try optionalObject(name) else {
      throw SandboxRefusal(.badRequest, "\(path)\(name) is missing")
    }
    return object
  }

  /// An address by the contract's schema `Address`.
  func address() throws -> PostalAddress {
    let address = PostalAddress(
      name: try text("name"), company: try optionalText("company") ?? "",
      street1: try text("street1"), street2: try optionalText("street2") ?? "",
      city: try text("city"), state: try text("state"), zip: try text("zip"))
    guard address.state.utf8.count == 2, address.state.utf8.allSatisfy({ 0x41...0x5A ~= $0 }) else {
      throw SandboxRefusal(.unprocessableEntity, "\(path)state must be two capital letters")
    }
    guard ZIPCode(address.zip) != nil else {
      throw SandboxRefusal(.unprocessableEntity, "\(path)zip must be 12345 or 12345-6789")
    }
    return address
  }
}

/// A ZIP of five digits, or of nine with a hyphen.
struct ZIPCode {
  /// The first five digits.
  var five: String
  /// The four after the hyphen, when given.
  var four: String?

  init?(_ text: String) {
    let parts = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
    guard let first = parts.first, first.utf8.count == 5,
      parts.allSatisfy({ part in
        part.utf8.allSatisfy(\.isASCIIDigit)
      })
    else { return nil }
    five = String(first)
    if parts.count == 2 {
      guard parts[1].utf8.count == 4 else { return nil }
      four = String(parts[1])
    }
  }
}
