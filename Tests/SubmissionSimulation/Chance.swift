import TestSupport

/// Where a story's turns come from: a seed, or one path after another through all of them.
package struct Chance {
  private struct Turn {
    var taken: Int
    var count: Int
  }

  private var random: SeededRandom?
  private var turns: [Turn] = []
  private var position = 0

  /// Turns drawn from a seed.
  package init(seed: UInt64) { random = SeededRandom(seed: seed) }

  /// The first of all paths; each turn takes its first option.
  package init() {}

  /// Whether all paths are gone through.
  var isExhaustive: Bool { random == nil }

  /// One of `count` options.
  mutating func option(of count: Int) -> Int {
    if var random {
      defer { self.random = random }
      return Int.random(in: 0..<count, using: &random)
    }
    guard count > 1 else { return 0 }
    if position == turns.count { turns.append(Turn(taken: 0, count: count)) }
    defer { position += 1 }
    return turns[position].taken
  }

  /// A number in `range`; of all paths one for each of `few`.
  mutating func number(in range: ClosedRange<Int64>, few: [Int64]) -> Int64 {
    guard var random else { return few[option(of: few.count)] }
    defer { self.random = random }
    return Int64.random(in: range, using: &random)
  }

  /// Whether something that happens `percent` times in a hundred happens now; of all paths one
  /// where it does not and one where it does.
  mutating func happens(_ percent: Int) -> Bool {
    guard isExhaustive else { return option(of: 100) < percent }
    return percent > 0 && percent < 100 ? option(of: 2) == 1 : percent >= 100
  }

  mutating func shuffled<Element>(_ elements: [Element]) -> [Element] {
    guard var random else { return elements }
    defer { self.random = random }
    return elements.shuffled(using: &random)
  }

  /// The next path in the order of a dictionary; `false` after the last.
  package mutating func advance() -> Bool {
    turns.removeLast(turns.count - position)
    while let last = turns.popLast() {
      if last.taken + 1 < last.count {
        turns.append(Turn(taken: last.taken + 1, count: last.count))
        position = 0
        return true
      }
    }
    return false
  }

  /// The turns that were taken, to name a path.
  package var path: String { turns.prefix(position).map { "\($0.taken)" }.joined() }
}
