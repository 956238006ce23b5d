import MailModel

/// The byte filter beside `AddressCheck.check`: accepts only rows that the check would pass unchanged
/// and without a finding (a test proves it on mutated rows).
///
/// Spans are tested with `guard …, …` and never inside `&&` or `||`: Swift 6.3.1 crashes in release
/// when an autoclosure captures a span (ownership verifier, pass CopyPropagation).
///
/// It refuses whatever only might be remarkable: any byte beyond printable ASCII, digits in a name,
/// a comma in a city. Each rule names the finding that it keeps clear of.
struct CleanFilter: Sendable {
  private let classes = ByteClass.table
  /// By (first letter, second letter) of a code in capitals: the state's raw value, or `noState`.
  private let stateByCode: [UInt8]
  private let statesByPrefix: [UInt64]
  private let designators: [UInt64]
  private let placeholders: [UInt64]
  private let senders: [[UInt8]]
  private let today: CivilDate

  private static let noState: UInt8 = .max

  init(rules: AddressRules) {
    var codes = Array(repeating: Self.noState, count: 26 * 26)
    for state in USState.allCases where !state.isMilitary {
      let letters = Array(state.code.utf8)
      codes[Int(letters[0] - 0x41) * 26 + Int(letters[1] - 0x41)] = state.rawValue
    }
    stateByCode = codes
    statesByPrefix = ZIPPrefixes.usps.sets.map(\.bits)
    designators =
      (StreetLine.alwaysNumbered.union(StreetLine.sometimesNumbered).union(["BOX", "POBOX"]))
      .map { Self.pack($0.utf8) }
    placeholders = SpreadsheetDamage.placeholders.map { Self.pack($0.utf8) }
    senders = rules.senders.map { Array($0.utf8) }
    today = rules.today
  }

  func accepts(_ bytes: Span<UInt8>, _ fields: Span<Range<Int>>) -> Bool {
    precondition(fields.count == RowField.count, "\(fields.count) ranges for the fields of a row")
    guard acceptsRecipient(bytes, fields), acceptsPlace(bytes, fields) else { return false }
    return acceptsOrder(bytes, fields)
  }

  // MARK: Parts of a row

  private func acceptsRecipient(_ bytes: Span<UInt8>, _ fields: Span<Range<Int>>) -> Bool {
    let name = fields[RowField.name.index]
    let company = fields[RowField.company.index]
    let street1 = fields[RowField.street1.index]
    let street2 = fields[RowField.street2.index]
    guard !name.isEmpty, !street1.isEmpty,
      // name_looks_like_address
      isPrinted(bytes, name, Self.nameMax, refusing: ByteClass.digit),
      isPrinted(bytes, company, Self.nameMax),
      // street_number_missing, street_name_missing, looks_like_date
      isPrinted(
        bytes, street1, Self.lineMax, refusing: ByteClass.dash,
        needing: ByteClass.digit | ByteClass.letter),
      isPrinted(bytes, street2, Self.lineMax, refusing: ByteClass.dash)
    else { return false }
    // What begins like `STE 400` or `# 12` may be no street at all.
    guard !Self.firstOfUnits.contains(bytes[street1.lowerBound] & 0xDF) else { return false }
    guard !endsInDesignator(bytes, street1), !endsInDesignator(bytes, street2) else { return false }
    return !isSame(bytes, street1, street2)
  }

  private func acceptsPlace(_ bytes: Span<UInt8>, _ fields: Span<Range<Int>>) -> Bool {
    let city = fields[RowField.city.index]
    let state = fields[RowField.state.index]
    // city_holds_more: a ZIP has digits, a state comes behind a comma or a blank
    guard !city.isEmpty, state.count == 2,
      isPrinted(bytes, city, Self.cityMax, refusing: ByteClass.digit | ByteClass.comma)
    else { return false }
    let (first, second) = (bytes[state.lowerBound], bytes[state.lowerBound + 1])
    guard first &- 0x41 < 26, second &- 0x41 < 26 else { return false }
    let stateNumber = stateByCode[Int(first - 0x41) * 26 + Int(second - 0x41)]
    guard stateNumber != Self.noState else { return false }
    let end = city.upperBound
    if city.count > 3, bytes[end - 3] == 0x20, bytes[end - 2] & 0xDF == first,
      bytes[end - 1] & 0xDF == second
    {
      return false
    }
    // military_mismatch
    if city.count == 3, bytes[end - 2] & 0xDF == UInt8(ascii: "P"),
      bytes[end - 1] & 0xDF == UInt8(ascii: "O")
    {
      return false
    }
    guard acceptsCountry(bytes, fields[RowField.country.index]) else { return false }
    return acceptsZIP(bytes, fields[RowField.zip.index], stateNumber)
  }

