import Foundation
import Testing

@testable import Intake

@Suite struct ContentHashTests {
  private static let base =
    header + "\nA,1 Main St,Springfield,IL,62701\nB,2 Elm St,Salem,OR,97301\n"

  private func hash(_ text: String, name: String = "list.csv", refill: Int = 4_096) throws -> String
  {
    try ReadList(text, name: name, limits: .with { $0.refillBytes = refill }).hash
  }

  @Test func `it is 32 hexadecimal digits and stays what it is`() throws {
    let hex = try hash(Self.base)
    #expect(hex.count == 32)
    #expect(UInt64(hex.prefix(16), radix: 16) != nil && UInt64(hex.suffix(16), radix: 16) != nil)
    #expect(try hash(Self.base, refill: 3) == hex)
  }

  @Test(arguments: [
    ("\n", "\r\n"), (",", ";"), ("A,", "\"A\","), ("\nB", "\n\n , \nB"), ("62701", "62701,,"),
    ("name,", "\u{FEFF}name,"),
  ])
  func `how a list is written makes no difference`(piece: String, other: String) throws {
    let changed = Self.base.replacingOccurrences(of: piece, with: other)
    #expect(changed != Self.base)
    #expect(try hash(changed) == hash(Self.base))
  }

  @Test(arguments: [
    ("A,", "a,"), ("62701", "62701 "), ("name", "Name"), ("Main St,", "Main S,t"), ("A,1", ",A1"),
    ("97301\n", "97301\nC,3 Oak St,Salem,OR,97301\n"), ("B,2 Elm St,Salem,OR,97301\n", ""),
  ])
  func `what a list says makes one`(piece: String, other: String) throws {
    let changed = Self.base.replacingOccurrences(of: piece, with: other)
    #expect(changed != Self.base)
    #expect(try hash(changed) != hash(Self.base))
  }

  @Test func `the order of rows counts`() throws {
    let lines = Self.base.split(separator: "\n")
    let swapped = [lines[0], lines[2], lines[1]].joined(separator: "\n")
    #expect(try hash(swapped) != hash(Self.base))
  }

  @Test func `lists that differ in one cell do not meet`() throws {
    var seen: Set<String> = []
    for number in 0..<400 {
      var batch = Self.base
      batch += "C\(number),3 Oak St,Salem,OR,97301\n"
      seen.insert(String(try hash(batch).prefix(16)))
      seen.insert(String(try hash(batch).suffix(16)))
    }
    #expect(seen.count == 800)
  }
}
