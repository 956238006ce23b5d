import Foundation
import TestSupport
import Testing

@testable import Intake

@Suite struct DamagedListTests {
  /// What reading gave: rows or an error.
  private enum Outcome: Equatable {
    case read(ReadList)
    case refused(IntakeError)

    /// What was read, without the line ending that the summary names: it is that of the first
    /// piece, and a damaged list may have several.
    var content: Outcome {
      guard case .read(var list) = self else { return self }
      list.summary = ""
      return .read(list)
    }
  }

  private func outcome(_ bytes: [UInt8], name: String, refill: Int) throws -> Outcome {
    let fixture = try ListFixture(bytes, name: name)
    do throws(IntakeError) {
      return .read(try ReadList(fixture.reader(limits: .with { $0.refillBytes = refill })))
    } catch {
      return .refused(error)
    }
  }

  private static let csv =
    header + "\r\n\"Ada \"\"A\"\" Quill\",1 Main St,\"two\nlines\",IL,62701\r\n,,\n"
    + goodRow
  private static let json =
    #"{"x":[1,{"y":"\ud83c\udfdb"}],"rows":[{"name":"é\n","street1":"s","city":"c","state":"IL","zip":1.5e3},null]}"#

  @Test(arguments: [("list.csv", csv), ("list.json", json)])
  func `damaged bytes are read or refused alike in pieces of any size`(
    name: String, text: String
  ) throws {
    let seed = UInt64.random(in: 1...UInt64.max)
    print("DamagedListTests seed \(seed)")
    var random = SeededRandom(seed: seed)
    let interesting = Array("\",;\n\r\0{}[]:\\u 0-".utf8) + [0xFF, 0xC3, 0xFE, 0xEF]
    var refused = 0
    for round in 0..<250 {
      var bytes = Array(text.utf8)
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        let at = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0...2, using: &random) {
        case 0: bytes[at] = interesting.randomElement(using: &random) ?? 0
        case 1: bytes.insert(interesting.randomElement(using: &random) ?? 0, at: at)
        default: bytes.remove(at: at)
        }
      }
      let whole = try outcome(bytes, name: name, refill: 4_096)
      if case .refused = whole { refused += 1 }
      for refill in [1, 5] {
        let pieces = try outcome(bytes, name: name, refill: refill)
        #expect(
          pieces.content == whole.content,
          "seed \(seed) round \(round): \(String(decoding: bytes, as: UTF8.self).debugDescription)")
      }
    }
    #expect(refused > 10 && refused < 250)
  }
}
