import MailModel

/// Signs that an address lies abroad.
enum ForeignPlace {
  /// `Canadian` or `British` when `text` has the shape of such a postal code: `M5V 2T6`, `SW1A 1AA`.
  static func postalCodeNation(_ text: String) -> String? {
    let shape = String(
      text.uppercased().unicodeScalars.compactMap { scalar -> Character? in
        switch scalar {
        case "A"..."Z": "A"
        case "0"..."9": "9"
        case " ", "-": nil
        default: "?"
        }
      })
    if shape == "A9A9A9" { return "Canadian" }
    return britishShapes.contains(shape) ? "British" : nil
  }

  /// Whether `text` names a foreign country, or a province of Canada, and nothing else.
  static func isCountry(_ text: String) -> Bool { countries.contains(key(text)) }

  /// The country that stands alone in a city field, or behind its last comma: `Toronto, Canada`.
  static func country(inCity city: String) -> String? {
    let parts = city.split(separator: ",").map { String($0).trimmed }
    guard let last = parts.last, isCountry(last) else { return nil }
    return last
  }

  private static func key(_ text: String) -> String {
    String(text.lowercased().filter { $0.isLetter || $0 == " " })
  }

  private static let britishShapes: Set<String> = [
    "A99AA", "A999AA", "AA99AA", "AA999AA", "A9A9AA", "AA9A9AA",
  ]

  /// Georgia is a state; names that are also those of US towns are looked for only where no US state
  /// and ZIP are given (`Mexico, MO`).
  private static let countries: Set<String> = [
    "canada", "ontario", "quebec", "québec", "british columbia", "alberta", "manitoba",
    "saskatchewan", "nova scotia", "new brunswick", "newfoundland", "prince edward island",
    "mexico", "méxico", "uk", "united kingdom", "great britain", "england", "scotland", "wales",
    "northern ireland", "ireland", "germany", "deutschland", "france", "spain", "españa", "italy",
    "italia", "portugal", "netherlands", "the netherlands", "holland", "belgium", "luxembourg",
    "switzerland", "schweiz", "suisse", "austria", "österreich", "sweden", "norway", "denmark",
    "finland", "iceland", "poland", "czech republic", "hungary", "romania", "bulgaria", "greece",
    "turkey", "russia", "ukraine", "israel", "egypt", "morocco", "nigeria", "ghana", "kenya",
    "ethiopia", "south africa", "saudi arabia", "uae", "united arab emirates", "qatar", "kuwait",
    "india", "pakistan", "bangladesh", "sri lanka", "china", "peoples republic of china",
    "hong kong", "taiwan", "japan", "korea", "south korea", "republic of korea", "philippines",
    "the philippines", "vietnam", "thailand", "malaysia", "singapore", "indonesia", "australia",
    "new zealand", "brazil", "brasil", "argentina", "chile", "peru", "colombia", "venezuela",
    "ecuador", "bolivia", "uruguay", "paraguay", "panama", "costa rica", "guatemala", "honduras",
    "nicaragua", "el salvador", "belize", "cuba", "jamaica", "haiti", "dominican republic",
    "bahamas", "the bahamas", "barbados", "trinidad and tobago", "bermuda", "cayman islands",
  ]
}
