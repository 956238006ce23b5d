import MailModel
import TestSupport

@testable import Addressing

extension SeededRandom {
  mutating func pick<Element>(_ choices: [Element]) -> Element {
    choices[Int.random(in: choices.indices, using: &self)]
  }
}

extension RowExamples {
  /// A row as a careful office keeps it: nothing to repair, nothing remarkable.
  static func cleanDraft(_ random: inout SeededRandom) -> RowDraft {
    var draft = draft(line: random.pick(GoodAddresses.states.dropLast(6).map { $0 }))
    draft[.name] = random.pick(firstNames) + " " + random.pick(lastNames)
    draft[.company] = random.pick(["", "", "", "Ray & Hill LLP", "Prairie Homes, Inc."])
    draft[.street1] = "\(Int.random(in: 1...9999, using: &random)) " + random.pick(streets)
    draft[.street2] = random.pick(["", "", "Apt 4", "Ste 200", "Unit B", "# 12", "Fl 3", "PMB 240"])
    draft[.reference] = "CASE-2026-\(Int.random(in: 1...99999, using: &random))"
    draft[.mailClass] = random.pick(["", "certified", "certified_return_receipt"])
    draft[.matter] = random.pick(["", "1042-7", "ACME.0003"])
    draft[.mailBy] = random.pick(["", "", "2026-02-28", "2027-12-31"])
    draft[.document] = random.pick(["", "letters/ray.pdf"])
    draft[.sender] = random.pick(["", "", "ny", "sf"])
    draft[.occurrence] = random.pick(["", "", "", "1", "2", "99"])
    draft[.country] = random.pick(["", "US", "USA"])
    return draft
  }

  /// One small change, most of them of the kind that the check must notice.
  static func mutate(_ draft: inout RowDraft, _ random: inout SeededRandom) {
    let field = random.pick(RowField.allCases)
    var scalars = Array(draft[field].unicodeScalars)
    let at = Int.random(in: 0...scalars.count, using: &random)
    switch Int.random(in: 0..<8, using: &random) {
    case 0, 1: scalars.insert(random.pick(oddScalars), at: at)
    case 2: if at < scalars.count { scalars.remove(at: at) }
    case 3: if at < scalars.count { scalars[at] = random.pick(oddScalars) }
    case 4: scalars += Array(random.pick(oddTails).unicodeScalars)
    case 5: scalars = Array(random.pick(oddTexts).unicodeScalars)
    case 6: scalars = Array(draft[random.pick(RowField.allCases)].unicodeScalars)
    default:
      let text = String(String.UnicodeScalarView(scalars))
      scalars = Array(
        (Bool.random(using: &random) ? text.uppercased() : text.lowercased()).unicodeScalars)
    }
    draft[field] = String(String.UnicodeScalarView(scalars))
  }

  /// Rows with up to four changes, from a fixed seed.
  static var messyDrafts: [RowDraft] {
    var random = SeededRandom(seed: 20_260_115)
    return (0..<2000).map { _ in
      var draft = cleanDraft(&random)
      for _ in 0..<Int.random(in: 0...4, using: &random) { mutate(&draft, &random) }
      return draft
    }
  }

  private static let firstNames = ["Ann", "Bo", "Dolores", "Mary-Jane", "O.", "Ty"]
  private static let lastNames = [
    "Ray", "O'Brien", "Quill", "Hill Jr.", "de la Vega", "Moss, Esq.",
  ]
  private static let streets = [
    "Main St", "N Larkspur Ave.", "Queens Blvd", "E 1700 S", "County Road 14", "Harbor Pier Rd",
    "King Apartments", "Bay Rd NW", "Boxwood Ln",
  ]
  private static let oddScalars: [Unicode.Scalar] = [
    " ", "  ".unicodeScalars.first ?? " ", "\t", "\n", "\u{A0}", "0", "1", "9", ",", ".", "-", "#",
    "?", "+", "'", "\"", "(", "é", "Ã", "\u{7F}", "\u{0}", "\u{202E}", "\u{200B}", "\u{FEFF}",
    "\u{FFFD}", "Ж", "中", "A", "z", "E", "/", "~",
  ]
  private static let oddTails = [
    " Apt", " apt.", " #", " Box", " STE -", " Floor", " CA", " ca", ", NY", " 95814", "-0000",
    "-1234", "-", ".0", "  ", " Unit", " (Suite)", "E+05", " Dept", " A.P.T", " Truck Stop",
  ]
  private static let oddTexts = [
    "", "Apt", "#", "#5", "#N/A", "N/A", "null", "unknown", "-", "PO Box", "PO BOX 9", "Total",
    "APO", "fpo", "AE", "AP", "09114", "96278", "07302", "7302", "00000", "12345-0000", "ca",
    "Calif.",
    "Canada", "Mexico", "123 Main St", "Main St", "2026-01-15", "2026-02-30", "2026-1-5", "46060",
    "0", "01", "100", "1.0", "Legal Dept", "Los Angeles, CA 90001", "General Delivery", "(blank)",
  ]
}
