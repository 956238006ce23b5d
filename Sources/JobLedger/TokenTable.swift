import MailModel

/// The tokens of a ledger and the mailings that have them, while a long list is stored.
///
/// A unique index that grows in random order makes SQLite write each of its pages many times; this
/// table does its work meanwhile, and the index is built in one go at the end.
struct TokenTable {
  private var tokens: [Int64]
  private var mailings: [UInt32]
  private var count = 0

  /// Marks a free slot; no token is negative.
  private static let free: Int64 = -1

  /// A table with room for about `tokens` before it has to grow.
  init(for tokens: Int) {
    var capacity = 1 << 16
    while capacity * 7 < tokens * 10 { capacity *= 2 }
    self.init(capacity: capacity)
  }

  init(capacity: Int) {
    tokens = [Int64](repeating: Self.free, count: capacity)
    mailings = [UInt32](repeating: 0, count: capacity)
  }

  /// Enters a token.
  /// - Returns: the mailing that has it already; `nil` when it was free and now is `mailing`'s.
  mutating func enter(_ token: Int64, for mailing: Int64) -> Int64? {
    if count * 10 >= tokens.count * 7 { grow() }
    let slot = slot(of: token)
    if tokens[slot] == token { return Int64(mailings[slot]) }
    tokens[slot] = token
    mailings[slot] = UInt32(clamping: mailing)
    count += 1
    return nil
  }

  /// Where the token is, or where it would be: linear probing from the highest bits of a multiple,
  /// since the lowest bits of a token may say which part of the job it belongs to.
  private func slot(of token: Int64) -> Int {
    let mask = tokens.count - 1
    let mixed = UInt64(truncatingIfNeeded: token) &* 0x9E37_79B9_7F4A_7C15
    var slot = Int(truncatingIfNeeded: mixed >> 32) & mask
    while tokens[slot] != Self.free, tokens[slot] != token { slot = (slot + 1) & mask }
    return slot
  }

  private mutating func grow() {
    var larger = TokenTable(capacity: tokens.count * 2)
    for (token, mailing) in zip(tokens, mailings) where token != Self.free {
      _ = larger.enter(token, for: Int64(mailing))
    }
    self = larger
  }
}