  private func acceptsOrder(_ bytes: Span<UInt8>, _ fields: Span<Range<Int>>) -> Bool {
    guard
      // number_rounded
      isPrinted(
        bytes, fields[RowField.reference.index], Self.referenceMax, refusing: ByteClass.plus),
      isPrinted(bytes, fields[RowField.matter.index], Self.referenceMax, refusing: ByteClass.plus),
      isPrinted(bytes, fields[RowField.mailClass.index], Self.keyMax),
      isText(bytes, fields[RowField.document.index], Self.documentMax),
      isText(bytes, fields[RowField.certmailRow.index], Self.keyMax),
      acceptsSender(bytes, fields[RowField.sender.index]),
      acceptsMailBy(bytes, fields[RowField.mailBy.index])
    else { return false }
    return acceptsOccurrence(bytes, fields[RowField.occurrence.index])
  }

  // MARK: Fields

  private func acceptsZIP(_ bytes: Span<UInt8>, _ range: Range<Int>, _ state: UInt8) -> Bool {
    let from = range.lowerBound
    guard range.count == 5 || range.count == 10, areDigits(bytes, from..<from + 5)
    else { return false }
    if range.count == 10 {
      guard bytes[from + 5] == UInt8(ascii: "-"), areDigits(bytes, from + 6..<from + 10)
      else { return false }
      if bytes[from + 6] & bytes[from + 7] & bytes[from + 8] & bytes[from + 9] == 0x30,
        bytes[from + 6] | bytes[from + 7] | bytes[from + 8] | bytes[from + 9] == 0x30
      {
        return false
      }
    }
    let prefix =
      Int(bytes[from] - 0x30) * 100 + Int(bytes[from + 1] - 0x30) * 10
      + Int(bytes[from + 2] - 0x30)
    return statesByPrefix[prefix] >> UInt64(state) & 1 == 1
  }

  /// `US` or `USA`
  private func acceptsCountry(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard !range.isEmpty else { return true }
    let from = range.lowerBound
    guard range.count == 2 || range.count == 3, bytes[from] == UInt8(ascii: "U"),
      bytes[from + 1] == UInt8(ascii: "S")
    else { return false }
    return range.count == 2 || bytes[from + 2] == UInt8(ascii: "A")
  }

  private func acceptsSender(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard !range.isEmpty else { return true }
    guard isText(bytes, range, Self.keyMax) else { return false }
    return senders.contains { sender in
      guard sender.count == range.count else { return false }
      for at in 0..<sender.count where sender[at] != bytes[range.lowerBound + at] { return false }
      return true
    }
  }

  private func acceptsMailBy(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard !range.isEmpty else { return true }
    guard range.count == 10 else { return false }
    let from = range.lowerBound
    guard let date = CivilDate(isoDigits: { bytes[from + $0] }) else { return false }
    return today < date
  }

  private func acceptsOccurrence(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard !range.isEmpty else { return true }
    guard range.count <= 2, bytes[range.lowerBound] != 0x30 else { return false }
    return areDigits(bytes, range)
  }

  // MARK: Text

  /// Printable ASCII with single blanks inside, at most `most` bytes, no spreadsheet error, and
  /// none of the classes that `refused` names. Empty text is.
  private func isText(
    _ bytes: Span<UInt8>, _ range: Range<Int>, _ most: Int, refusing refused: UInt8 = 0
  ) -> Bool {
    guard !range.isEmpty else { return true }
    guard let seen = classesSeen(bytes, range, most) else { return false }
    return seen & (refused | ByteClass.unfit) == 0
  }

  /// `isText`, and neither placeholder_dropped nor letters_lost; holds each of the classes `needed`.
  private func isPrinted(
    _ bytes: Span<UInt8>, _ range: Range<Int>, _ most: Int, refusing refused: UInt8 = 0,
    needing needed: UInt8 = 0
  ) -> Bool {
    guard !range.isEmpty else { return true }
    guard let seen = classesSeen(bytes, range, most),
      seen & (refused | ByteClass.unfit | ByteClass.question) == 0,
      seen & (ByteClass.letter | ByteClass.digit) != 0, seen & needed == needed
    else { return false }
    guard range.count <= SpreadsheetDamage.placeholderMax else { return true }
    return !isPlaceholder(bytes, range)
  }

