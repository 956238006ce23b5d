/// One field's text with its blanks folded, and what was met on the way.
struct FieldText: Hashable {
  /// Each run of blanks, tabs and line breaks is one blank, none at either end; invisible characters
  /// are gone.
  private(set) var text: String
  /// A line break stood between two parts.
  private(set) var joinsLines = false
  /// Invisible characters were taken out.
  private(set) var lostInvisible = false
  /// The first character that must not be mailed; it stays in `text`.
  private(set) var refused: Unicode.Scalar?
  /// The first character that a label printer may lack.
  private(set) var notLatin: Unicode.Scalar?

  /// - Parameter keepsBlanks: trims only, and leaves blanks inside as they are: for file names.
  init(_ given: String, keepsBlanks: Bool = false) {
    guard !Self.isPlain(given) else {
      text = given
      return
    }
    text = ""
    var folded = String.UnicodeScalarView()
    var pending: [Unicode.Scalar] = []
    for scalar in given.unicodeScalars {
      let textClass = TextClass(scalar)
      switch textClass {
      case .blank, .lineBreak: pending.append(scalar)
      case .invisible: lostInvisible = true
      case .refused, .latin, .notLatin:
        if !folded.isEmpty, !pending.isEmpty { join(&folded, over: pending, keepsBlanks) }
        pending.removeAll(keepingCapacity: true)
        folded.append(scalar)
        if textClass == .refused, refused == nil { refused = scalar }
        if textClass == .notLatin, notLatin == nil { notLatin = scalar }
      }
    }
    text = String(folded)
  }

  private mutating func join(
    _ folded: inout String.UnicodeScalarView, over blanks: [Unicode.Scalar], _ keepsBlanks: Bool
  ) {
    let breaks = blanks.contains { TextClass($0) == .lineBreak }
    if breaks { joinsLines = true }
    if keepsBlanks, !breaks, !blanks.contains("\t") {
      folded.append(contentsOf: blanks)
    } else {
      folded.append(" ")
    }
  }

  /// Whether `text` is printable ASCII without a blank at an end or beside another: most are.
  private static func isPlain(_ text: String) -> Bool {
    var before = UInt8(ascii: " ")
    for byte in text.utf8 {
      guard byte &- 0x20 < 0x5F, byte != 0x20 || before != 0x20 else { return false }
      before = byte
    }
    return before != 0x20 || text.isEmpty
  }
}

extension String {
  /// The text for a message: at most `quotedMax` characters, nothing in it that would not print.
  var quoted: String {
    var shown = "\""
    for (count, scalar) in unicodeScalars.enumerated() {
      if count == Self.quotedMax {
        shown += "…"
        break
      }
      switch TextClass(scalar) {
      case .latin, .notLatin, .blank: shown.unicodeScalars.append(scalar)
      case .lineBreak, .invisible, .refused: shown += scalar.notation
      }
    }
    return shown + "\""
  }

  /// Enough to recognise a value by, short enough for a line on a terminal.
  static let quotedMax = 60
}

extension Unicode.Scalar {
  /// `U+202E`
  var notation: String {
    let digits = String(value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}
