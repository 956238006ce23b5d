import MailModel
import Testing

@testable import Reconciliation

/// What a report says about each state, letter for letter.
@Suite struct StateWordingMessagesTests {
  @Test func `what a state means`() {
    let said = StateWording.readingOrder.map {
      "\($0): \(StateWording($0, isQuote: false).meaning)"
    }
    #expect(
      said.joined(separator: "\n") == """
        done: mailed, label stored
        mailed: mailed, label still to come
        queued: in line, not mailed yet
        submitting: being sent
        held: waits for approval
        uncertain: sent, answer unknown: it may have been mailed
        absent: sent, proved not to have arrived: not mailed
        refused: refused by the mail service
        invalid: cannot be mailed as it is
        duplicate: the same letter as another row
        ignored: not a recipient
        cancelled: taken out by a person
        """)
    #expect("\(StateWording(.queued, isQuote: true).meaning)" == "would be mailed")
    #expect(Set(StateWording.readingOrder) == Set(MailingState.allCases))
  }

  @Test func `what a person does about it`() {
    let header = makeHeader()
    let said = StateWording.urgency.map { "\($0): \(StateWording.advice($0, header) ?? "")" }
    #expect(
      said.joined(separator: "\n") == """
        uncertain: These may have been mailed and charged: do not send them again by hand. Run certmail again, it looks them up. What stays uncertain, look for in the account of the mail service and decide: `certmail resolve JOB ROW --reason WHY` with `--adopt ID`, `--resend` or `--write-off`.
        absent: These were not mailed. Decide for each: `certmail resolve JOB ROW --resend --reason WHY` sends it, `certmail cancel JOB ROW` takes it out.
        held: These wait for approval. Read the reason, then: `certmail approve JOB`, or `certmail cancel JOB ROW`.
        refused: Correct these in needs-attention.csv and import it: `certmail import JOB needs-attention.csv`. Or send one as it is: `certmail retry JOB --row ROW`.
        invalid: Correct these in needs-attention.csv and import it: `certmail import JOB needs-attention.csv`. Or take one out: `certmail cancel JOB ROW`.
        mailed: These are mailed; something about them should be looked at. A missing label is fetched by: `certmail labels JOB`.
        done: These are mailed and their labels stored; compare each label with the row before it goes out.
        """)
  }
}