  /// The classes of all bytes together; `nil` when blanks or what it begins with spoil the text.
  private func classesSeen(_ bytes: Span<UInt8>, _ range: Range<Int>, _ most: Int) -> UInt8? {
    guard range.count <= most else { return nil }
    var seen: UInt8 = 0
    var doubled: UInt8 = 0
    var before = ByteClass.blank
    for at in range {
      let this = classes[Int(bytes[at])]
      seen |= this
      doubled |= this & before
      before = this
    }
    guard (doubled | before) & ByteClass.blank == 0 else { return nil }
    let first = bytes[range.lowerBound]
    // not_text
    guard first != UInt8(ascii: "["), first != UInt8(ascii: "{") else { return nil }
    if first == UInt8(ascii: "#") {
      // spreadsheet_error, unit_number_missing
      guard range.count > 1 else { return nil }
      let next = bytes[range.lowerBound + 1]
      guard next.isASCIIDigit || next == 0x20 else { return nil }
    }
    return seen
  }

  private func areDigits(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    for at in range where !bytes[at].isASCIIDigit { return false }
    return true
  }

  private func isPlaceholder(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    var packed: UInt64 = 0
    for at in range { packed = packed << 8 | UInt64(Self.raised(bytes[at])) }
    return placeholders.contains(packed)
  }

  /// Whether the letters of the last word make a unit designator, or there are neither letters nor
  /// digits in it (unit_number_missing, box_number_missing).
  private func endsInDesignator(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard !range.isEmpty else { return false }
    var packed: UInt64 = 0
    var shift: UInt64 = 0
    var at = range.upperBound - 1
    while at >= range.lowerBound, bytes[at] != 0x20 {
      let byte = Self.raised(bytes[at])
      if byte.isASCIIDigit { return false }
      if byte &- 0x41 < 26, shift < 64 {
        packed |= UInt64(byte) << shift
        shift += 8
      }
      at -= 1
    }
    return packed == 0 || designators.contains(packed)
  }

  /// street_lines_identical
  private func isSame(_ bytes: Span<UInt8>, _ left: Range<Int>, _ right: Range<Int>) -> Bool {
    guard left.count == right.count else { return false }
    for at in 0..<left.count
    where Self.raised(bytes[left.lowerBound + at]) != Self.raised(bytes[right.lowerBound + at]) {
      return false
    }
    return true
  }

  /// ASCII letters in capitals, all else as it is.
  private static func raised(_ byte: UInt8) -> UInt8 { byte &- 0x61 < 26 ? byte & 0xDF : byte }

  /// The last eight bytes as one number.
  private static func pack(_ bytes: some Sequence<UInt8>) -> UInt64 {
    bytes.reduce(0) { $0 << 8 | UInt64($1) }
  }

  // MARK: Limits, the same as the check's

  private static let nameMax = 50
  private static let lineMax = 64
  /// The first bytes, in capitals, of `APT`, `HNGR`, `STE`, `TRLR`, `UNIT`; of `#` what is left of it.
  private static let firstOfUnits: [UInt8] = Array("AHSTU".utf8) + [UInt8(ascii: "#") & 0xDF]
  private static let cityMax = 50
  private static let referenceMax = 255
  private static let keyMax = 100
  private static let documentMax = 1024
}

/// What the filter wants to know of a byte, one bit each.
private enum ByteClass {
  static let letter: UInt8 = 1
  static let digit: UInt8 = 2
  static let blank: UInt8 = 4
  static let comma: UInt8 = 8
  static let question: UInt8 = 16
  static let plus: UInt8 = 32
  /// `-` or `/`
  static let dash: UInt8 = 64
  /// Not printable ASCII, or what a formula begins with.
  static let unfit: UInt8 = 128

  static let table: [UInt8] = (0...255).map { (byte: UInt8) in
    switch byte {
    case 0x41...0x5A, 0x61...0x7A: letter
    case 0x30...0x39: digit
    case 0x20: blank
    case UInt8(ascii: ","): comma
    case UInt8(ascii: "?"): question
    case UInt8(ascii: "+"): plus
    case UInt8(ascii: "-"), UInt8(ascii: "/"): dash
    case UInt8(ascii: "="): unfit
    case 0x21...0x7E: 0
    default: unfit
    }
  }
}
