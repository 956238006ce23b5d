import Testing

@testable import MailModel

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
}
