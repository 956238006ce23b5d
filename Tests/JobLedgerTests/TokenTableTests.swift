import Testing

@testable import JobLedger

@Suite struct TokenTableTests {
  /// A table and the tokens that were entered, by mailing.
  private struct Book {
    var table: TokenTable
    var tokens: [Int64: Int64] = [:]
    var asked = 0

    mutating func enter(_ token: Int64, for mailing: Int64) -> Int64? {
      let (tokens, before) = (tokens, asked)
      var asked = before
      let found = table.enter(token, for: mailing) {
        asked += 1
        return tokens[$0] == token
      }
      self.asked = asked
      if found == nil { self.tokens[mailing] = token }
      return found
    }
  }

  @Test func `a token belongs to the first mailing that it is entered for`() {
    var book = Book(table: TokenTable(capacity: 4))
    #expect(book.enter(7, for: 1) == nil)
    #expect(book.enter(7, for: 2) == 1)
    #expect(book.enter(0, for: 3) == nil)
    #expect(book.enter(0, for: 4) == 3)
  }

  @Test(arguments: [Int64(1), 512, 1 << 40])
  func `it grows, and tokens that are alike are kept apart`(step: Int64) {
    var book = Book(table: TokenTable(capacity: 4))
    for index in Int64(0)..<2000 { #expect(book.enter(index * step, for: index + 1) == nil) }
    let asked = book.asked
    for index in Int64(0)..<2000 { #expect(book.enter(index * step, for: 9999) == index + 1) }
    // Mailings that only look alike are asked for seldom.
    #expect(book.asked - asked < 2200)
  }

  @Test func `two tokens of one hash are told apart by asking`() {
    var table = TokenTable(capacity: 8)
    #expect(table.enter(5, for: 1) { _ in false } == nil)
    #expect(table.enter(5, for: 2) { _ in false } == nil)
    #expect(table.enter(5, for: 3) { $0 == 2 } == 2)
  }
}
