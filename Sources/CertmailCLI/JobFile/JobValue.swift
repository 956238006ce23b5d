import MailModel

/// A value of a job file's text; numbers keep their digits.
indirect enum JobValue: Hashable, Sendable {
  case object([JobMember])
  case list([LocatedValue])
  case text(String)
  case number(String)
  case boolean(Bool)
  case null

  /// How many Unicode scalars of a text are shown in a message.
  static let shownMax = 60

  /// The value as a message shows it: `"25OO"`, `the number 4`, `a list`; keys are hidden.
  var shown: String {
    switch self {
    case .object: "an object"
    case .list: "a list"
    case .text(let text): Self.quoted(text)
    case .number(let digits): "the number \(digits.prefix(Self.shownMax))"
    case .boolean(let isTrue): isTrue ? "true" : "false"
    case .null: "null"
    }
  }

  /// `text` in double quotes, cut, on one line and without any API key.
  static func quoted(_ text: String) -> String {
    let visible = KeyRedaction.redacted(text).unicodeScalars
    var shown = ""
    for scalar in visible.prefix(shownMax) {
      if scalar.properties.generalCategory == .control {
        shown += "\\u{\(String(scalar.value, radix: 16))}"
      } else {
        shown.unicodeScalars.append(scalar)
      }
    }
    return "\"\(shown)\(visible.count > shownMax ? "…" : "")\""
  }
}

/// A value and the place of its first character.
struct LocatedValue: Hashable, Sendable {
  var value: JobValue
  var position: TextPosition
}

/// One key and its value in an object.
struct JobMember: Hashable, Sendable {
  var key: String
  var keyPosition: TextPosition
  var value: LocatedValue
}

/// The way to a value: `senders.ny.zip`, `input.files[0]`.
struct JobPath: Hashable, Sendable, CustomStringConvertible {
  var description = ""

  /// The path of the member `key`; a key that is no plain word is quoted.
  func member(_ key: String) -> JobPath {
    let isPlain =
      !key.isEmpty
      && key.utf8.allSatisfy {
        $0.isASCIIDigit || ($0 | 0x20) &- 0x61 < 26 || $0 == UInt8(ascii: "_")
          || $0 == UInt8(ascii: "-")
      }
    let name = isPlain ? KeyRedaction.redacted(key) : JobValue.quoted(key)
    return JobPath(description: description.isEmpty ? name : "\(description).\(name)")
  }

  /// The path of a list's element, counted from 0.
  func element(_ index: Int) -> JobPath { JobPath(description: "\(description)[\(index)]") }
}
