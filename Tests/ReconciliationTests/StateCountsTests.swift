import MailModel
import Testing

@testable import Reconciliation

@Suite struct StateCountsTests {
  @Test func `each state has a place of its own, in the order of all cases`() {
    #expect(MailingState.allCases.map(\.position) == Array(MailingState.allCases.indices))
  }

  @Test func `counts add up, are told by state and compare by state`() {
    let counts = StateCounts([.done: 2, .invalid: 1])
    #expect(counts.total == 3)
    #expect(counts[.done] == 2)
    #expect(counts.present == [.invalid, .done])
    #expect((counts + counts)[.done] == 4)
    #expect(counts == StateCounts([.invalid: 1, .done: 2]))
    #expect(counts != StateCounts([.invalid: 2, .done: 1]))
  }

  @Test func `people read every state, and each one that needs them has advice`() {
    #expect(Set(StateWording.readingOrder) == Set(MailingState.allCases))
    for state in MailingState.allCases where state.needsPerson {
      #expect(StateWording.urgency.contains(state))
      #expect(StateWording.advice(state, makeHeader()) != nil)
    }
  }

  @Test func `a backtick in the job's path cannot end what is to be typed`() {
    var header = makeHeader()
    header.jobFile = "a`b.json"
    let advice = StateWording.advice(.held, header)
    #expect(advice?.contains("`certmail approve a'b.json`") == true)
  }
}
