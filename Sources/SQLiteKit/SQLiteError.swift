/// What SQLite refused: its extended code, its words, and the statement without its values.
package struct SQLiteError: Error, Hashable, Sendable {
  /// The extended result code (sqlite3.h, `SQLITE_CONSTRAINT_UNIQUE` for one).
  package var extendedCode: Int32
  /// SQLite's own message.
  package var message: String
  /// The SQL; bound values never stand in it.
  package var sql: String

  package init(extendedCode: Int32, message: String, sql: String) {
    self.extendedCode = extendedCode
    self.message = message
    self.sql = sql
  }

  /// The primary result code: the low byte of the extended one.
  package var code: Int32 { extendedCode & 0xFF }
}

extension SQLiteError: CustomStringConvertible {
  package var description: String { "SQLite error \(extendedCode): \(message) [\(sql)]" }
}
