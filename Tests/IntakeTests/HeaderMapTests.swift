import Intake
import MailModel
import Testing

@Suite struct HeaderMapTests {
  private func map(_ names: [String], _ explicit: [RowField: [String]] = [:]) throws(IntakeError)
    -> HeaderMap
  {
    try HeaderMap(names: names, explicit: explicit, file: "list.csv")
  }

  private let plain = ["name", "street1", "city", "state", "zip"]

  @Test(arguments: [
    (
      RowField.reference,
      ["Case No.", "CASE #", "case_number", "Case-ID", "File No", "Docket", "Ref"]
    ),
    (
      .name,
      [
        "Name", "Recipient Name", "Full_Name", "Defendant", "Respondent", "Debtor", "Addressee",
        "to.name", "Defendant's Name",
      ]
    ),
    (.company, ["Company", "Firm", "Organization", "Business Name", "c/o", "Attn.", "to.company"]),
    (
      .street1,
      [
        "Address", "Address 1", "Address Line 1", "Addr1", "Mailing Address", "Street",
        "to.street1", "Recipient Address Line 1", "address.street1",
      ]
    ),
    (.street2, ["Address 2", "Unit", "Apt #", "Suite", "to.street2", "Apt/Suite", "Addr 2"]),
    (.city, ["City", "Town", "Recipient City", "to.address.city"]),
    (.state, ["State", "ST", "Province", "State/Province", "Mailing State"]),
    (.zip, ["ZIP", "Zip Code", "Postal Code", "Postcode", "ZIP+4", "to.zip", "Defendant Zip"]),
    (.country, ["Country", "Country Name", "to.country"]),
    (.mailClass, ["Mail Class", "Class", "Service", "mail_class"]),
    (.matter, ["Matter", "Client-Matter", "Client No.", "Matter ID", "Billing Code"]),
    (.mailBy, ["Mail By", "Deadline", "Send By"]),
    (.document, ["Document"]), (.sender, ["Sender"]), (.occurrence, ["Occurrence"]),
    (.certmailRow, ["certmail_row"]),
  ])
  func `the usual names of a column are recognised`(field: RowField, names: [String]) throws {
    for name in names {
      let map = try HeaderMap(names: [name], isComplete: false, file: "list.csv")
      #expect(map[field] == [0], "\(name)")
      #expect(map.columns.joined().count == 1, "\(name)")
    }
  }

  @Test(arguments: [
    (["House Number", "Street"], [0, 1]), (["Street Name", "House #"], [1, 0]),
    (["St. No.", "Pre Dir", "Street Name", "Street Type", "Post-Dir"], [0, 1, 2, 3, 4]),
    (["Street Number", "Street Suffix"], []),
    (["House Number", "Direction", "Street Name"], [0, 1, 2]),
    (["Street Number", "Street", "Street Direction"], [0, 1, 2]),
    (["Street Dir", "House Number", "House Fraction", "Street"], [1, 2, 0, 3]),
  ])
  func `a street in several columns is joined around its name`(names: [String], order: [Int]) throws
  {
    let map = try HeaderMap(names: names, isComplete: false, file: "list.csv")
    #expect(map[.street1] == order)
  }

  @Test func `a column that looks like a part of an address and is not used is known`() throws {
    let map = try map(plain + ["Notes", "PO Box", "Email Address", "Lot #", "From City"])
    #expect(map.missedAddress == ["PO Box", "Lot #"])
    #expect(map.unclaimed == [5, 6, 7, 8, 9])
  }

  @Test func `a parcel's own address beside the owner's is a question`() {
    let names = ["name", "address", "city", "state", "zip", "MAIL_ADDR", "MAIL_CITY"]
    let error = #expect(throws: IntakeError.self) { try map(names) }
    #expect(error?.description.contains("several columns for street1") == true)
  }

  @Test func `who is to open the letter counts where there is no company`() throws {
    #expect(try map(plain + ["Company", "Attn"])[.company] == [5])
    #expect(try map(plain + ["Attn"])[.company] == [5])
  }

  @Test(arguments: [
    "City, State, Zip", "City/State/ZIP Code", "CITY_ST_ZIP", "City, State and Zip",
  ])
  func `a city's column may be the whole last line`(name: String) throws {
    let map = try map(["name", "address", name])
    #expect([map[.city], map[.state], map[.zip]] == [[2], [2], [2]])
    // Beside columns of their own it is one of the others.
    #expect(try self.map(plain + [name]).unclaimed == [5])
  }

  @Test func `a city's column with the state needs a ZIP beside it`() throws {
    let map = try map(["name", "address", "City, State", "zip"])
    #expect([map[.city], map[.state], map[.zip]] == [[2], [2], [3]])
    #expect(throws: IntakeError.self) { try self.map(["name", "address", "City, State"]) }
  }

