import MailModel

/// What is wrong with one row in the sense of `balanced`.
package enum RowFault: String, CaseIterable, Hashable, Sendable {
  /// Not the row that follows the one before: a row is missing or came twice.
  case outOfOrder
  /// Mailed or done, and nobody knows what it cost.
  case mailedWithoutCharge
  /// Mailed or done, and nobody knows the API's id.
  case mailedWithoutID
  /// Charged, and neither mailed nor done.
  case chargedNotMailed
  /// Charged, and there was no quote to compare with.
  case chargedWithoutQuote
  /// Done, and no label is there.
  case labelMissing
  /// Done, and the label's bytes are others than those that were stored.
  case labelChanged
  /// Done, and nobody looked for the label.
  case labelUnchecked

  /// The fault in plain words for `count` rows, of which `first` is the first.
  func sentence(count: Int, first: Int) -> String {
    let rows = count == 1 ? "row \(first)" : "\(count.grouped) rows (the first is row \(first))"
    let one = count == 1
    return switch self {
    case .outOfOrder:
      "\(rows) \(one ? "does" : "do") not follow the row before in list order:"
        + " rows are missing or came twice"
    case .mailedWithoutCharge: "\(rows) \(one ? "was" : "were") mailed, but no charge is known"
    case .mailedWithoutID: "\(rows) \(one ? "was" : "were") mailed, but no mailing id is known"
    case .chargedNotMailed:
      "\(rows) \(one ? "was" : "were") charged, but \(one ? "is" : "are") not mailed"
    case .chargedWithoutQuote: "\(rows) \(one ? "was" : "were") charged, but never quoted"
    case .labelMissing: "the label of \(rows) is not on disk"
    case .labelChanged: "the label of \(rows) was changed on disk since it was stored"
    case .labelUnchecked: "the label of \(rows) was not checked on disk"
    }
  }
}

/// How many rows have a fault, and the first of them.
package struct FaultCount: Hashable, Sendable {
  package var count: Int
  /// The spreadsheet's number of the first such row.
  package var firstRow: Int
}
