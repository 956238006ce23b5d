package import MailModel

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

  /// `path` with the shard before its last extension: `nightly.sqlite` → `nightly.2of8.sqlite`.
  package func path(_ path: String) -> String {
    let name = path.lastIndex(of: "/").map { path[path.index(after: $0)...] } ?? path[...]
    guard let dot = name.lastIndex(of: "."), dot > name.startIndex else {
      return "\(path).\(number)of\(count)"
    }
    return "\(path[..<dot]).\(number)of\(count)\(path[dot...])"
  }
}

extension JobFile {
  /// The job as one shard works on it: ledger, output and sandbox store of its own, and everything
  /// else, the name in the tokens included, unchanged.
  package func part(_ shard: Shard) -> JobFile {
    var part = self
    part.ledger = shard.path(ledger)
    part.output = "\(output)/\(shard.number)of\(shard.count)"
    if case .sandbox(var files) = api.address {
      files.store = shard.path(files.store)
      part.api.address = .sandbox(files)
    }
    return part
  }
}
