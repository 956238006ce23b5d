import MailModel
import Testing

@testable import Reconciliation

@Suite struct GroupedChargesTests {
  private func grouped(_ charges: [(String, Int64)], groupsMax: Int) -> GroupedCharges {
    var grouped = GroupedCharges(groupsMax: groupsMax)
    for (name, cents) in charges {
      grouped.add(makeDone(), charged: Cents(cents), to: name)
    }
    return grouped
  }

  @Test func `the largest charge comes first, equal ones by name`() {
    let charges = grouped([("b", 5), ("a", 5), ("c", 9)], groupsMax: 3)
    #expect(charges.byCharge.map(\.name) == ["c", "a", "b"])
    #expect(charges.byName.map(\.name) == ["a", "b", "c"])
    #expect(charges.rest.mailings == 0)
  }

  @Test func `one name above the limit goes to the rest, a known one does not`() {
    let charges = grouped([("a", 1), ("b", 2), ("c", 4), ("a", 8)], groupsMax: 2)
    #expect(charges.sums["a"]?.total == Cents(9))
    #expect(charges.sums["c"] == nil)
    #expect(charges.rest.total == Cents(4))
    #expect(charges.rest.mailings == 1)
  }
}
