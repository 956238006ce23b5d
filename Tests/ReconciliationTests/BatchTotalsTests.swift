import MailModel
import Testing

@testable import Reconciliation

@Suite struct BatchTotalsTests {
  @Test func `open rows count as quoted and open, charged ones with their difference`() {
    let sums = totals([
      makeDone(), makeDone(row: 3) { $0.charged = Cents(755) },
      makeDone(row: 4) { $0.charged = Cents(740) }, makeUnsent(.queued, row: 5),
      makeUnsent(.uncertain, row: 6), makeUnsent(.invalid, row: 7) { $0.quoted = Cents(750) },
    ])
    #expect(sums.rows == 6)
    #expect(sums.byState[.done] == 3)
    #expect(sums.quoted == Cents(3750))
    #expect(sums.charged == Cents(2245))
    #expect(sums.difference == Cents(-5))
    #expect(sums.open == Cents(1500))
    #expect(sums.postage == Cents(3 * 586))
    #expect(sums.serviceFee == Cents(3 * 164))
    #expect(sums.chargedRows == 3)
  }

  @Test(arguments: [
    MailingState.invalid, .duplicate, .ignored, .cancelled,
  ])
  func `quoted leaves out what is not going to be mailed`(state: MailingState) {
    #expect(totals([makeUnsent(state) { $0.quoted = Cents(750) }]).quoted == .zero)
  }

  @Test(arguments: [MailingState.held, .queued, .submitting, .uncertain, .absent, .refused])
  func `quoted keeps what is open`(state: MailingState) {
    let sums = totals([makeUnsent(state)])
    #expect(sums.quoted == Cents(750))
    #expect(sums.open == Cents(750))
  }

  @Test func `charges are summed by class and by matter`() {
    let sums = totals([
      makeDone(), makeDone(row: 3) { $0.mailClass = MailClass("other") }, makeUnsent(.held, row: 4),
    ])
    #expect(sums.byClass.sums.mapValues(\.mailings) == ["certified": 1, "other": 1])
    #expect(sums.byMatter.sums["0420-1"]?.total == Cents(1500))
  }
}
