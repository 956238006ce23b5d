/// How many rows something holds for, and the numbers of the first of them.
package struct NumberedRows: Hashable, Sendable {
  package private(set) var count = 0
  private var first: [Int] = []

  /// How many are named.
  package static let namedMax = 5

  package init() {}

  package mutating func add(_ row: Int) {
    count += 1
    if first.count < Self.namedMax { first.append(row) }
  }

  /// `row 3`; `rows 3, 9, 12, 14, 20, …`
  package var text: String {
    let names = first.map { "\($0)" }.joined(separator: ", ")
    return (count == 1 ? "row " : "rows ") + names + (count > first.count ? ", …" : "")
  }
}
