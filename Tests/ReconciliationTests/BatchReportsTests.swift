import Foundation
import MailModel
import Testing

@testable import Reconciliation

@Suite struct BatchReportsTests {
  private let folder: TestFolder

  init() throws { folder = try TestFolder() }

  private func write(
    _ entries: [ReportEntry], ledger: LedgerTotals? = nil
  ) throws -> BatchReports.Outcome {
    try BatchReports(makeHeader(inputRows: entries.count), folder: folder.path)
      .write(ledger: ledger) { _, body in for entry in entries { try body(entry) } }
  }

  @Test func `all files are written and agree`() throws {
    let entries = [makeDone(), makeUnsent(.invalid, row: 3)]
    let outcome = try write(entries)
    #expect(
      try folder.names() == [
        "charges-by-matter.csv", "charges.csv", "needs-attention.csv", "report.csv", "report.html",
        "report.json",
      ])
    #expect(outcome.balance.isBalanced)
    #expect(outcome.attentionRows == 1)
    #expect(outcome.totals == totals(entries))
    let header = makeHeader(inputRows: 2)
    #expect(try folder.text("report.csv") == csvText(header, entries))
    #expect(try folder.text("report.json") == jsonText(header, entries))
    #expect(try folder.text("needs-attention.csv") == attentionText(header, entries))
    #expect(try folder.text("report.html") == htmlText(header, entries))
  }

  @Test func `needs-attention goes away when its rows are repaired`() throws {
    #expect(try write([makeUnsent(.refused)]).attentionRows == 1)
    #expect(try folder.names().contains("needs-attention.csv"))
    #expect(try write([makeDone()]).attentionRows == 0)
    #expect(try !folder.names().contains("needs-attention.csv"))
  }

  @Test func `a ledger that disagrees unbalances the report`() throws {
    let ledger = LedgerTotals(
      byState: StateCounts([.done: 1]), quoted: Cents(750), charged: Cents(751))
    #expect(try !write([makeDone()], ledger: ledger).balance.isBalanced)
    #expect(try folder.text("report.json").contains("\"balanced\":false"))
  }

  @Test func `rows that change between the passes leave the old reports as they were`() throws {
    _ = try write([makeDone()])
    let before = try folder.text("report.csv")
    var pass = 0
    let expected = BatchReports.LedgerMoved(
      firstPass: 1, secondPass: 1, chargedFirst: Cents(750), chargedSecond: Cents(751))
    #expect(throws: expected) {
      try BatchReports(makeHeader(), folder: folder.path).write(ledger: nil) { _, body in
        pass += 1
        try body(makeDone { $0.charged = Cents(749 + Int64(pass)) })
      }
    }
    #expect(try folder.text("report.csv") == before)
    #expect(try !folder.names().contains { $0.hasSuffix(AtomicFile.suffix) })
  }
}
