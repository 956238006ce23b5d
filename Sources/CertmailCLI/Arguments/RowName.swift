import MailModel

/// A row as people name it: `14`, or `a1b2c3:14` with the first six characters of its batch's hash.
package struct RowName: Hashable, Sendable, CustomStringConvertible {
  /// Six hexadecimal digits, letters small; `nil` where only one batch can be meant.
  package var batch: String?
  /// As the spreadsheet shows it, 1…`rowMax`.
  package var row: Int

  /// How many characters of the hash name a batch.
  package static let batchLength = 6

  /// The largest row number that is read; far above any list.
  package static let rowMax = 1_000_000_000

  /// Reads `14` or `HASH6:14`, the hash in either case.
  package init?(_ text: String) {
    guard let span = RowSpan(text), span.rows.count == 1 else { return nil }
    batch = span.batch
    row = span.rows.lowerBound
  }

  package var description: String { (batch.map { "\($0):" } ?? "") + "\(row)" }
}

/// Neighbouring rows of one batch: `20-25`, `a1b2c3:20-25`, or a single one.
package struct RowSpan: Hashable, Sendable, CustomStringConvertible {
  /// Six hexadecimal digits, letters small; `nil` where only one batch can be meant.
  package var batch: String?
  /// At least one row, each 1…`RowName.rowMax`.
  package var rows: ClosedRange<Int>

  /// Reads `14`, `14-20`, `HASH6:14` or `HASH6:14-20`.
  package init?(_ text: String) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count <= 2, let numbers = parts.last else { return nil }
    if parts.count == 2 {
      guard parts[0].utf8.count == RowName.batchLength,
        parts[0].utf8.allSatisfy(Self.isHashCharacter)
      else { return nil }
      batch = parts[0].lowercased()
    }
    let ends = numbers.split(separator: "-", omittingEmptySubsequences: false).map(Self.number)
    guard ends.count <= 2, let first = ends.first ?? nil, let last = ends.last ?? nil, first <= last
    else { return nil }
    rows = first...last
  }

  package var description: String { (batch.map { "\($0):" } ?? "") + numbers }

  /// The rows without their batch: `20-25`.
  var numbers: String {
    rows.count == 1 ? "\(rows.lowerBound)" : "\(rows.lowerBound)-\(rows.upperBound)"
  }

  private static func number(_ text: Substring) -> Int? {
    guard text.utf8.allSatisfy(\.isASCIIDigit), let number = Int(text) else { return nil }
    return (1...RowName.rowMax).contains(number) ? number : nil
  }

  private static func isHashCharacter(_ byte: UInt8) -> Bool {
    byte.isASCIIDigit || (byte | 0x20) &- 0x61 < 6
  }
}
