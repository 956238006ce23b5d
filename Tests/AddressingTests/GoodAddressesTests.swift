import MailModel
import Testing

@testable import Addressing

@Suite struct GoodAddressesTests {
  @Test(arguments: GoodAddresses.all)
  func `no real address is refused`(line: String) {
    let row = RowExamples.check.check(RowExamples.draft(line: line))
    #expect(row.findings.filter { $0.severity == .error } == [])
    #expect(row.verdict == .valid)
  }

  @Test func `the table has every state and at least 150 addresses`() {
    let states = Set(GoodAddresses.all.compactMap { $0.split(separator: "|").dropLast().last })
    #expect(states.count == USState.allCases.count)
    #expect(GoodAddresses.all.count >= 150)
  }

  @Test(arguments: GoodAddresses.states)
  func `an ordinary address in any state is not even remarkable`(line: String) {
    #expect(RowExamples.check.check(RowExamples.draft(line: line)).findings == [])
  }

  @Test(arguments: [
    "PO BOX 123", "RR 2 BOX 152", "HC 68 BOX 23A", "General Delivery", "P.O. Drawer B",
    "100 Main St PMB 240", "N6W23001 Bluemound Rd", "88-20 Queens Blvd", "842 E 1700 S",
    "123 1/2 Oak St", "One Liberty Plaza", "Smith Bldg 4", "18 Beekman St 5th Floor", "½ Oak St",
  ])
  func `unusual first lines are accepted without a finding`(street1: String) {
    #expect(RowExamples.findings([.street1: street1]) == [])
  }

  @Test(arguments: [
    "Ruth O’Brien", "José Nuñez", "“Buddy” Vance", "Ann Ray – Trustee", "Łukasz Wiśniewski",
    "Nguyễn Văn An", "JOÃO PEÇANHA",
  ])
  func `accents, smart quotes and dashes are accepted as they are`(name: String) {
    let row = RowExamples.check.check(RowExamples.draft([.name: name]))
    #expect(row.findings == [])
    #expect(row.recipient.name == name)
  }

  @Test func `the tables refuse too: an address without a city has an error`() {
    let line = "Ann Ray||1 A St|||CA|94105"
    #expect(RowExamples.check.check(RowExamples.draft(line: line)).verdict == .invalid)
  }
}
