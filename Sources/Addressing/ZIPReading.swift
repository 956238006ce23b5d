import MailModel

/// What the ZIP field says.
enum ZIPReading: Hashable {
  case missing
  /// `12345` or `12345-6789`.
  case exact(ZIPCode)
  /// The same digits in another dress: `941051234`, `94105 1234`, `94105-`, `94105.0`.
  case reformatted(ZIPCode)
  /// A spreadsheet took the leading zeros, and with them the ZIP lies in the row's state.
  case zerosRestored(ZIPCode)
  /// No ZIP code; the hint says what to do.
  case malformed(hint: String)

  var zip: ZIPCode? {
    switch self {
    case .exact(let zip), .reformatted(let zip), .zerosRestored(let zip): zip
    case .missing, .malformed: nil
    }
  }

  /// - Parameters:
  ///   - text: trimmed, blanks folded.
  ///   - state: the row's, when it is known: only it can prove a lost zero.
  init(_ text: String, state: USState?) {
    guard !text.isEmpty else {
      self = .missing
      return
    }
    if text.utf8.count == 5, let zip = ZIPCode(base: text) {
      self = .exact(zip)
      return
    }
    let digits = ZIPDigits(text, stateCode: state?.code)
    if let zip = digits.zip {
      self = zip.text == text ? .exact(zip) : .reformatted(zip)
    } else if let padded = digits.padded {
      self = Self.restored(padded, state: state)
    } else {
      self = .malformed(hint: Self.hint(text, state: state))
    }
  }

  private static func restored(_ zip: ZIPCode, state: USState?) -> ZIPReading {
    let lies = ZIPPrefixes.usps.states(of: zip)
    if let state, lies.contains(state) { return .zerosRestored(zip) }
    guard !lies.isEmpty else { return .malformed(hint: usualHint) }
    let not = state.map { ", not in \($0.code)" } ?? ""
    return .malformed(
      hint: "with lost zeros it would be \(zip.text), which lies in \(lies.codes)\(not)")
  }

  private static let usualHint = "a ZIP has 5 digits, or 9 as in 94105-1234"

  private static func hint(_ text: String, state: USState?) -> String {
    if SpreadsheetDamage.isRounded(text) {
      return "a spreadsheet rounded it: format the column as text and enter the ZIP again"
    }
    let corrected = String(text.map { lookalikes[$0] ?? $0 })
    if corrected != text, let zip = ZIPDigits(corrected, stateCode: state?.code).zip,
      state.map(ZIPPrefixes.usps.states(of: zip).contains) ?? true
    {
      return "did you mean \"\(zip.text)\"?"
    }
    return usualHint
  }

  private static let lookalikes: [Character: Character] = [
    "O": "0", "o": "0", "Q": "0", "I": "1", "l": "1", "i": "1", "S": "5", "B": "8", "Z": "2",
  ]
}

/// The digits of a ZIP field without what spreadsheets and typists put around them.
private struct ZIPDigits {
  /// Digits before and after the dash; nine digits without a dash are split.
  private var base: Substring = ""
  private var plus4: Substring?

  init(_ text: String, stateCode: String?) {
    var core = Self.unwrapped(text)
    if let stateCode, core.uppercased().hasPrefix(stateCode) {
      core = String(core.dropFirst(2)).trimmed
    }
    core = Self.withoutFraction(core)
    let parts = core.split { $0 == " " || ZIPDigits.dashes.contains($0) }
    guard (1...2).contains(parts.count), parts.allSatisfy({ $0.utf8.allSatisfy(\.isASCIIDigit) }),
      core.first?.isNumber == true
    else { return }
    base = parts[0]
    plus4 = parts.count == 2 ? parts[1] : nil
    if plus4 == nil, (7...9).contains(base.count) {
      plus4 = base.suffix(4)
      base = base.dropLast(4)
    }
  }

  /// The ZIP when all digits are there.
  var zip: ZIPCode? { ZIPCode(base: base, plus4: plus4) }

  /// The ZIP with zeros in front of a base of three or four digits.
  ///
  /// A spreadsheet takes all leading zeros, so a base that still begins with one is a slip.
  var padded: ZIPCode? {
    guard (3...4).contains(base.count), base.first != "0" else { return nil }
    return ZIPCode(base: String(repeating: "0", count: 5 - base.count) + base, plus4: plus4)
  }

  private static let dashes: Set<Character> = ["-", "‐", "‑", "‒", "–", "—", "−"]

  /// Takes off `="…"` and a leading `'`, both of which keep a spreadsheet from reading a number.
  private static func unwrapped(_ text: String) -> String {
    if let inner = SpreadsheetDamage.textFormula(text) { return inner.trimmed }
    return text.hasPrefix("'") ? String(text.dropFirst()).trimmed : text
  }

  /// `7302.0` is `7302`.
  private static func withoutFraction(_ text: String) -> String {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[1].isEmpty, parts[1].allSatisfy({ $0 == "0" }) else {
      return text
    }
    return String(parts[0])
  }
}

extension String {
  /// Without blanks at either end.
  var trimmed: String {
    let tail = drop { $0 == " " }
    return String(tail.reversed().drop { $0 == " " }.reversed())
  }
}
