import MailModel

/// A city field taken apart, for those who write the whole last line into it:
/// `Los Angeles, CA 90001`.
struct CityLine: Hashable {
  /// The city alone.
  private(set) var city: String
  private(set) var state: USState?
  private(set) var zip: ZIPCode?

  /// - Parameters:
  ///   - text: trimmed, blanks folded.
  ///   - expected: the row's state; `nil` when there is none. Without a comma a word is a state only
  ///     when it is this one, or when a ZIP follows.
  init(_ text: String, expected: USState?) {
    city = text
    guard text.utf8.contains(where: { $0 == 0x20 || $0 == UInt8(ascii: ",") || $0.isASCIIDigit })
    else { return }
    var words = text.split(separator: " ")
    if let last = words.last, let zip = Self.zip(last) {
      self.zip = zip
      words.removeLast()
    }
    var rest = words.joined(separator: " ")
    if zip != nil { while rest.last == "," { rest = String(rest.dropLast()).trimmed } }
    if let comma = rest.lastIndex(of: ",") {
      state = Self.state(rest[rest.index(after: comma)...])
      if state != nil { city = String(rest[..<comma]).trimmed }
    } else if let blank = rest.lastIndex(of: " "),
      let code = USState(code: rest[rest.index(after: blank)...].uppercased()),
      zip != nil || code == expected
    {
      state = code
      city = String(rest[..<blank])
    }
    if state == nil, zip != nil { city = rest }
  }

  /// Whether the field holds more than a city.
  var holdsMore: Bool { state != nil || zip != nil }

  private static func zip(_ word: Substring) -> ZIPCode? {
    let parts = word.split(separator: "-", omittingEmptySubsequences: false)
    return parts.count > 2 ? nil : ZIPCode(base: parts[0], plus4: parts.count == 2 ? parts[1] : nil)
  }

  private static func state(_ text: Substring) -> USState? {
    StateReading(String(text).trimmed).state
  }
}
