import MailModel
import Testing

@testable import Addressing

/// One change to a good row, and the codes of all findings that it must bring, in their order.
struct BadRow: Sendable, CustomTestStringConvertible {
  var changes: [RowField: String]
  var codes: [AddressCode]

  init(_ changes: [RowField: String], _ codes: AddressCode...) {
    (self.changes, self.codes) = (changes, codes)
  }

  var testDescription: String {
    changes.map { "\($0.key): \($0.value)" }.sorted().joined(separator: ", ")
  }
}

@Suite struct BadAddressesTests {
  @Test(arguments: missing + states + zips + abroad + military)
  func `places that cannot be right are found`(row: BadRow) {
    #expect(RowExamples.codes(row.changes) == row.codes.map(\.rawValue))
  }

  @Test(arguments: texts + streets + names + orders)
  func `texts that cannot be right are found, and remarkable ones told`(row: BadRow) {
    #expect(RowExamples.codes(row.changes) == row.codes.map(\.rawValue))
  }

  @Test func `there are at least 100 cases`() {
    let all = Self.missing + Self.states + Self.zips + Self.abroad + Self.military + Self.texts
    #expect((all + Self.streets + Self.names + Self.orders).count >= 100)
  }

  @Test func `a good row brings nothing`() { #expect(RowExamples.findings([:]) == []) }

  static let missing = [
    BadRow([.name: ""], .nameMissing),
    BadRow([.name: " \n\u{A0}", .company: "\t"], .nameMissing),
    BadRow([.name: "\u{200B}"], .nameMissing, .invisibleRemoved),
    BadRow([.name: "", .company: "Quill LLC"], .companyIsName),
    BadRow([.street1: ""], .street1Missing),
    BadRow([.street1: "", .street2: "9 Oak St"], .street2MovedUp),
    BadRow([.street1: "", .street2: "PO Box 12"], .street2MovedUp),
    BadRow([.street1: "", .street2: "RR 2 Box 7"], .street2MovedUp),
    BadRow([.street1: "", .street2: "STE 400"], .street1Missing),
    BadRow([.street1: "", .street2: "Apt 4 B"], .street1Missing),
    BadRow([.street1: "", .street2: "#12"], .street1Missing),
    BadRow([.street1: "", .street2: "4C"], .street1Missing),
    BadRow([.street1: "", .street2: "Rear"], .street1Missing),
    BadRow([.street1: "STE 400"], .street1Missing),
    BadRow([.street1: "Apt. 4 B"], .street1Missing),
    BadRow([.street1: "# 12"], .street1Missing),
    BadRow([.street1: "#12", .street2: "Rear"], .street1Missing),
    BadRow([.city: ""], .cityMissing),
    BadRow([.state: ""], .stateMissing),
    BadRow([.zip: ""], .zipMissing),
    BadRow([.state: "", .zip: ""], .stateMissing, .zipMissing),
    BadRow([.city: "", .state: "", .zip: ""], .cityMissing, .stateMissing, .zipMissing),
  ]

  static let states = [
    BadRow([.state: "CF"], .stateUnknown),
    BadRow([.state: "ZZ"], .stateUnknown),
    BadRow([.state: "Californa"], .stateUnknown),
    BadRow([.state: "C A 1"], .stateUnknown),
    BadRow([.state: "USA"], .stateUnknown),
    BadRow([.state: "95814"], .stateUnknown),
    BadRow([.state: "ca"], .stateNormalized),
    BadRow([.state: "Ca."], .stateNormalized),
    BadRow([.state: "Calif."], .stateNormalized),
    BadRow([.state: "CALIFORNIA"], .stateNormalized),
    BadRow([.state: "CA - California"], .stateNormalized),
    BadRow([.state: "US-CA"], .stateNormalized),
    BadRow([.state: "D.C.", .zip: "20006"], .stateNormalized),
    BadRow([.state: "Wash DC", .zip: "20006"], .stateNormalized),
    BadRow([.state: "Mass.", .zip: "02108"], .stateNormalized),
    BadRow([.state: "N. Dak.", .zip: "58501"], .stateNormalized),
    BadRow([.state: "W Va", .zip: "25301"], .stateNormalized),
    BadRow([.state: "NV"], .zipStateMismatch),
    BadRow([.state: "nevada"], .zipStateMismatch, .stateNormalized),
  ]

  static let zips = [
    BadRow([.zip: "7302", .state: "NJ"], .zipZerosRestored),
    BadRow([.zip: "7302", .state: "New Jersey"], .stateNormalized, .zipZerosRestored),
    BadRow([.zip: "7302.0", .state: "NJ"], .zipZerosRestored),
    BadRow([.zip: "73021234", .state: "NJ"], .zipZerosRestored),
    BadRow([.zip: "7302-1234", .state: "NJ"], .zipZerosRestored),
    BadRow([.zip: "901", .state: "PR"], .zipZerosRestored),
    BadRow([.zip: "9011234", .state: "PR"], .zipZerosRestored),
    BadRow([.zip: "501", .state: "NY"], .zipZerosRestored),
    BadRow([.zip: "7302", .state: "TX"], .zipMalformed),
    BadRow([.zip: "7302", .state: ""], .stateMissing, .zipMalformed),
    BadRow([.zip: "0730", .state: "NJ"], .zipMalformed),
    BadRow([.zip: "730", .state: "NJ"], .zipMalformed),
    BadRow([.zip: "73021234", .state: "TX"], .zipMalformed),
    BadRow([.zip: "958141234"], .zipReformatted),
    BadRow([.zip: "95814 1234"], .zipReformatted),
    BadRow([.zip: "95814–1234"], .zipReformatted),
    BadRow([.zip: "95814 - 1234"], .zipReformatted),
    BadRow([.zip: "95814-"], .zipReformatted),
    BadRow([.zip: "95814-0000"], .zipReformatted),
    BadRow([.zip: "95814.0"], .zipReformatted),
    BadRow([.zip: "'95814"], .zipReformatted),
    BadRow([.zip: "=\"95814\""], .zipReformatted),
    BadRow([.zip: "CA 95814"], .zipReformatted),
    BadRow([.zip: "NV 95814"], .zipMalformed),
    BadRow([.zip: "9.58E+04"], .zipMalformed),
    BadRow([.zip: "9581"], .zipMalformed),
    BadRow([.zip: "95"], .zipMalformed),
    BadRow([.zip: "958140"], .zipMalformed),
    BadRow([.zip: "95814-123"], .zipMalformed),
    BadRow([.zip: "95814-12345"], .zipMalformed),
    BadRow([.zip: "95814-1234-5"], .zipMalformed),
    BadRow([.zip: "9581O"], .zipMalformed),
    BadRow([.zip: "ABCDE"], .zipMalformed),
    BadRow([.zip: "-95814"], .zipMalformed),
    BadRow([.zip: "９５８１４"], .zipMalformed),
    BadRow([.zip: "00012"], .zipUnknown),
    BadRow([.zip: "00000"], .zipUnknown),
    BadRow([.zip: "98712"], .zipUnknown),
    BadRow([.zip: "90001", .state: "NY"], .zipStateMismatch),
    BadRow([.zip: "06390", .state: "NJ"], .zipStateMismatch),
    BadRow([.zip: "42224", .state: "TN"], .zipStateMismatch),
  ]

  static let abroad = [
    BadRow([.city: "Toronto", .state: "ON", .zip: "M5V 2T6"], .foreignAddress),
    BadRow([.city: "Toronto", .state: "", .zip: "m5v2t6"], .foreignAddress),
    BadRow([.city: "Toronto", .state: "Ontario", .zip: "M5V-2T6"], .foreignAddress),
    BadRow([.city: "London", .state: "", .zip: "SW1A 1AA"], .foreignAddress),
    BadRow([.city: "London", .state: "UK", .zip: ""], .foreignAddress),
    BadRow([.city: "London", .state: "England", .zip: "90001"], .foreignAddress),
    BadRow([.city: "Berlin", .state: "Germany", .zip: "10115"], .foreignAddress),
    BadRow([.city: "Tijuana", .state: "BC", .zip: "Mexico"], .foreignAddress),
    BadRow([.city: "Toronto, Canada", .state: "", .zip: ""], .foreignAddress),
    BadRow([.city: "Mexico", .state: "DF", .zip: ""], .foreignAddress),
    BadRow([.city: "Mexico", .state: "", .zip: "65265"], .stateMissing),
    BadRow([.name: "", .state: "Canada", .zip: "1"], .nameMissing, .foreignAddress),
    BadRow([.country: "Canada"], .foreignAddress),
    BadRow([.country: "mx"], .foreignAddress),
    BadRow([.country: "Côte d’Ivoire"], .foreignAddress),
    BadRow([.country: "Deutschland"], .foreignAddress),
    BadRow([.country: "DE"], .foreignAddress),
    BadRow([.country: "MEX"], .countryUnknown),
    BadRow([.country: "U.S.A."]),
    BadRow([.country: "United States"]),
    BadRow([.country: "n/a"]),
    BadRow([.country: "ca"]),
    BadRow([.country: "Puerto Rico"]),
    BadRow(
      [.street1: "UNIT 2 BOX 4", .city: "APO", .state: "AE", .zip: "09114", .country: "Germany"]),
  ]

  static let military = [
    BadRow(
      [.street1: "UNIT 2 BOX 4", .city: "APO", .state: "AE", .zip: "96278"], .militaryMismatch),
    BadRow(
      [.street1: "UNIT 2 BOX 4", .city: "APO", .state: "NY", .zip: "09114"], .militaryMismatch),
    BadRow(
      [.street1: "UNIT 2 BOX 4", .city: "Yongsan", .state: "AP", .zip: "96205"], .militaryMismatch),
    BadRow(
      [.street1: "12 Camp Rd", .city: "APO", .state: "AP", .zip: "96278"], .militaryLineUnusual),
    BadRow(
      [.street1: "UNIT 2 BOX 4", .city: "APO", .state: "AE", .zip: "10001"], .zipStateMismatch),
  ]

  static let texts = [
    BadRow([.name: "Dolores\u{202E}Quill"], .controlCharacter),
    BadRow([.name: "Dolores \u{7}Quill"], .controlCharacter),
    BadRow([.street1: "482 Larkspur\u{2066}"], .controlCharacter),
    BadRow([.city: "Sacra\u{FFFD}ento"], .controlCharacter),
    BadRow([.company: "Quill \u{E000}"], .controlCharacter),
    BadRow([.reference: "A\u{0}B"], .controlCharacter),
    BadRow([.name: "\u{FEFF}Dolores Quill"], .invisibleRemoved),
    BadRow([.name: "Dolores\u{AD} Quill"], .invisibleRemoved),
    BadRow([.street1: "482 Larkspur Ave\r\nApt 4"], .lineBreakFolded),
    BadRow([.name: "Долорес"], .notLatin),
    BadRow([.name: "王小明"], .notLatin),
    BadRow([.company: "مكتب"], .notLatin),
    BadRow([.name: "Dolores 😀"], .notLatin),
    BadRow([.name: "#REF!"], .spreadsheetError),
    BadRow([.street1: "#N/A"], .spreadsheetError, .streetNumberMissing),
    BadRow([.reference: "########"], .spreadsheetError),
    BadRow([.name: "=A1"], .looksLikeFormula),
    BadRow([.reference: #"="001"#], .looksLikeFormula),
    BadRow([.reference: #"="001""#, .matter: #"="7""#], .textFormulaRead, .textFormulaRead),
    BadRow([.name: #"="Ann "&"Poe""#], .looksLikeFormula),
    BadRow([.street1: #"="12 Oak St"&B1"#], .looksLikeFormula),
    BadRow([.name: #"="Ann ""Nan"" Poe""#], .textFormulaRead),
    BadRow([.name: #" ="Ann Poe" "#], .textFormulaRead),
    BadRow([.street2: "=\"\""], .textFormulaRead),
    BadRow([.company: "=\"\""], .textFormulaRead),
    BadRow([.city: #"["Reno"]"#], .notText),
    BadRow([.name: #"{"first": "Ann"}"#], .notText),
    BadRow([.street2: "[]"], .notText),
    BadRow([.name: "########"], .spreadsheetError),
    BadRow([.street2: "N/A"], .placeholderDropped),
    BadRow([.company: "null"], .placeholderDropped),
    BadRow([.street2: "-"], .placeholderDropped),
    BadRow([.name: "???"], .nameMissing, .placeholderDropped),
    BadRow([.name: "TBD", .company: "Acme LLC"], .placeholderDropped, .companyIsName),
    BadRow(
      [.name: "TBD", .company: "n/a"], .nameMissing, .placeholderDropped, .placeholderDropped),
    BadRow([.street1: "N/A"], .street1Missing, .placeholderDropped),
    BadRow([.street1: "-", .street2: "12 Oak St"], .placeholderDropped, .street2MovedUp),
    BadRow([.city: "unknown"], .cityMissing, .placeholderDropped),
    BadRow([.name: "Jos? Nu?ez"], .lettersLost),
    BadRow([.name: "Who? LLC"]),
    BadRow([.name: "NuÃ±ez"], .lettersGarbled),
    BadRow([.name: "ZoÃ« Ames"], .lettersGarbled),
    BadRow([.name: "Oâ€™Brien"], .lettersGarbled),
    BadRow([.company: "AnÃ¡lisis NÂº 1"], .lettersGarbled),
    BadRow([.name: "Mu¤oz"], .lettersGarbled),
    BadRow([.name: "Jos‚ Reyes"], .lettersGarbled),
    BadRow([.name: "JosŽ Reyes"], .lettersGarbled),
    BadRow([.name: "S‡nchez"], .lettersGarbled),
    BadRow([.city: "Ca–on City"]),
    BadRow([.name: "Ann “Nan” Poe-Ray’s"]),
    BadRow([.name: "DVOŘÁKOVÁ ŽANETA"]),
    BadRow([.company: "¡Viva! ¿Qué Pasa? Cantina†"]),
    BadRow([.company: "50¢ Store • 5° North"]),
    BadRow([.reference: "1.23E+09"], .numberRounded),
    BadRow([.matter: "4E+11"], .numberRounded),
  ]

  static let streets = [
    BadRow([.street2: "APT"], .unitNumberMissing),
    BadRow([.street2: "Ste."], .unitNumberMissing),
    BadRow([.street2: "#"], .placeholderDropped),
    BadRow([.street1: "123 Main St Apt"], .unitNumberMissing),
    BadRow([.street1: "123 Main St Apt #"], .unitNumberMissing),
    BadRow([.street1: "123 Main St Floor"], .unitNumberMissing),
    BadRow([.street1: "123 Main St Apt", .street2: "4B"]),
    BadRow([.street2: "Legal Dept"]),
    BadRow([.street2: "Dept"], .unitNumberMissing),
    BadRow([.street1: "PO Box"], .boxNumberMissing),
    BadRow([.street1: "Main Street"], .streetNumberMissing),
    BadRow([.street1: "Main Street", .street2: "Apt 4B"], .streetNumberMissing),
    BadRow([.street1: "Main Street", .street2: "4B"], .streetNumberMissing),
    BadRow([.street1: "Hunter Building", .street2: "45 Oak St"]),
    BadRow([.street2: "482 LARKSPUR AVE"], .streetLinesIdentical),
  ]

  /// A list whose city, state and ZIP are one column.
  private static func oneColumn(_ line: String) -> [RowField: String] {
    [.city: line, .state: line, .zip: line]
  }

  static let names = [
    BadRow([.name: "123 Main St"], .nameLooksLikeAddress),
    BadRow([.name: "PO Box 12"], .nameLooksLikeAddress),
    BadRow([.name: "21st Century Estates"]),
    BadRow([.city: "Sacramento, CA"], .cityHoldsMore),
    BadRow([.city: "Sacramento CA"], .cityHoldsMore),
    BadRow([.city: "Sacramento 95814"], .cityHoldsMore),
    BadRow([.city: "95814"], .cityHoldsMore),
    BadRow(
      [.city: "Los Angeles, CA 90001", .state: "", .zip: ""], .stateMissing, .zipMissing,
      .cityHoldsMore),
    BadRow(oneColumn("Los Angeles, CA 90001"), .cityLineRead),
    BadRow(oneColumn("Los Angeles CA, 90001-1234"), .cityLineRead),
    BadRow(oneColumn("Los Angeles, CA 89501"), .zipStateMismatch, .cityLineRead),
    BadRow(oneColumn("Los Angeles 90001"), .stateMissing, .cityHoldsMore),
    BadRow(oneColumn("Los Angeles, CA"), .zipMissing, .cityHoldsMore),
    BadRow(oneColumn("CA 90001"), .stateMissing, .cityHoldsMore),
    BadRow(oneColumn("Los Angeles"), .stateMissing, .zipMissing),
    BadRow(
      [.city: "Los Angeles, Calif.", .state: "Los Angeles, Calif.", .zip: "90001"], .cityLineRead),
    BadRow([.city: "New York", .state: "New York", .zip: "10001"], .stateNormalized),
    BadRow([.street2: "4-Mar"], .looksLikeDate),
    BadRow([.street2: "3-4"]),
    BadRow([.street1: "10-Dec Oak St"], .looksLikeDate),
    BadRow([.street1: "12-10 Oak St"]),
    BadRow([.street1: "12/15/2026"], .looksLikeDate, .streetNameMissing),
    BadRow([.street1: "617-555-1212"], .streetNameMissing),
    BadRow([.street1: "07102"], .streetNameMissing),
    BadRow([.street2: "<NULL>"], .placeholderDropped),
    BadRow([.street2: "\\N"], .placeholderDropped),
    BadRow([.reference: "nan"], .placeholderDropped),
    BadRow([.matter: "-"], .placeholderDropped),
    BadRow([.mailClass: "N/A"], .placeholderDropped),
    BadRow([.mailBy: "NULL"], .placeholderDropped),
    BadRow([.sender: "nan"], .placeholderDropped),
    BadRow([.occurrence: "nan"], .placeholderDropped),
    BadRow([.name: String(repeating: "x", count: 50)]),
    BadRow([.name: String(repeating: "x", count: 51)], .tooLongForLabel),
    BadRow([.name: String(repeating: "x", count: 200)], .tooLongForLabel),
    BadRow([.name: String(repeating: "x", count: 201)], .tooLong),
    BadRow([.street1: "1" + String(repeating: "x", count: 63)]),
    BadRow([.street1: "1" + String(repeating: "x", count: 64)], .tooLongForLabel),
    BadRow([.street1: "1" + String(repeating: "x", count: 100)], .tooLong),
    BadRow([.city: String(repeating: "x", count: 51)], .tooLongForLabel),
    BadRow([.city: String(repeating: "x", count: 61)], .tooLong),
    BadRow([.reference: String(repeating: "x", count: 255)]),
    BadRow([.reference: String(repeating: "x", count: 256)], .tooLong),
    BadRow([.document: String(repeating: "x", count: 1025)], .tooLong),
    BadRow([.mailClass: String(repeating: "x", count: 101)], .tooLong),
  ]

  static let orders = [
    BadRow([.mailBy: "soon"], .mailByUnreadable),
    BadRow([.mailBy: "2026-02-30"], .mailByUnreadable),
    BadRow([.mailBy: "13/1/2026"], .mailByUnreadable),
    BadRow([.mailBy: "2026-01-15"], .mailByDue),
    BadRow([.mailBy: "2026-01-16"]),
    BadRow([.mailBy: "1/14/2026"], .mailByDue),
    BadRow([.mailBy: "2/1/26"], .mailByNormalized),
    BadRow([.mailBy: "46060"], .mailByNormalized),
    BadRow([.occurrence: "0"], .occurrenceInvalid),
    BadRow([.occurrence: "99"]),
    BadRow([.occurrence: "100"], .occurrenceInvalid),
    BadRow([.occurrence: "-1"], .occurrenceInvalid),
    BadRow([.occurrence: "two"], .occurrenceInvalid),
    BadRow([.sender: "ny"]),
    BadRow([.sender: "NY"]),
  ]
}
