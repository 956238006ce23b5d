import MailModel
import Testing

@testable import Addressing

@Suite struct FoldedAddressTests {
  let address = PostalAddress(
    name: "Ann Ray", company: "Ray LLC", street1: "9 Oak St", street2: "Apt 4", city: "Reno",
    state: "NV", zip: "89501")

  @Test func `as a rule it goes out as it is`() {
    #expect(address.folded(unit: .street2, company: .company) == address)
  }

  @Test func `the unit goes behind the first line`() {
    let folded = address.folded(unit: .street1, company: .company)
    #expect(folded.street1 == "9 Oak St Apt 4")
    #expect(folded.street2 == "")
    #expect(folded.company == "Ray LLC")
  }

  @Test func `the company goes behind the name`() {
    let folded = address.folded(unit: .street2, company: .name)
    #expect(folded.name == "Ann Ray, Ray LLC")
    #expect(folded.company == "")
    #expect(folded.street2 == "Apt 4")
  }

  @Test func `nothing is joined to nothing, and folding twice is folding once`() {
    let bare = PostalAddress(name: "Ann Ray", street1: "9 Oak St", city: "Reno")
    #expect(bare.folded(unit: .street1, company: .name) == bare)
    let once = address.folded(unit: .street1, company: .name)
    #expect(once.folded(unit: .street1, company: .name) == once)
  }

  @Test func `a company that is also the name is written once`() {
    let bank = PostalAddress(name: "Ray LLC", company: "Ray LLC")
    #expect(bank.folded(unit: .street2, company: .name).name == "Ray LLC")
  }

  @Test func `the job file's words are the raw values`() {
    #expect(UnitLine.allCases.map(\.rawValue) == ["street2", "street1"])
    #expect(CompanyLine.allCases.map(\.rawValue) == ["company", "name"])
    #expect(UnitLine(rawValue: "street3") == nil)
  }
}
