import Foundation
import Testing

@testable import Intake

@Suite struct EncodingTests {
  /// One way to write a list.
  struct Writing: CustomTestStringConvertible {
    var encoding: String
    var delimiter: String
    var ending: String
    var testDescription: String {
      "\(encoding) \(delimiter.debugDescription) \(ending.debugDescription)"
    }

    func bytes(_ rows: [[String]]) -> [UInt8] {
      let text = rows.map { row in
        row.map { "\"\($0)\"" }.joined(separator: delimiter)
      }.joined(separator: ending)
      return switch encoding {
      case "UTF-8": Array(text.utf8)
      case "UTF-8 with mark": [0xEF, 0xBB, 0xBF] + text.utf8
      case "Windows-1252": Array(text.data(using: .windowsCP1252) ?? Data())
      case "UTF-16 LE": wide(text, isLittle: true)
      case "UTF-16 BE": wide(text, isLittle: false)
      case "UTF-16 LE with mark": [0xFF, 0xFE] + wide(text, isLittle: true)
      default: [0xFE, 0xFF] + wide(text, isLittle: false)
      }
    }

    private func wide(_ text: String, isLittle: Bool) -> [UInt8] {
      text.utf16.flatMap { unit in
        let bytes = [UInt8(unit & 0xFF), UInt8(unit >> 8)]
        return isLittle ? bytes : bytes.reversed()
      }
    }
  }

  static let encodings = [
    "UTF-8", "UTF-8 with mark", "Windows-1252", "UTF-16 LE", "UTF-16 BE", "UTF-16 LE with mark",
    "UTF-16 BE with mark",
  ]

  static let writings = encodings.flatMap { encoding in
    [",", ";", "\t", "|"].flatMap { delimiter in
      ["\n", "\r\n", "\r"].map { Writing(encoding: encoding, delimiter: delimiter, ending: $0) }
    }
  }

  private static let rows = [
    ["name", "street1", "city", "state", "zip"],
    ["José “Pepe” Núñez", "1 Main St, Apt 2; rear\tleft | up", "Cañon City – €", "CO", "81212"],
    ["Zoë Quill", "two\nlines", "Springfield", "IL", "62701"],
  ]

  @Test(arguments: writings)
  func `a list means the same however it was saved`(writing: Writing) throws {
    let list = try ReadList(writing.bytes(Self.rows))
    let plain = try ReadList(
      Writing(encoding: "UTF-8", delimiter: ",", ending: "\n").bytes(Self.rows))
    #expect(list.columns == Self.rows[0])
    #expect(list.rows == [Row(2, Self.rows[1]), Row(3, Self.rows[2])])
    #expect(list.hash == plain.hash)
    let name = writing.encoding.split(separator: " ")[0]
    #expect(list.summary.hasPrefix(name + ", "))
  }

  @Test func `the first byte that is not ASCII may be far into the file`() throws {
    let row = Array((goodRow + "\n").utf8)
    var bytes = Array((header + "\n").utf8)
    for _ in 0..<20_000 { bytes += row }
    bytes += [0x4A, 0x6F, 0x73, 0xE9] + Array(",1 Main St,Springfield,IL,62701".utf8)
    let list = try ReadList(bytes)
    #expect(list.summary == "Windows-1252, comma, LF")
    #expect(list.rows.last?.cells.first == "José")
  }

  @Test func `a few broken bytes in UTF-8 spoil their rows and not the others`() throws {
    var bytes = Array((header + "\nJosé Núñez,1 Main St,Springfield,IL,62701\n").utf8)
    bytes += [0x41, 0xFF] + Array(",1 Main St,Springfield,IL,62701\n".utf8)
    let list = try ReadList(bytes)
    #expect(list.summary == "UTF-8 (damaged), comma, LF")
    #expect(list.rows.map(\.issue) == [nil, .invalidText(column: 0)])
    #expect(list.rows.map(\.cells[0]) == ["José Núñez", "A\u{FFFD}"])
  }

  @Test func `a byte that Windows-1252 does not have spoils its row`() throws {
    let bytes = Array((header + "\n").utf8) + [0x81, 0xE9] + Array(",s,c,IL,62701\n".utf8)
    let list = try ReadList(bytes + Array(goodRow.utf8))
    #expect(list.rows.map(\.issue) == [.invalidText(column: 0), nil])
  }

  @Test(arguments: [[0xFF, 0xFE, 0, 0], [0, 0, 0xFE, 0xFF]] as [[UInt8]])
  func `UTF-32 is refused`(mark: [UInt8]) {
    #expect(failure(mark + [0x41, 0, 0, 0])?.problem == .utf32)
  }

  @Test(arguments: [1, 2, 3, 7, 64])
  func `pairs of UTF-16 survive any cut, halves of them do not`(refill: Int) throws {
    let good = Writing(encoding: "UTF-16 LE with mark", delimiter: ",", ending: "\n")
    let limits = IntakeLimits.with { $0.refillBytes = refill }
    let bytes = good.bytes([["a", "b"], ["🏛", "x"]])
    #expect(try CSVTable(bytes, limits: limits).rows == [Row(2, ["🏛", "x"])])
    var broken = bytes
    let low = broken.count - 12
    broken.removeSubrange(low..<low + 2)
    #expect(try CSVTable(broken, limits: limits).rows.first?.issue == .invalidText(column: 0))
    let odd = good.bytes([["a", "b"], ["x", "y"]]) + [0x2C]
    #expect(
      try CSVTable(odd, limits: limits).rows == [
        Row(2, ["x", "y\u{FFFD}"], .invalidText(column: 1))
      ])
  }
}
