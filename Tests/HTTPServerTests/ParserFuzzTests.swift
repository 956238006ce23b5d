import HTTPServer
import TestSupport
import Testing

@Suite struct ParserFuzzTests {
  private static let samples =
    WellFormedRequests.all.map { latin1($0.0) } + MalformedRequests.all.map { latin1($0.0) }

  @Test func `damaged requests are judged alike in whatever portions they come`() {
    let seed = UInt64.random(in: 0...UInt64.max)
    print("ParserFuzzTests seed \(seed)")
    var random = SeededRandom(seed: seed)
    for _ in 0..<5_000 {
      let bytes = Self.damaged(using: &random)
      let whole = events([bytes]).filter { $0 != "continue" }
      let portioned = events(Self.portions(bytes, using: &random)).filter { $0 != "continue" }
      #expect(whole == portioned, "seed \(seed), request \(String(decoding: bytes, as: UTF8.self))")
    }
  }

  @Test func `random bytes never make a request`() {
    let seed = UInt64.random(in: 0...UInt64.max)
    print("ParserFuzzTests seed \(seed)")
    var random = SeededRandom(seed: seed)
    for _ in 0..<2_000 {
      let bytes = (0..<200).map { _ in UInt8.random(in: 0...255, using: &random) }
      #expect(events([bytes]).allSatisfy { $0.hasPrefix("error") }, "seed \(seed)")
    }
  }

  /// Two samples end to end with up to four bytes changed, dropped, doubled or put in.
  private static func damaged(using random: inout SeededRandom) -> [UInt8] {
    let spice = Array("\r\n\t :;,%+0aF\u{0}".utf8)
    var bytes: [UInt8] = []
    for _ in 0..<2 { bytes += samples.randomElement(using: &random) ?? [] }
    for _ in 0..<Int.random(in: 0...4, using: &random) where !bytes.isEmpty {
      let place = bytes.indices.randomElement(using: &random) ?? 0
      let byte = spice.randomElement(using: &random) ?? 0
      switch Int.random(in: 0...3, using: &random) {
      case 0: bytes[place] = byte
      case 1: bytes.remove(at: place)
      case 2: bytes.insert(bytes[place], at: place)
      default: bytes.insert(byte, at: place)
      }
    }
    return bytes
  }

  private static func portions(
    _ bytes: [UInt8], using random: inout SeededRandom
  ) -> [[UInt8]] {
    var rest = bytes[...]
    var portions: [[UInt8]] = []
    while !rest.isEmpty {
      let count = min(rest.count, Int.random(in: 1...20, using: &random))
      portions.append(Array(rest.prefix(count)))
      rest = rest.dropFirst(count)
    }
    return portions
  }
}
