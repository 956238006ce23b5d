import MailModel

/// A column's name reduced to what counts when it is recognised.
///
/// Case, blanks, `_`, `-`, `.`, apostrophes and other marks do not count; `#` and "number" are "no".
struct HeaderName: Hashable {
  let letters: String

  init(_ name: String) {
    var letters = ""
    var rest = name.unicodeScalars[...]
    while let scalar = rest.popFirst() {
      switch scalar {
      case "a"..."z", "0"..."9", "+": letters.unicodeScalars.append(scalar)
      case "A"..."Z": letters += String(scalar).lowercased()
      case "#", "№": letters += "no"
      case "'", "’": Self.dropPossessive(&rest)
      default:
        if scalar.properties.isAlphabetic { letters += scalar.properties.lowercaseMapping }
      }
    }
    for ending in ["number", "num", "nbr"] where letters.hasSuffix(ending) && letters != ending {
      letters = letters.dropLast(ending.count) + "no"
      break
    }
    self.letters = letters
  }

  /// Takes the `s` of `Defendant's Name` away; the apostrophe has been passed.
  private static func dropPossessive(_ rest: inout Substring.UnicodeScalarView) {
    guard let letter = rest.first, letter == "s" || letter == "S" else { return }
    if rest.dropFirst().first?.properties.isAlphabetic != true { rest.removeFirst() }
  }

  /// What the name stands for; `nil` when it is not recognised.
  var meaning: HeaderMeaning? {
    if let meaning = HeaderMeaning.byName[letters] { return meaning }
    return Self.withoutPrefix(letters).flatMap { HeaderName(letters: $0).addressMeaning }
  }

  private init(letters: String) { self.letters = letters }

  /// `recipient city`, `to.address.zip`: a recipient's address, told by its last part.
  private var addressMeaning: HeaderMeaning? {
    if let meaning = HeaderMeaning.byName[letters] {
      return meaning.isAddress ? meaning : nil
    }
    return Self.withoutPrefix(letters).flatMap { HeaderName(letters: $0).addressMeaning }
  }

  private static let prefixes = [
    "to", "recipient", "addressee", "address", "mailing", "mailto", "mail", "shipto", "delivery",
    "defendant", "respondent", "debtor", "owner", "tenant", "resident", "home", "primary",
  ]

  private static func withoutPrefix(_ letters: String) -> String? {
    prefixes.first { letters.hasPrefix($0) && letters.count > $0.count }
      .map { String(letters.dropFirst($0.count)) }
  }
}

extension HeaderName {
  /// Whether a column's name as it came has a word that names a part of an address: `PO Box`, but not
  /// `Email Address`, nor that of somebody else.
  static func looksLikeAddress(_ name: String) -> Bool {
    let words = Set(name.lowercased().split { !$0.isLetter }.map(String.init))
    return !words.isDisjoint(with: HeaderSynonyms.addressWords)
      && words.isDisjoint(with: ["email", "e", "ip", "web", "from", "sender", "return"])
  }
}

/// What a recognised column gives to a row.
struct HeaderMeaning: Hashable {
  var field: RowField
  /// Where a field is written in several columns, this one's turn: first name before last name.
  var part: Int?
  /// Counts only where no other column gives the field: `ZIP+4` beside `ZIP`.
  var isSecondChoice = false

  /// Whether it is part of the recipient's address, so that `to.` or `Recipient` may stand before.
  var isAddress: Bool {
    switch field {
    case .name, .company, .street1, .street2, .city, .state, .zip, .country: true
    case .reference, .mailClass, .matter, .mailBy, .document, .sender, .occurrence, .certmailRow:
      false
    }
  }

  static let byName: [String: HeaderMeaning] = {
    var table: [String: HeaderMeaning] = [:]
    for (field, names) in HeaderSynonyms.whole {
      for name in names { table[name] = HeaderMeaning(field: field) }
    }
    for (field, parts) in HeaderSynonyms.parts {
      for (part, names) in parts.enumerated() {
        for name in names { table[name] = HeaderMeaning(field: field, part: part) }
      }
    }
    for (field, names) in HeaderSynonyms.secondChoice {
      for name in names { table[name] = HeaderMeaning(field: field, isSecondChoice: true) }
    }
    return table
  }()
}
