import Testing

@testable import Addressing

@Suite struct JoinedPartTests {
  private func part(_ text: String) -> JoinedPart? { JoinedPart(Array(text.utf8)[...]) }

  @Test(arguments: [
    ("45", "45"), ("5.0", "5"), ("5.05", "5.05"), (".0", ".0"), ("N.0", "N.0"), ("Nan", "Nan"),
    ("Oak St", "Oak St"),
  ])
  func `what a cell adds to a field of several columns`(cell: String, text: String) {
    #expect(part(cell).map { String(decoding: $0.text, as: UTF8.self) } == text)
  }

  @Test(arguments: ["nan", "NULL", "n/a", "\\N", "-", " null "])
  func `what programs export for nothing adds nothing`(cell: String) { #expect(part(cell) == nil) }

  @Test func `a spreadsheet's error is one for the whole field`() {
    #expect(part("#N/A")?.isErrorValue == true)
    #expect(part("#5")?.isErrorValue == false)
  }
}
