import Testing

@testable import JobLedger

@Suite struct TokenTableTests {
  @Test func `a token belongs to the first mailing that it is entered for`() {
    var table = TokenTable(capacity: 4)
    #expect(table.enter(7, for: 1) == nil)
    #expect(table.enter(7, for: 2) == 1)
    #expect(table.enter(0, for: 3) == nil)
    #expect(table.enter(0, for: 4) == 3)
  }

  @Test func `it grows, and tokens that share a slot are kept apart`() {
    var table = TokenTable(capacity: 4)
    // All of them fall into one slot of any small table.
    let tokens = (0..<2000).map { Int64($0) << 40 }
    for (index, token) in tokens.enumerated() {
      #expect(table.enter(token, for: Int64(index + 1)) == nil)
    }
    for (index, token) in tokens.enumerated() {
      #expect(table.enter(token, for: 9999) == Int64(index + 1))
    }
  }
}
