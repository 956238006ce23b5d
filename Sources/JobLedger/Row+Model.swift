import MailModel
import SQLiteKit

/// Columns in the words of the model.
extension Row {
  /// The column as a mailing's state.
  /// - Throws: `LedgerError.notPossible` for a name that no state has: the table's CHECK allows none.
  func state(_ column: Int32) throws -> MailingState {
    guard let state = MailingState(rawValue: text(column)) else {
      throw LedgerError.notPossible("the ledger holds the unknown state \"\(text(column))\"")
    }
    return state
  }

  /// The column as an amount in cents, or `nil` for NULL.
  func cents(_ column: Int32) -> Cents? { optionalInt64(column).map { Cents($0) } }

  /// The column as a time in milliseconds, or `nil` for NULL.
  func time(_ column: Int32) -> UTCTime? {
    optionalInt64(column).map { UTCTime(rawValue: $0) }
  }
}
