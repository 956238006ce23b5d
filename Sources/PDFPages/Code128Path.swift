/// The shortest way through the three code sets of Code 128 for given elements.
///
/// Cost tables from the end to the beginning: `cost[i][set]` is the number of symbols for the elements
/// from `i` on when `set` is in force. ISO/IEC 15417 annex E gives rules of thumb to the same end.
struct Code128Path {
  /// A code set; the order breaks ties, as B is the usual one for text.
  private enum CodeSet: Int, CaseIterable {
    case c, b, a

    var start: UInt8 {
      switch self {
      case .a: 103
      case .b: 104
      case .c: 105
      }
    }

    /// The value that changes to this set from either other one.
    var change: UInt8 {
      switch self {
      case .a: 101
      case .b: 100
      case .c: 99
      }
    }
  }

  /// One or two symbols that encode `consumed` elements.
  private struct Step {
    var symbols: [UInt8]
    var consumed: Int
  }

  /// Start and data symbols, without check and stop.
  private(set) var values: [UInt8] = []

  private static let fnc1: UInt8 = 102
  private static let shift: UInt8 = 98
  private static let unreachable = Int.max / 2

  init(_ elements: [Code128.Element]) {
    let costs = Self.costs(elements)
    var set = Self.cheapest(costs[0])
    values.append(set.start)
    var index = 0
    while index < elements.count {
      if let step = Self.step(elements, at: index, in: set),
        step.symbols.count + costs[index + step.consumed][set.rawValue]
          == costs[index][set.rawValue]
      {
        values += step.symbols
        index += step.consumed
      } else {
        set = Self.cheapest(costs[index])
        values.append(set.change)
      }
    }
  }

  private static func costs(_ elements: [Code128.Element]) -> [[Int]] {
    var costs = [[Int]](repeating: [0, 0, 0], count: elements.count + 1)
    for index in elements.indices.reversed() {
      let direct = CodeSet.allCases.map { set in
        step(elements, at: index, in: set).map {
          $0.symbols.count + costs[index + $0.consumed][set.rawValue]
        } ?? unreachable
      }
      let afterChange = 1 + (direct.min() ?? unreachable)
      costs[index] = direct.map { min($0, afterChange) }
    }
    return costs
  }

  private static func cheapest(_ costs: [Int]) -> CodeSet {
    CodeSet.allCases.min { costs[$0.rawValue] < costs[$1.rawValue] } ?? .b
  }

  /// How `set` encodes what stands at `index`, or `nil` when it cannot without a change of set.
  private static func step(
    _ elements: [Code128.Element], at index: Int, in set: CodeSet
  ) -> Step? {
    guard case .ascii(let code) = elements[index] else { return Step(symbols: [fnc1], consumed: 1) }
    if set == .c { return digitPair(elements, at: index) }
    // Set A holds controls and capitals, set B capitals and small letters; a shift borrows one.
    let own = set == .a ? valueInA(code) : valueInB(code)
    if let own { return Step(symbols: [own], consumed: 1) }
    let other = set == .a ? valueInB(code) : valueInA(code)
    return other.map { Step(symbols: [shift, $0], consumed: 1) }
  }

  private static func digitPair(_ elements: [Code128.Element], at index: Int) -> Step? {
    guard index + 1 < elements.count, let tens = digit(elements[index]),
      let ones = digit(elements[index + 1])
    else { return nil }
    return Step(symbols: [tens * 10 + ones], consumed: 2)
  }

  private static func digit(_ element: Code128.Element) -> UInt8? {
    guard case .ascii(let code) = element, 0x30...0x39 ~= code else { return nil }
    return code - 0x30
  }

  private static func valueInA(_ code: UInt8) -> UInt8? {
    switch code {
    case 0x20...0x5F: code - 0x20
    case 0..<0x20: code + 64
    default: nil
    }
  }

  private static func valueInB(_ code: UInt8) -> UInt8? {
    0x20...0x7F ~= code ? code - 0x20 : nil
  }
}
