import MailModel
import Testing

@testable import Addressing

/// One change to a good row, and what its first finding says, letter for letter.
struct Wording: Sendable {
  var changes: [RowField: String]
  var message: String
  var hint: String

  init(_ changes: [RowField: String], _ message: String, _ hint: String = "") {
    (self.changes, self.message, self.hint) = (changes, message, hint)
  }
}

@Suite struct MessageTests {
  @Test(arguments: places + texts)
  func `a finding says what is wrong and what to do`(wording: Wording) throws {
    let finding = try #require(RowExamples.findings(wording.changes).first)
    #expect(finding.message == wording.message)
    #expect(finding.hint == wording.hint)
  }

  @Test func `no message holds a character that would not print`() {
    for text in ["a\u{202E}b\u{1B}[31m", "\u{200F}x\u{7}", "ZZ\u{FFFD}\u{0}"] {
      for field in RowField.allCases {
        for finding in RowExamples.findings([field: text]) {
          let classes = (finding.message + finding.hint).unicodeScalars.map(TextClass.init)
          #expect(!classes.contains(.refused), "\(finding.code)")
        }
      }
    }
  }

  @Test func `a long value is cut in messages`() {
    let finding = RowExamples.findings([.state: String(repeating: "Q", count: 500)])[0]
    #expect(finding.message == "state \"\(String(repeating: "Q", count: 60))…\" is not a US state")
  }

  static let places = [
    Wording([.state: "CF"], #"state "CF" is not a US state"#, #"did you mean "CA"?"#),
    Wording(
      [.state: "CF", .zip: ""], #"state "CF" is not a US state"#,
      "write the two-letter code, as CA for California"),
    Wording(
      [.state: "Pensylvannia", .zip: ""], #"state "Pensylvannia" is not a US state"#,
      #"did you mean "PA"?"#),
    Wording(
      [.state: "QQ", .zip: "83414"], #"state "QQ" is not a US state"#, "ZIP 83414 lies in ID or WY"),
    Wording([.state: ""], "state is empty", "ZIP 95814 lies in CA"),
    Wording(
      [.city: "Toronto, Canada", .state: "", .zip: ""],
      #"city "Toronto, Canada" names Canada, which is not in the US"#,
      "certified mail is domestic: send this letter another way"),
    Wording([.state: "calif"], #"state "calif" was read as "CA""#),
    Wording(
      [.zip: "7302", .state: "NJ"],
      #"zip "7302" was read as "07302": a spreadsheet had lost its zeros"#),
    Wording(
      [.zip: "7302", .state: "TX"], #"zip "7302" is not a ZIP code"#,
      "with lost zeros it would be 07302, which lies in NJ, not in TX"),
    Wording(
      [.zip: "9.41E+04"], #"zip "9.41E+04" is not a ZIP code"#,
      "a spreadsheet rounded it: format the column as text and enter the ZIP again"),
    Wording([.zip: "9581O"], #"zip "9581O" is not a ZIP code"#, #"did you mean "95810"?"#),
    Wording(
      [.zip: "958"], #"zip "958" is not a ZIP code"#,
      "with lost zeros it would be 00958, which lies in PR, not in CA"),
    Wording(
      [.zip: "95"], #"zip "95" is not a ZIP code"#, "a ZIP has 5 digits, or 9 as in 94105-1234"),
    Wording(
      [.zip: "00012"], #"zip "00012" does not exist: no ZIP code begins with 000"#,
      "check its first three digits"),
    Wording(
      [.zip: "90001", .state: "NY"], #"zip "90001" does not lie in NY"#,
      "it lies in CA; correct the ZIP or the state"),
    Wording(
      [.zip: "59814"], #"zip "59814" does not lie in CA"#,
      #"it lies in MT; did you mean "95814"?"#),
    Wording(
      [.state: "ON", .zip: "M5V 2T6"], #"zip "M5V 2T6" is a Canadian postal code"#,
      "certified mail is domestic: send this letter another way"),
    Wording(
      [.city: "Los Angeles, CA 90001"],
      #"city "Los Angeles, CA 90001" holds more than the city"#,
      #"put "Los Angeles" into city, "CA" into state, "90001" into zip"#),
    Wording(
      [.street1: "482 Larkspur Ave, Sacramento, CA 95814", .city: "", .state: "", .zip: ""],
      "city is empty", "street1 seems to hold the whole address: split it into its columns"),
  ]

  static let texts = [
    Wording(
      [.name: ""], "name and company are both empty", "give the recipient's name or a company"),
    Wording(
      [.name: "Do\u{202E}lores"], "name contains the control character U+202E",
      "delete it: type the name again"),
    Wording(
      [.name: "Do\u{FFFD}lores"], "name has lost a letter (U+FFFD)",
      "save the list as CSV UTF-8 and correct the name"),
    Wording(
      [.name: String(repeating: "x", count: 201)], "name has 201 characters; 200 is the most",
      "shorten it"),
    Wording(
      [.name: String(repeating: "x", count: 51)],
      "name has 51 characters; labels often cut it at 50"),
    Wording(
      [.mailBy: "soon"], #"mail_by "soon" is not a date"#, "write it as 2026-01-31 or 1/31/2026"),
    Wording([.mailBy: "2026-01-14"], "mail_by 2026-01-14 is past"),
    Wording([.mailBy: "1/15/2026"], "mail_by 2026-01-15 is today"),
    Wording([.occurrence: "100"], #"occurrence "100" is not a number from 1 to 99"#),
    Wording(
      [.sender: "la"], #"sender "la" is not one of the job's senders"#, #"known: "ny", "sf""#),
    Wording([.street2: "Apt"], #"street2 "Apt" has no unit number"#, "add the number of the unit"),
    Wording([.street1: "Main St"], #"street1 "Main St" has no street number"#),
  ]

  @Test func `a job without senders says where they belong`() {
    let check = AddressCheck(rules: AddressRules(today: RowExamples.today))
    #expect(
      check.check(RowExamples.draft([.sender: "ny"])).findings.map(\.hint) == [
        "the job file names none: add it under \"senders\" or leave the cell empty"
      ])
  }
}
