import MailModel
import Testing

@testable import Pricing

@Suite struct PriceTotalsTests {
  @Test func `counts and sums stand by class, in the order of the names`() {
    var totals = PriceTotals()
    totals.add(MailClass("receipt"), each: Cents(976))
    totals.add(MailClass("certified"), each: Cents(750), count: 3)
    totals.add(MailClass("receipt"), each: Cents(980))
    #expect(
      totals.shares == [
        PriceTotals.Share(mailClass: MailClass("certified"), count: 3, sum: Cents(2250)),
        PriceTotals.Share(mailClass: MailClass("receipt"), count: 2, sum: Cents(1956)),
      ])
    #expect(totals.count == 5)
    #expect(totals.sum == Cents(4206))
  }

  @Test(arguments: [0, -1])
  func `no mailings add nothing, not even a class`(count: Int) {
    var totals = PriceTotals()
    totals.add(MailClass("certified"), each: Cents(750), count: count)
    #expect(totals == PriceTotals())
    #expect(totals.sum == .zero)
  }

  @Test func `a million mailings are exact to the cent`() {
    var totals = PriceTotals()
    totals.add(MailClass("certified"), each: Cents(976), count: 1_000_000)
    #expect(totals.sum.description == "9760000.00")
  }
}
