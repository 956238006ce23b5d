import MailModel
import Testing

@testable import Reconciliation

@Suite struct NeedsAttentionCSVTests {
  @Test func `invalid and refused rows come back with what is wrong and the row they repair`()
    throws
  {
    let invalid = makeUnsent(.invalid, row: 14) {
      $0.cells = RowCells(["CASE-9", "=Ana"])
      ($0.code, $0.message, $0.hint) = ("state", "state \"CF\" is not a US state", "CA?")
    }
    let refused = makeUnsent(.refused, row: 15) { $0.message = "refused" }
    let text = try attentionText(makeHeader(), [makeDone(), invalid, refused])
    #expect(
      text == "\u{FEFF}Case No.,Name,row,code,message,hint,certmail_row\r\n"
        + "CASE-9,'=Ana,14,state,\"state \"\"CF\"\" is not a US state\",CA?,3f9a1c:14\r\n"
        + "CASE-1,Ana Reyes,15,,refused,,3f9a1c:15\r\n")
  }

  @Test(arguments: MailingState.allCases)
  func `only invalid and refused rows are there`(state: MailingState) throws {
    let sink = MemorySink()
    var file = NeedsAttentionCSV(makeHeader(), totals: BatchTotals(), to: sink)
    try file.add(makeUnsent(state))
    #expect(file.rowCount == (state == .invalid || state == .refused ? 1 : 0))
  }

  @Test func `a ZIP keeps its zeros and certmail_row its name`() throws {
    let header = makeHeader(columns: ["ZIP", "message"])
    let entry = makeUnsent(.invalid) { $0.cells = RowCells(["07302", "x"]) }
    let records = readCSV(try attentionText(header, [entry]))
    #expect(
      records[0]
        == ["ZIP", "message", "row", "code", "certmail_message", "hint", "certmail_row"])
    #expect(records[1][0] == "07302")
  }
}
