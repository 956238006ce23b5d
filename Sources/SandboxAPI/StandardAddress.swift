import MailModel

/// An address as the sandbox's "USPS" knows it: upper case, standard abbreviations, ZIP+4.
struct StandardAddress: Encodable {
  var street1: String
  var street2: String?
  var city: String
  var state: String
  var zip: String
  var zip4: String

  /// The states, districts, territories and military regions that have ZIP codes.
  static let states = Set(
    """
    AA AE AK AL AP AR AS AZ CA CO CT DC DE FL FM GA GU HI IA ID IL IN KS KY LA MA MD ME MH MI MN MO MP
    MS MT NC ND NE NH NJ NM NV NY OH OK OR PA PR PW RI SC SD TN TX UT VA VI VT WA WI WV WY
    """.split(whereSeparator: \.isWhitespace).map(String.init))

  /// Standardises; `zip` must be a ZIP. The page's own example gets what the real USPS has for it.
  init(_ address: PostalAddress, zip: ZIPCode) {
    street1 = Self.street(address.street1)
    let second = Self.unit(address.street2)
    street2 = second.isEmpty ? nil : second
    city = Self.words(address.city).joined(separator: " ")
    state = address.state.uppercased()
    self.zip = zip.five
    if street1 == "1600 PENNSYLVANIA AVE", zip.five == "20500" {
      street1 += " NW"
      zip4 = zip.four ?? "0005"
    } else {
      zip4 = ""
      zip4 = zip.four ?? madeUpZIP4
    }
  }

  /// Made up, and the same for the same place each time: 0001 to 9998.
  private var madeUpZIP4: String {
    let place = [street1, street2 ?? "", city, state, zip].joined(separator: "|")
    let number = SHA256.digest(place.utf8).prefix(4).reduce(0) { $0 << 8 | Int($1) } % 9998 + 1
    return String(repeating: "0", count: 4 - String(number).count) + String(number)
  }

  /// Upper case, without full stops and commas, blanks single; `#5` is `# 5`.
  private static func words(_ text: String) -> [String] {
    text.uppercased().replacing("#", with: " # ").replacing(".", with: "")
      .split { $0.isWhitespace || $0 == "," }.map(String.init)
  }

  /// A first line: number, direction, name, suffix, direction, unit.
  static func street(_ text: String) -> String {
    var words = words(text)
    let unitStart = words.indices.dropFirst(2).first { StreetWords.units[words[$0]] != nil }
    let unit = unitStart.map { Array(words[$0...]) } ?? []
    words.removeLast(unit.count)
    return (shortened(words) + shortenedUnit(unit)).joined(separator: " ")
  }

  /// A second line.
  static func unit(_ text: String) -> String { shortenedUnit(words(text)).joined(separator: " ") }

  private static func shortenedUnit(_ words: [String]) -> [String] {
    words.first.map { [StreetWords.units[$0] ?? $0] + words.dropFirst() } ?? []
  }

  /// Number, direction, name, suffix and direction; a name that looks like a suffix or a direction
  /// stays (`12 NORTH ST`, `5 AVENUE C`).
  private static func shortened(_ words: [String]) -> [String] {
    guard words.count > 2 else { return words }
    var words = words
    var last = words.count - 1
    if last > 2, let direction = StreetWords.directions[words[last]] {
      words[last] = direction
      last -= 1
    }
    if let suffix = StreetWords.suffixes[words[last]] {
      words[last] = suffix
      last -= 1
    }
    if last > 1, let direction = StreetWords.directions[words[1]] { words[1] = direction }
    return words
  }
}
