package import MailModel

/// The classes that the API prices, and the moment at which it was asked.
package struct PriceTable: Hashable, Sendable {
  /// One price a class.
  package let prices: [MailClass: Price]
  /// When the API was asked.
  package let fetchedAt: UTCTime
  /// What is odd about the table, in the order of the class names; warnings only.
  package let findings: [Finding]

  /// Where a class is priced twice, the dearer price stands (`price_ambiguous`): a quote may be too
  /// high, but no cap is passed by it.
  package init(_ prices: [Price], fetchedAt: UTCTime) {
    var table: [MailClass: Price] = [:]
    var findings: [Finding] = []
    for price in prices.sorted(by: { ($0.mailClass, $0.total) < ($1.mailClass, $1.total) }) {
      findings += price.findings
      if let other = table[price.mailClass], other.total != price.total {
        findings.append(
          Finding(
            .warning, "price_ambiguous", nil,
            "\"\(price.mailClass.rawValue)\" is priced at \(other.total.dollars) and at"
              + " \(price.total.dollars)",
            hint: "the higher price is quoted; ask the provider"))
      }
      table[price.mailClass] = price
    }
    self.prices = table
    self.fetchedAt = fetchedAt
    self.findings = findings
  }

  /// The known classes in alphabetical order.
  package var classes: [MailClass] { prices.keys.sorted() }

  /// The price of a class; `nil` when the API does not price it.
  package func quote(for mailClass: MailClass) -> Price? { prices[mailClass] }

  /// The class that a person's text names: `Certified Return Receipt` is `certified_return_receipt`.
  ///
  /// Only letters and digits count, in any case, and neither do words that name no service: `Certified
  /// Mail`; `nil` when no class or more than one fits.
  package func mailClass(named text: String) -> MailClass? {
    if prices[MailClass(text)] != nil { return MailClass(text) }
    for key in [Self.key(text), Self.key(Self.withoutFillers(text))] {
      let fitting = classes.filter { Self.key($0.rawValue) == key }
      if fitting.count == 1 { return fitting[0] }
    }
    return nil
  }

  private static func withoutFillers(_ text: String) -> String {
    text.lowercased().split { !$0.isLetter && !$0.isNumber }
      .filter { !["mail", "usps", "letter", "with", "w", "and", "requested"].contains($0) }
      .joined(separator: " ")
  }

  /// Error `mail_class_unknown` for a class that `quote` does not know; names all that it knows, the
  /// nearest first.
  package func unknownClassFinding(_ mailClass: MailClass) -> Finding {
    let given = Array(Self.key(mailClass.rawValue).utf8.prefix(Self.comparedMax))
    let ranked = classes.map { known in
      (slips: EditDistance.between(given, Array(Self.key(known.rawValue).utf8)), known: known)
    }.sorted { ($0.slips, $0.known) < ($1.slips, $1.known) }
    let known = "known: " + ranked.map { "\"\($0.known.rawValue)\"" }.joined(separator: ", ")
    // A class that is only the nearest may be one without the receipt that is wanted.
    let hint =
      switch ranked.first {
      case nil: "the API prices no class at all: ask for its price list again"
      case let best? where best.slips * Self.lettersASlip <= given.count:
        "did you mean \"\(best.known.rawValue)\"? \(known)"
      case _?: known
      }
    return Finding(
      .error, "mail_class_unknown", .mailClass,
      "mail_class \"\(Self.printable(mailClass.rawValue))\" is not one that the API prices",
      hint: hint)
  }

  /// A text with more slips than one in so many letters is another word.
  private static let lettersASlip = 5

  /// So much of an unknown class is compared and shown.
  static let comparedMax = 60

  /// The beginning of a text from a list, with a `?` for whatever would not print.
  private static func printable(_ text: String) -> String {
    text.unicodeScalars.prefix(comparedMax).reduce(into: "") { shown, scalar in
      switch scalar.properties.generalCategory {
      case .control, .format, .privateUse, .lineSeparator, .paragraphSeparator: shown += "?"
      default: shown.unicodeScalars.append(scalar)
      }
    }
  }

  private static func key(_ text: String) -> String {
    text.lowercased().filter { $0.isLetter || $0.isNumber }
  }
}
