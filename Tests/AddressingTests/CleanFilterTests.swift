import MailModel
import TestSupport
import Testing

@testable import Addressing

@Suite struct CleanFilterTests {
  @Test(arguments: [1, 2, 3, 20_260_115] as [UInt64])
  func `what the filter accepts, the check passes unchanged and without a finding`(seed: UInt64) {
    print("CleanFilterTests: differential seed \(seed)")
    var random = SeededRandom(seed: seed)
    var accepted = 0
    for _ in 0..<5000 {
      var draft = RowExamples.cleanDraft(&random)
      for _ in 0..<Int.random(in: 1...3, using: &random) { RowExamples.mutate(&draft, &random) }
      guard isClean(draft) else { continue }
      accepted += 1
      let row = RowExamples.check.check(draft)
      #expect(row.findings == [], "\(draft)")
      #expect(row.verdict == .valid)
      #expect(isUnchanged(row, draft), "\(draft)")
    }
    #expect(accepted > 500, "too few mutated rows were accepted to prove anything")
  }

  @Test func `nearly every row of a careful office is accepted`() {
    var random = SeededRandom(seed: 7)
    let clean = (0..<4000).filter { _ in isClean(RowExamples.cleanDraft(&random)) }.count
    #expect(clean >= 3800)
  }

  @Test(arguments: GoodAddresses.states.dropLast(6))
  func `an ordinary address in any state is accepted`(line: String) {
    #expect(isClean(RowExamples.draft(line: line)))
  }

  @Test(arguments: BadAddressesTests.missing + BadAddressesTests.zips + BadAddressesTests.texts)
  func `a remarkable row is not accepted`(row: BadRow) {
    #expect(!isClean(RowExamples.draft(row.changes)))
  }

  @Test(arguments: BadAddressesTests.streets + BadAddressesTests.names + BadAddressesTests.orders)
  func `a row with a finding is not accepted, at each limit`(row: BadRow) {
    let draft = RowExamples.draft(row.changes)
    if !row.codes.isEmpty { #expect(!isClean(draft)) }
    if isClean(draft) { #expect(RowExamples.check.check(draft).findings == []) }
  }

  @Test func `its limits are those of the check`() {
    for (field, most) in [(RowField.company, 50), (.street2, 64), (.city, 50), (.matter, 255)] {
      #expect(isClean(RowExamples.draft([field: String(repeating: "x", count: most)])))
      #expect(!isClean(RowExamples.draft([field: String(repeating: "x", count: most + 1)])))
    }
  }

  @Test(arguments: [
    [RowField.sender: "la"], [.sender: "NY"], [.mailBy: "2026-01-15"], [.mailBy: "2/1/2026"],
    [.occurrence: "01"], [.occurrence: "0"], [.state: "ca"], [.zip: "95814-0000"],
    [.zip: "95814-123"], [.name: ""], [.company: "N/A"], [.certmailRow: "a\nb"],
  ])
  func `what would be read otherwise than written is left to the check`(changes: [RowField: String])
  {
    #expect(!isClean(RowExamples.draft(changes)))
  }

  @Test func `every placeholder fits the filter's comparison`() {
    #expect(SpreadsheetDamage.placeholders.allSatisfy { (1...7).contains($0.utf8.count) })
    for text in SpreadsheetDamage.placeholders {
      #expect(!isClean(RowExamples.draft([.company: text.lowercased()])))
    }
  }

  private func isClean(_ draft: RowDraft) -> Bool {
    let cells = draft.cells
    return RowExamples.check.isClean(cells.bytes, cells.fields)
  }

  /// Byte for byte, but that an occurrence of 1 may be left out.
  private func isUnchanged(_ row: CheckedRow, _ draft: RowDraft) -> Bool {
    RowField.allCases.allSatisfy { field in
      switch field {
      case .occurrence: row.occurrence == Int(draft[field]) ?? 1
      case .country, .certmailRow: true
      default: Array(row.draft[field].utf8) == Array(draft[field].utf8)
      }
    }
  }
}
