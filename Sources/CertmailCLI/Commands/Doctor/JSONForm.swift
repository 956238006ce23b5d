import Foundation

/// A JSON value by its form: which members there are and of what type, for holding an answer
/// against what was guessed.
indirect enum JSONForm: Decodable, Hashable, Sendable {
  case object([String: JSONForm])
  case array([JSONForm])
  case text(String)
  case number
  case truth
  case null

  /// The form of `body`, or `nil` when it is no JSON.
  init?(_ body: [UInt8]) {
    // What is no JSON is the nil; the caller has words for it.
    guard let form = try? JSONDecoder().decode(JSONForm.self, from: Data(body)) else { return nil }
    self = form
  }

  init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    // Each attempt that fails only means that the value has another type.
    if value.decodeNil() {
      self = .null
    } else if let members = try? value.decode([String: JSONForm].self) {
      self = .object(members)
    } else if let elements = try? value.decode([JSONForm].self) {
      self = .array(elements)
    } else if let text = try? value.decode(String.self) {
      self = .text(text)
    } else if (try? value.decode(Bool.self)) != nil {
      self = .truth
    } else {
      _ = try value.decode(Decimal.self)
      self = .number
    }
  }

  /// The member `name` of an object.
  subscript(name: String) -> JSONForm? {
    if case .object(let members) = self { members[name] } else { nil }
  }

  /// The elements of an array.
  var elements: [JSONForm]? {
    if case .array(let elements) = self { elements } else { nil }
  }

  var isNumber: Bool { self == .number }
  var isTruth: Bool { self == .truth }
  var isText: Bool {
    if case .text = self { true } else { false }
  }

  /// What it is, for a message: `an object with data, total`.
  var words: String {
    switch self {
    case .object(let members):
      members.isEmpty
        ? "an empty object" : "an object with " + members.keys.sorted().joined(separator: ", ")
    case .array: "a bare array"
    case .text: "a text"
    case .number: "a number"
    case .truth: "true or false"
    case .null: "null"
    }
  }
}
