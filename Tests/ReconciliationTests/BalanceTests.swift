import MailModel
import Testing

@testable import Reconciliation

@Suite struct BalanceTests {
  private func reasons(
    _ entries: [ReportEntry], inputRows: Int? = nil, ledger: LedgerTotals? = nil
  ) -> [String] {
    Balance(totals(entries), inputRows: inputRows ?? entries.count, ledger: ledger).reasons
  }

  @Test func `done, open, refused and invalid rows together balance`() {
    let entries = [
      makeDone(), makeDone(row: 3) { $0.charged = Cents(760) }, makeUnsent(.invalid, row: 4),
      makeUnsent(.refused, row: 5), makeUnsent(.uncertain, row: 6), makeUnsent(.queued, row: 7),
      makeUnsent(.cancelled, row: 8) { $0.quoted = Cents(750) },
      makeDone(row: 9) { ($0.state, $0.label, $0.labelOnDisk) = (.mailed, "", .unchecked) },
    ]
    let ledger = LedgerTotals(
      byState: StateCounts([
        .done: 2, .invalid: 1, .refused: 1, .uncertain: 1, .queued: 1, .cancelled: 1, .mailed: 1,
      ]), quoted: Cents(4500), charged: Cents(2260))
    #expect(reasons(entries, ledger: ledger).isEmpty)
  }

  @Test func `a list without rows balances`() {
    #expect(Balance(BatchTotals(), inputRows: 0, ledger: nil).isBalanced)
  }

  @Test func `a row of the list without an outcome unbalances`() {
    #expect(
      reasons([makeDone()], inputRows: 2) == ["the list has 2 rows, but 1 row has an outcome"])
  }

  @Test(arguments: [[2, 4], [2, 2], [3], [3, 2]])
  func `a row that is missing, doubled or out of order unbalances`(rows: [Int]) {
    let found = reasons(rows.map { makeDone(row: $0) })
    #expect(found.count == 1)
    #expect(found[0].contains("in list order: rows are missing or came twice"))
  }

  @Test func `the ledger's counters must agree, each of them`() {
    let ledger = LedgerTotals(
      byState: StateCounts([.done: 1, .mailed: 1]), quoted: Cents(749), charged: Cents(751))
    #expect(
      reasons([makeDone()], ledger: ledger) == [
        "the ledger counts 1 mailed, but 0 rows are",
        "the ledger has quoted $7.49, but the rows add up to $7.50",
        "the ledger has charged $7.51, but the rows add up to $7.50",
      ])
  }

  @Test(arguments: [MailingState.mailed, .done])
  func `a mailed row without a charge or an id unbalances`(state: MailingState) {
    let entry = makeDone { ($0.state, $0.charged, $0.mailingID) = (state, nil, "") }
    #expect(
      reasons([entry]) == [
        "row 2 was mailed, but no charge is known", "row 2 was mailed, but no mailing id is known",
      ])
  }

  @Test func `a charge on a row that is taken out unbalances twice`() {
    let entry = makeDone { $0.state = .cancelled }
    #expect(
      reasons([entry]) == [
        "quoted $0.00 is not charged $7.50 less differences $0.00 plus still open $0.00 ($7.50)",
        "row 2 was charged, but is not mailed",
      ])
  }

  @Test func `a charge on a row that is in line unbalances`() {
    #expect(
      reasons([makeDone { $0.state = .queued }]) == ["row 2 was charged, but is not mailed"])
  }

  @Test func `a charge without a quote unbalances`() {
    let entry = makeDone { $0.quoted = nil }
    #expect(
      reasons([entry]) == [
        "quoted $0.00 is not charged $7.50 less differences $0.00 plus still open $0.00 ($7.50)",
        "row 2 was charged, but never quoted",
      ])
  }

  @Test(arguments: [
    (LabelOnDisk.missing, "the label of row 2 is not on disk"),
    (.changed, "the label of row 2 was changed on disk since it was stored"),
    (.unchecked, "the label of row 2 was not checked on disk"),
  ])
  func `a done row without its label unbalances`(found: LabelOnDisk, reason: String) {
    #expect(reasons([makeDone { $0.labelOnDisk = found }]) == [reason])
    #expect(reasons([makeDone { ($0.state, $0.labelOnDisk) = (.mailed, found) }]).isEmpty)
  }

  @Test func `a done row of which the ledger has no path or hash unbalances`() {
    let expected = ["the label of row 2 is not on disk"]
    #expect(reasons([makeDone { $0.label = "" }]) == expected)
    #expect(reasons([makeDone { $0.labelSHA256 = "" }]) == expected)
  }

  @Test func `many rows with one fault are one reason that names the first`() {
    let entries = (2...4).map { row in makeDone(row: row) { $0.labelOnDisk = .missing } }
    #expect(reasons(entries) == ["the label of 3 rows (the first is row 2) is not on disk"])
  }
}
