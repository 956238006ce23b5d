import TestSupport
import Testing

@testable import Intake

@Suite struct UTF8SequenceTests {
  private func look(_ bytes: [UInt8]) -> UTF8Sequence {
    bytes.withUnsafeBufferPointer { UTF8Sequence.at(0, in: $0) }
  }

  @Test(
    arguments: [
      ([0x41], .valid(1)), ([0xC2, 0x80], .valid(2)), ([0xE0, 0xA0, 0x80], .valid(3)),
      ([0xED, 0x9F, 0xBF], .valid(3)), ([0xF4, 0x8F, 0xBF, 0xBF], .valid(4)),
      ([0x80], .invalid(1)), ([0xC0, 0x80], .invalid(1)), ([0xE0, 0x80, 0x80], .invalid(1)),
      ([0xED, 0xA0, 0x80], .invalid(1)), ([0xF4, 0x90, 0x80, 0x80], .invalid(1)),
      ([0xF5], .invalid(1)), ([0xE2, 0x82, 0x41], .invalid(2)),
      ([0xE2, 0x82], .cut), ([0xF0], .cut),
    ] as [([UInt8], UTF8Sequence)])
  func `bytes are a character only as the Unicode standard's table says`(
    bytes: [UInt8], expected: UTF8Sequence
  ) {
    #expect(look(bytes) == expected)
  }

  @Test func `what is counted and repaired agrees with Swift's own decoder`() {
    var random = SeededRandom(seed: 11)
    let pieces: [[UInt8]] = [
      [0x41], [0xC3, 0xA9], [0xE2, 0x82], [0xFF], [0x80], [0xF0, 0x9F, 0x8F, 0x9B],
    ]
    for _ in 0..<300 {
      let bytes = (0..<9).flatMap { _ in pieces.randomElement(using: &random) ?? [] }
      var transcoder = Transcoder(from: .damagedUTF8)
      var text: [UInt8] = []
      for byte in bytes { transcoder.transcode([byte], isLast: false, to: &text) }
      transcoder.transcode([], isLast: true, to: &text)
      #expect(String(decoding: text, as: UTF8.self) == String(decoding: bytes, as: UTF8.self))
    }
  }
}
