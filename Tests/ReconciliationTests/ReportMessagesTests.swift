import MailModel
import Testing

@testable import Reconciliation

/// Why a report is not balanced or cannot be written, and what it says beside its lists, letter for
/// letter.
@Suite struct ReportMessagesTests {
  private static let faults: [RowFault] = [
    .outOfOrder, .mailedWithoutCharge, .mailedWithoutID, .chargedNotMailed, .chargedWithoutQuote,
    .labelMissing, .labelChanged, .labelUnchecked,
  ]

  @Test func `one row that is at fault`() {
    #expect(
      Self.faults.map { $0.sentence(count: 1, first: 2) }.joined(separator: "\n") == """
        row 2 does not follow the row before in list order: rows are missing or came twice
        row 2 was mailed, but no charge is known
        row 2 was mailed, but no mailing id is known
        row 2 was charged, but is not mailed
        row 2 was charged, but never quoted
        the label of row 2 is not on disk
        the label of row 2 was changed on disk since it was stored
        the label of row 2 was not checked on disk
        """)
  }

  @Test func `many rows that are at fault`() {
    #expect(
      Self.faults.map { $0.sentence(count: 1200, first: 2) }.joined(separator: "\n") == """
        1,200 rows (the first is row 2) do not follow the row before in list order: rows are missing or came twice
        1,200 rows (the first is row 2) were mailed, but no charge is known
        1,200 rows (the first is row 2) were mailed, but no mailing id is known
        1,200 rows (the first is row 2) were charged, but are not mailed
        1,200 rows (the first is row 2) were charged, but never quoted
        the label of 1,200 rows (the first is row 2) is not on disk
        the label of 1,200 rows (the first is row 2) was changed on disk since it was stored
        the label of 1,200 rows (the first is row 2) was not checked on disk
        """)
  }

  @Test func `a bill that cannot be written`() {
    let faults: [LEDESFault] = [
      .missing(field: "CLIENT_ID"), .tooLong(field: "CLIENT_ID", count: 21, max: 20),
      .sameMatter(plain: "M/1", as: "M/1"), .noInvoice,
      .wrongTotal(invoice: "INV-7", expected: Cents(751), found: Cents(750)),
    ]
    #expect(
      faults.map(\.description).joined(separator: "\n") == """
        LEDES needs CLIENT_ID; it is empty
        LEDES allows 20 characters in CLIENT_ID, this one has 21
        LEDES would write it as M/1, as it does matter M/1; give one of them another name
        a LEDES line needs an invoice before it
        invoice INV-7 says $7.51, but its lines add up to $7.50
        """)
  }

  @Test func `a ledger that changed between two passes`() {
    let moved = BatchReports.LedgerMoved(
      firstPass: 1, secondPass: 2, chargedFirst: Cents(750), chargedSecond: Cents(1500))
    #expect(
      moved.description == """
        the ledger changed while the reports were written (1 row and $7.50, then 2 rows and $15.00); \
        run certmail report again
        """)
  }

  @Test func `what stands above a list of rows`() throws {
    #expect(
      AttentionList.Kind.notDelivered.advice(makeHeader()) == """
        These were mailed, and the recipient did not get them; what USPS says stands beside each. \
        A refused or unclaimed letter may count as served: decide for each whether to serve it \
        another way.
        """)
    #expect(
      StateWording.advice(.invalid, makeHeader(isQuote: true))
        == "Correct these in the list and quote it again; they would not be mailed as they are.")
    let charged = try htmlText(makeHeader(), [makeDone { $0.serviceFee = Cents(100) }])
    #expect(
      charged.contains(": postage $5.86, service fees $1.00, not itemised $0.64"))
    let text = try htmlText(makeHeader(isQuote: true), [makeUnsent(.queued)])
    #expect(text.contains("<p class=\"eyebrow\">Certified mail quote</p>"))
  }
}
