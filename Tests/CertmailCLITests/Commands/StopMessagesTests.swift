import JobLedger
import Submission
import Testing

@testable import CertmailCLI

/// What a run says when it stops, and what track says of a piece, letter for letter.
@Suite struct StopMessagesTests {
  @Test func `why a run stopped, and its exit status`() {
    let said = StopReason.allCases.map {
      "\(StopWords.status($0).rawValue) \(StopWords.text($0, detail: nil, job: "j.json"))"
    }
    #expect(
      said.joined(separator: "\n") == """
        1 stopped: the ledger could not be read or written; run again: certmail run j.json
        130 stopped: interrupted; nothing is lost; run again: certmail run j.json
        4 stopped: the API refuses the key; nothing more was sent; check the key; run again: certmail run j.json
        7 stopped: the account has no funds; add some; run again: certmail run j.json
        7 stopped: there is no such call at api.base_url; correct it in the job file; run again: certmail run j.json
        7 stopped: api.base_url answers with a redirect; correct it in the job file; run again: certmail run j.json
        7 stopped: the API does not show the first mailing, so that nothing could be looked up; no second was sent; run again: certmail run j.json
        7 stopped: the API cut the reference of the first mailing; run again: certmail run j.json
        7 stopped: the API does not show the unit (street2) of the first mailing; run again: certmail run j.json
        7 stopped: a mailing was charged above its quote by more than price_rise; ask the provider, or raise limits.price_rise; run again: certmail run j.json
        7 stopped: too many outcomes are uncertain; the API may be in trouble; run again: certmail run j.json
        7 stopped: the API gives no usable answer; run again: certmail run j.json
        7 stopped: the API keeps limiting the rate; run again: certmail run j.json
        7 stopped: the time window is over; run again: certmail run j.json
        7 stopped: spend_per_run is reached; the rest stays queued; run again: certmail run j.json
        """)
    #expect(
      StopWords.text(.noFunds, detail: "balance 0", job: "j.json")
        == "stopped: the account has no funds; add some (balance 0); run again: certmail run j.json"
    )
  }

  @Test func `why a comparison ended before its end`() {
    #expect(
      [StopReason.interrupted, .timeWindow].map(ReconcileCommand.words) == [
        "interrupted; nothing was changed", "the time window is over; nothing was changed",
      ])
  }

  @Test func `what a first mailing teaches, and what to set in the job`() {
    let lessons = [
      Lessons(echoByID: .cut), Lessons(echoByID: .cut, referenceRoom: 13),
      Lessons(echoByID: .cut, referenceRoom: 12), Lessons(echoByID: .cut, referenceRoom: 0),
      Lessons(echoByID: .verbatim, unit: .dropped), Lessons(echoByID: .verbatim),
    ]
    #expect(
      lessons.map(\.cure) == [
        "a smaller reference.max", "reference.max to 13",
        #"reference.style to "plain" and reference.max to 12"#,
        #"reference.style to "plain" and reference.max to 1"#,
        #"lines.unit to "street1""#, nil,
      ])
    #expect(
      StopWords.text(.referenceCut, detail: "set reference.max to 13 in the job", job: "j.json")
        == "stopped: the API cut the reference of the first mailing; set reference.max to 13 in the "
        + "job; run again: certmail run j.json")
  }

  @Test func `what to do about a piece that does not move`() {
    let said = TrackingFlag.allCases.map { "\($0.rawValue): \($0.advice(acceptDays: 3))" }
    #expect(
      said.joined(separator: "\n") == """
        not_accepted: label made, not accepted by USPS within 3 days: mail it, or claim the postage back
        stalled: nothing new for 14 days: ask at the post office
        lost: lost, or nothing new for 30 days: open a search request, mail it again
        returned: not delivered: it comes back
        """)
  }
}
