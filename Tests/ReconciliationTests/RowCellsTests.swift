import MailModel
import Testing

@testable import Reconciliation

@Suite struct RowCellsTests {
  @Test func `cells come back as they went in, empty ones too`() {
    let cells = RowCells(["a", "", "é😀", ""])
    #expect(cells.count == 4)
    #expect((0..<4).map { cells[$0] } == ["a", "", "é😀", ""])
  }

  @Test func `an emptied row takes the next row's cells`() {
    var cells = RowCells(["a", "b"])
    cells.removeAll()
    #expect(cells.count == 0)
    cells.append([0x63, 0x64].lazy.map { $0 })
    #expect(cells[0] == "cd")
    #expect(cells == RowCells(["cd"]))
    #expect(cells != RowCells(["c", "d"]))
  }

  @Test func `findings become one code, one message and one hint`() {
    var entry = ReportEntry()
    entry.describe([
      Finding(.repair, "zip_padded", .zip, "ZIP 7302 read as 07302"),
      Finding(.warning, "unit", .street2, "unit is missing", hint: "Add it"),
      Finding(.error, "state", .state, "state is missing", hint: "Say CA"),
    ])
    #expect(entry.code == "state")
    #expect(entry.message == "ZIP 7302 read as 07302; unit is missing; state is missing")
    #expect(entry.hint == "Add it; Say CA")
    entry.describe([Finding(.repair, "zip_padded", .zip, "ZIP 7302 read as 07302")])
    #expect(entry.code.isEmpty)
    #expect(entry.hint.isEmpty)
  }
}