  @Test(arguments: [
    "", "Notes", "from.name", "from.zip", "Plaintiff", "Recipient Type", "Phone", "Email", "Amount",
    "Recipient Case No", "Due Date", "Sender Name", "to.mail_class", "County", "row", "code",
    "message", "hint",
  ])
  func `other columns are left alone`(name: String) throws {
    let map = try map(plain + [name])
    #expect(map.columns.joined().sorted() == [0, 1, 2, 3, 4])
    #expect(map.unclaimed == [5])
    #expect(map.ownColumns == [0, 1, 2, 3, 4, 5])
  }

  @Test func `a name in parts is put together in order`() throws {
    let map = try map([
      "Last Name", "zip", "Suffix", "First Name", "MI", "street", "city", "state", "Addr3", "Apt",
    ])
    #expect(map[.name] == [3, 4, 0, 2])
    #expect(map[.street2] == [9, 8])
    #expect(
      map.summary == """
        name: "First Name" + "MI" + "Last Name" + "Suffix", street1: "street", \
        street2: "Apt" + "Addr3", city: "city", state: "state", zip: "zip"
        """)
  }

  @Test func `an account number is the reference only where there is no case number`() throws {
    #expect(try map(plain + ["Account #"])[.reference] == [5])
    #expect(try map(plain + ["Account #", "Case #"])[.reference] == [6])
    #expect(throws: IntakeError.self) { try map(plain + ["Account #", "Claim #"]) }
  }

  @Test func `ZIP+4 counts only where there is no ZIP`() throws {
    #expect(try map(plain + ["ZIP+4"])[.zip] == [4])
    #expect(try map(["name", "street1", "city", "state", "ZIP+4"])[.zip] == [4])
  }

  @Test func `a suffix beside a whole name is no name`() throws {
    #expect(try map(plain + ["Suffix"])[.name] == [0])
  }

  @Test func `the job's own mapping goes first and may join columns`() throws {
    let names = ["A", "Name", "B b", "street1", "city", "state", "zip"]
    let map = try map(names, [.name: ["b_b", "A"], .reference: ["Name"]])
    #expect(map[.name] == [2, 0])
    #expect(map[.reference] == [1])
  }

  @Test func `two columns for one field are refused by name`() {
    #expect(
      throws: IntakeError(
        .headersUnusable(
          [.ambiguous(.name, columns: ["name", "Full Name", "First"])],
          found: plain + ["Full Name", "First"]), file: "list.csv")
    ) { try map(plain + ["Full Name", "First"]) }
    #expect(throws: IntakeError.self) { try map(plain + ["ZIP"]) }
    #expect(throws: IntakeError.self) { try map(plain + ["First", "Last"]) }
    #expect(throws: IntakeError.self) { try map(["First", "First"] + plain.dropFirst()) }
  }

  @Test func `what the job names must be there, and once`() {
    #expect(
      throws: IntakeError(
        .headersUnusable(
          [.unknownColumn(.matter, named: "M"), .repeatedColumn(.document, named: "D")],
          found: plain + ["D", "D"]), file: "list.csv")
    ) { try map(plain + ["D", "D"], [.matter: ["M"], .document: ["D"]]) }
  }

  @Test func `everything that is missing is said at once`() {
    #expect(
      throws: IntakeError(
        .headersUnusable(
          [.missing([.name, .company]), .missing([.street1]), .missing([.zip])],
          found: ["city", "state", "Notes"]), file: "list.csv")
    ) { try map(["city", "state", "Notes"]) }
  }

  @Test func `a company is enough where there is no name`() throws {
    #expect(try map(["Company"] + plain.dropFirst())[.company] == [0])
  }

  @Test func `a first row that looks like a recipient is said to be one, without its text`() {
    let row = ["Ada Quill", "1 Main St", "Springfield", "IL", "62701"]
    #expect(throws: IntakeError(.headerMissing, file: "list.csv")) { try map(row) }
  }

  @Test func `in a repair file certmail's own columns are not the list's`() throws {
    let names = ["code"] + plain + ["row", "code", "message", "hint", "certmail_row"]
    let map = try map(names)
    #expect(map.isRepair)
    #expect(map[.certmailRow] == [10])
    #expect(map.ownColumns == [0, 1, 2, 3, 4, 5])
    #expect(map.unclaimed == [0])
    #expect(try !self.map(plain + ["row", "code"]).isRepair)
  }

  @Test func `columns of JSON may be missing until the first batch is complete`() throws {
    #expect(try HeaderMap(names: ["zip"], isComplete: false, file: "x").columns.joined().count == 1)
    let fixture = try ListFixture(#"[{"zip":"1"}]"#, name: "list.json")
    var reader = try fixture.reader()
    var batch = RecordBatch()
    #expect(throws: IntakeError.self) { try reader.next(into: &batch) }
  }
}
