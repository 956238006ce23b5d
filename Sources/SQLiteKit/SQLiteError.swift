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

extension SQLiteError: CustomStringConvertible, CustomDebugStringConvertible {
  /// For people: SQLite's words, its code, and what can be done about it.
  package var description: String {
    "SQLite: \(message) (error \(extendedCode))" + (remedy.map { "; \($0)" } ?? "")
  }

  /// For programmers: the statement as well.
  package var debugDescription: String { "\(description) [\(sql)]" }

  private var remedy: String? {
    switch code {
    case 5, 6: "another program uses the file; wait until it has ended"  // SQLITE_BUSY, _LOCKED
    case 8: "make the file and its folder writable"  // SQLITE_READONLY
    case 10: "look at the disk and the system's log"  // SQLITE_IOERR
    case 13: "make room on the disk"  // SQLITE_FULL
    default: nil
    }
  }
}
