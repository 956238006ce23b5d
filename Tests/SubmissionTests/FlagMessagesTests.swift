import JobLedger
import Testing

@testable import Submission

/// What a look-up writes on a row for a person, letter for letter.
@Suite struct FlagMessagesTests {
  @Test func `what was found that settles nothing`() {
    let flags: [SubmissionEffect.Flag] = [.foundTwice, .foundDiffering, .foundAmbiguous]
    let said = flags.map(FlagWords.remark).map { "\($0.code): \($0.message)" }
    #expect(
      said.joined(separator: "\n") == """
        found_twice: two mailings on the API's side carry this row's token
        found_differing: a mailing with this row's token has another recipient or class, or is another row's here
        found_ambiguous: mailings that may be this row's were found, but none for sure
        """)
    #expect(
      Set(flags.map { FlagWords.remark($0).hint }) == [
        "look at the provider's account, then: certmail resolve JOB ROW --adopt ID --reason WHY"
      ])
  }

  @Test func `what is held because its ledger has forgotten`() {
    #expect(
      FlagWords.restored
        == RowRemarks(
          code: "ledger_restored",
          message: """
            this ledger was restored from a backup or made anew, and the API has mailings that it does \
            not know; this row's mark was not found among those that the API lists
            """,
          hint:
            "look for it in the provider's account: resolve it with --adopt when it was mailed, "
            + "approve it when it was not"))
  }
}
