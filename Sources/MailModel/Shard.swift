import Foundation

/// One of several equal parts of a job, each run by a process with a ledger of its own: `2/8`.
package struct Shard: Hashable, Sendable, CustomStringConvertible {
  /// Which part: 1…`count`.
  package var number: Int
  /// How many parts there are: 1…`countMax`.
  package var count: Int

  /// One allowance serves all shards, so that more would only wait for one another.
  package static let countMax = 1000

  /// Reads `I/N` with 1 ≤ I ≤ N ≤ `countMax`.
  package init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy({ $0.utf8.allSatisfy(\.isASCIIDigit) }),
      let number = Int(parts[0]), let count = Int(parts[1]),
      (1...Self.countMax).contains(count), (1...count).contains(number)
    else { return nil }
    self.number = number
    self.count = count
  }

  package var description: String { "\(number)/\(count)" }

  /// Whether a mailing with `token` belongs to this part.
  ///
  /// Tokens are digests, so the parts are about equal, and the same letter always falls to the same
  /// part, whatever list it stands in: that is what keeps shards from mailing it twice.
  package func holds(_ token: Token) -> Bool {
    token.rawValue % Int64(count) == Int64(number - 1)
  }

  /// Whether the row at `position` of a list, the first being 1, belongs to this part when it makes
  /// no letter and so has no token.
  package func holds(position: Int) -> Bool { position % count == number - 1 }

  /// This part of an amount; the parts add up to the whole, the first ones having the odd cents.
  package func part(of amount: Cents) -> Cents {
    let whole = amount.rawValue / Int64(count)
    return Cents(whole + (Int64(number) <= amount.rawValue % Int64(count) ? 1 : 0))
  }

  /// The folder of its results below the output folder: `2of8`.
  package var folderName: String { "\(number)of\(count)" }

  /// `path` with the shard before its last extension: `nightly.sqlite` → `nightly.2of8.sqlite`.
  package func path(_ path: String) -> String {
    let name = path.lastIndex(of: "/").map { path[path.index(after: $0)...] } ?? path[...]
    guard let dot = name.lastIndex(of: "."), dot > name.startIndex else {
      return "\(path).\(folderName)"
    }
    return "\(path[..<dot]).\(folderName)\(path[dot...])"
  }

  /// What `path(_:)` made `path` of.
  package func wholePath(of path: String) -> String {
    guard let part = path.range(of: ".\(folderName)", options: .backwards) else { return path }
    return path.replacingCharacters(in: part, with: "")
  }

  /// The shard whose ledger has this name when the whole job's is called `whole`.
  package init?(in name: String, of whole: String) {
    guard let part = name.split(separator: ".").last(where: { $0.contains("of") }),
      let shard = Shard(part.replacingOccurrences(of: "of", with: "/")), shard.path(whole) == name
    else { return nil }
    self = shard
  }
}
