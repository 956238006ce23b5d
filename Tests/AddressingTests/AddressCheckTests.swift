import MailModel
import Testing

@testable import Addressing

@Suite struct AddressCheckTests {
  @Test func `all faults of a row come at once, errors first, in the order of the fields`() {
    let row = RowExamples.check.check(
      RowDraft([
        .name: "Do\u{202E}lores", .street1: "Larkspur Ave", .street2: "Apt", .state: "CF",
        .zip: "95814 1234", .mailBy: "soon", .occurrence: "0", .sender: "la",
      ]))
    #expect(row.verdict == .invalid)
    #expect(
      row.findings.map(\.code) == [
        "control_character", "city_missing", "state_unknown", "mail_by_unreadable",
        "sender_unknown", "occurrence_invalid", "street_number_missing", "unit_number_missing",
        "zip_reformatted",
      ])
  }

  @Test func `blanks, tabs and line breaks are folded everywhere`() {
    let row = RowExamples.check.check(
      RowExamples.draft([
        .name: "  Dolores \t Quill ", .street1: "482\u{A0}Larkspur\u{3000}Ave",
        .city: "Sacramento\n",
        .state: " CA", .zip: "95814 ", .reference: "A\tB",
      ]))
    #expect(row.findings == [])
    #expect(row.recipient.name == "Dolores Quill")
    #expect(row.recipient.street1 == "482 Larkspur Ave")
    #expect(row.recipient.city == "Sacramento")
    #expect(row.recipient.state == "CA")
    #expect(row.recipient.zip == "95814")
    #expect(row.reference == "A B")
  }

  @Test func `the recipient is in its normal form`() {
    let row = RowExamples.check.check(
      RowDraft([
        .company: "First Prairie Bank", .street2: "500 Nicollet Mall", .city: "Minneapolis",
        .state: "minn.", .zip: "554021234",
      ]))
    #expect(row.verdict == .valid)
    #expect(
      row.recipient
        == PostalAddress(
          name: "First Prairie Bank", street1: "500 Nicollet Mall", city: "Minneapolis",
          state: "MN", zip: "55402-1234"))
  }

  @Test func `what the row orders is read, and the job's own stands where it says nothing`() {
    let full = RowExamples.check.check(
      RowExamples.draft([
        .mailClass: " certified ", .matter: "1042-7", .mailBy: "2/1/2026", .document: " a  b.pdf ",
        .sender: "sf", .occurrence: "2.0",
      ]))
    #expect(full.mailClass == "certified")
    #expect(full.matter == "1042-7")
    #expect(full.mailBy == "2026-02-01")
    #expect(full.document == "a  b.pdf")
    #expect(full.sender == "sf")
    #expect(RowExamples.check.check(RowExamples.draft([.sender: "SF"])).draft[.sender] == "sf")
    #expect(full.occurrence == 2)
    #expect(full.findings == [])
    let bare = RowExamples.check.check(RowExamples.draft())
    #expect(bare.mailClass == nil)
    #expect(bare.mailBy == nil)
    #expect(bare.occurrence == 1)
  }

  @Test func `a check of the result changes and repairs nothing`() {
    for draft in RowExamples.messyDrafts {
      let once = RowExamples.check.check(draft)
      let twice = RowExamples.check.check(once.draft)
      #expect(twice.recipient == once.recipient)
      #expect(twice.draft == once.draft)
      if once.verdict != .ignored {
        #expect(twice.findings.filter { $0.severity == .repair } == [])
      }
    }
  }

  @Test(arguments: [
    "Total", "Totals:", "TOTAL 124", "Grand total: $1,210.40", "Sub-total", "Sum", "Count: 12",
    "Total number of letters", "Number of records total: 3", "(2 rows affected)", "3 records",
    "-------",
  ])
  func `a totals row is ignored`(text: String) {
    for field in [RowField.reference, .name, .company] {
      let row = RowExamples.check.check(RowDraft([field: text]))
      #expect(row.verdict == .ignored)
      #expect(row.findings.map(\.code) == ["totals_row"])
    }
  }

  @Test(arguments: [
    "Total Wine LLC", "Count Vronsky", "Summers", "Totally Ltd", "124", "All letters",
  ])
  func `a recipient whose address is missing is not a totals row`(name: String) {
    #expect(RowExamples.check.check(RowDraft([.name: name])).verdict == .invalid)
  }

  @Test func `a recipient named Total with an address is mailed`() {
    #expect(RowExamples.codes([.name: "Total"]) == [])
  }

  @Test func `every code has one severity and is its own name`() {
    #expect(Set(AddressCode.allCases.map(\.rawValue)).count == AddressCode.allCases.count)
    #expect(AddressCode.zipMalformed.severity == .error)
    #expect(AddressCode.mailByDue.severity == .warning)
    #expect(AddressCode.zipZerosRestored.severity == .repair)
  }
}
