import TestSupport
import Testing

@testable import Intake

/// The plainest CSV reader that could be written, to compare with.
private struct PlainCSV {
  var rows: [[String]] = []

  init(_ text: [UInt8]) {
    var row: [[UInt8]] = []
    var cell: [UInt8] = []
    var isQuoted = false
    var isFresh = true
    var index = 0
    func finishRow() {
      rows.append((row + [cell]).map { String(decoding: $0, as: UTF8.self) })
      row = []
      cell = []
      isFresh = true
    }
    while index < text.count {
      let byte = text[index]
      let next = index + 1 < text.count ? text[index + 1] : nil
      if isQuoted {
        if byte == UInt8(ascii: "\""), next == byte {
          cell.append(byte)
          index += 1
        } else if byte == UInt8(ascii: "\"") {
          isQuoted = false
        } else {
          cell.append(byte)
        }
      } else if byte == UInt8(ascii: "\""), isFresh {
        isQuoted = true
        isFresh = false
      } else if byte == UInt8(ascii: ",") {
        row.append(cell)
        cell = []
        isFresh = true
      } else if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
        if byte == UInt8(ascii: "\r"), next == UInt8(ascii: "\n") { index += 1 }
        finishRow()
      } else {
        cell.append(byte)
        isFresh = false
      }
      index += 1
    }
    if !row.isEmpty || !cell.isEmpty || !isFresh { finishRow() }
  }
}

@Suite struct CSVDifferentialTests {
  @Test func `random lists are read as the plainest reader reads them`() throws {
    let seed = UInt64.random(in: 1...UInt64.max)
    print("CSVDifferentialTests seed \(seed)")
    var random = SeededRandom(seed: seed)
    let pieces = [
      "a", "bc", "12345678", "a long piece of text, or two", ",", ",", ",", "\n", "\r\n", "\r",
      "\"",
      "\"\"", "\"x\",", ",\"y, z\"", "\"q\nr\",", " ", "é", "🏛", "\t", ";", "",
    ]
    var compared = 0
    for round in 0..<2_000 {
      let count = Int.random(in: 0...24, using: &random)
      let text = (0..<count).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
      let bytes = Array(("h1,h2,h3\n" + text).utf8)
      let limits = IntakeLimits.with {
        $0.refillBytes = [1, 3, 16, 4_096].randomElement(using: &random) ?? 1
      }
      // What the reader refuses by rule, the plain one does not know.
      guard let table = try? CSVTable(bytes, limits: limits) else { continue }
      compared += 1
      let expected = PlainCSV(bytes).rows.enumerated().dropFirst().compactMap { number, cells in
        Self.row(number + 1, cells)
      }
      #expect(table.rows == expected, "seed \(seed) round \(round): \(text.debugDescription)")
    }
    #expect(compared > 1_000)
  }

  /// What the rules for blank rows and cells beyond the header make of a plain row.
  private static func row(_ number: Int, _ cells: [String]) -> Row? {
    func isBlank(_ cell: String) -> Bool {
      cell.unicodeScalars.allSatisfy { " \t\r\n".unicodeScalars.contains($0) }
    }
    guard !cells.allSatisfy(isBlank) else { return nil }
    var cells = cells
    while cells.count > 3, let last = cells.last, isBlank(last) { cells.removeLast() }
    return Row(number, cells, cells.count > 3 ? .tooManyCells(found: cells.count) : nil)
  }
}
