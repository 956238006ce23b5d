import MailModel

/// The tokens of a ledger and the mailings that have them, while a long list is stored.
///
/// A unique index that grows in random order makes SQLite write each of its pages many times; this
/// table does its work meanwhile, and the index is built in one go at the end. It keeps half of each
/// token's hash, eight bytes a letter in all, so that a mailing that it finds must be asked for its
/// whole token.
struct TokenTable {
  /// Half a hash above the mailing's id; 0 is a free slot.
  private var slots: [UInt64]
  private var count = 0
  /// Of no use but to have been read.
  private var prefetched: UInt64 = 0

  /// Of the slots, a quarter is to stay free; where more tokens come than were expected, an eighth,
  /// before the table grows and takes three times its room meanwhile.
  private static let loadWanted = (3, 4)
  private static let loadMax = (7, 8)

  /// A table with room for about `tokens` before it has to grow.
  init(for tokens: Int) {
    self.init(capacity: Self.capacity(for: tokens))
  }

  private static func capacity(for tokens: Int) -> Int {
    max(1 << 10, tokens * loadWanted.1 / loadWanted.0 + 1)
  }

  init(capacity: Int) { slots = [UInt64](repeating: 0, count: capacity) }

  /// Enters a token.
  /// - Parameters:
  ///   - mailing: 1…`UInt32.max`.
  ///   - has: whether a mailing has this very token.
  /// - Returns: the mailing that has it already; `nil` when it was free and now is `mailing`'s.
  mutating func enter(
    _ token: Int64, for mailing: Int64, has: (Int64) throws -> Bool
  ) rethrows -> Int64? {
    if count * Self.loadMax.1 >= slots.count * Self.loadMax.0 { grow(to: slots.count * 2) }
    let half = Self.hash(token)
    var slot = slot(of: half)
    while slots[slot] != 0 {
      if slots[slot] >> 32 == half {
        let other = Int64(slots[slot] & 0xFFFF_FFFF)
        if try has(other) { return other }
      }
      slot = slot + 1 == slots.count ? 0 : slot + 1
    }
    slots[slot] = half << 32 | UInt64(UInt32(clamping: mailing))
    count += 1
    return nil
  }

  /// Reads the slots in which the tokens of `rows` will be looked for, one after another: the
  /// processor fetches many at once, where `enter` would wait for each.
  mutating func prefetch(_ rows: [LetterRows.Row]) {
    for row in rows {
      if let token = row.token { prefetched ^= slots[slot(of: Self.hash(token.rawValue))] }
    }
  }

  /// 32 bits of a multiple of the token: its own lowest bits may say which part of the job it is in.
  private static func hash(_ token: Int64) -> UInt64 {
    (UInt64(truncatingIfNeeded: token) &* 0x9E37_79B9_7F4A_7C15) >> 32
  }

  /// Where a hash is, or where the search for it begins (linear probing).
  private func slot(of half: UInt64) -> Int { Int((half * UInt64(slots.count)) >> 32) }

  /// Makes room for about `tokens` in all.
  mutating func reserve(_ tokens: Int) {
    let needed = TokenTable.capacity(for: tokens)
    if needed > slots.count { grow(to: needed) }
  }

  private mutating func grow(to capacity: Int) {
    var larger = TokenTable(capacity: capacity)
    for entry in slots where entry != 0 {
      var slot = larger.slot(of: entry >> 32)
      while larger.slots[slot] != 0 { slot = slot + 1 == larger.slots.count ? 0 : slot + 1 }
      larger.slots[slot] = entry
    }
    larger.count = count
    self = larger
  }
}
