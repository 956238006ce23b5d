import CSQLite

/// An open SQLite database, owned by one actor or thread.
package final class Connection {
  /// How a database file is opened.
  package enum Mode: Hashable, Sendable {
    /// Made when it is not there.
    case readWriteCreate
    /// Must be there.
    case readOnly
  }

  private let handle: OpaquePointer
  private var statements: [String: Statement] = [:]

  /// Opens the database at `path`; `:memory:` is a database of its own that ends with the value.
  package init(path: String, mode: Mode = .readWriteCreate) throws(SQLiteError) {
    _ = Self.isConfigured
    var handle: OpaquePointer?
    let flags =
      switch mode {
      case .readWriteCreate: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
      case .readOnly: SQLITE_OPEN_READONLY
      }
    let code = sqlite3_open_v2(path, &handle, flags | SQLITE_OPEN_NOMUTEX, nil)
    guard code == SQLITE_OK, let handle else {
      let error = SQLiteError.last(on: handle, code: code, sql: "open")
      sqlite3_close_v2(handle)
      throw error
    }
    self.handle = handle
    sqlite3_extended_result_codes(handle, 1)
  }

  /// SQLite is told, before its first use, not to count the memory that it takes under a lock, and
  /// to keep in memory what one statement may have to undo.
  private static let isConfigured =
    certmail_sqlite3_config_memstatus(0) == SQLITE_OK
    && certmail_sqlite3_config_statement_journal(statementJournalMax) == SQLITE_OK

  /// Seven pages of 16 KB. At the default of 64 KB nearly every transaction of a run made, and took
  /// away, a file in the system's folder for temporary files. What is beyond still goes there, all
  /// of it in one write, of which SQLite's file layer takes so many bytes and no more.
  private static let statementJournalMax: Int32 = 0x1FFFF

  deinit {
    statements.removeAll()
    sqlite3_close_v2(handle)
  }

  /// Runs one or more statements without parameters.
  package func execute(_ sql: String) throws(SQLiteError) {
    let code = sqlite3_exec(handle, sql, nil, nil, nil)
    if code != SQLITE_OK { throw SQLiteError.last(on: handle, code: code, sql: sql) }
  }

  /// The statement for `sql`, prepared at its first use and kept.
  ///
  /// A kept statement must not be used again while an earlier use of it still steps through rows.
  package func statement(_ sql: String) throws(SQLiteError) -> Statement {
    if let kept = statements[sql] { return kept }
    let statement = try Statement(sql, on: handle)
    statements[sql] = statement
    return statement
  }

  /// A statement of the caller's own, finalised with it.
  package func prepare(_ sql: String) throws(SQLiteError) -> Statement {
    try Statement(sql, on: handle)
  }

  /// Runs `sql` once and returns how many rows it changed.
  @discardableResult
  package func run(_ sql: String, _ values: (any SQLiteBindable)?...) throws(SQLiteError) -> Int {
    let statement = try statement(sql)
    try statement.bind(values)
    defer { statement.reset() }
    while try statement.step() {}
    return changes
  }

  /// Runs `body` in one `IMMEDIATE` transaction; an error rolls it back.
  package func transaction<Value>(_ body: () throws -> Value) throws -> Value {
    try execute("BEGIN IMMEDIATE")
    do {
      let value = try body()
      try execute("COMMIT")
      return value
    } catch {
      // SQLite may have rolled back by itself (disk full, I/O error); the first error is the one
      // to report either way.
      if !isAutocommit { try? execute("ROLLBACK") }
      throw error
    }
  }

  /// How many rows the last statement changed.
  package var changes: Int { Int(sqlite3_changes64(handle)) }

  /// The rowid of the last insertion.
  package var lastInsertedRowID: Int64 { sqlite3_last_insert_rowid(handle) }

  /// Whether no transaction is open.
  package var isAutocommit: Bool { sqlite3_get_autocommit(handle) != 0 }

  /// Copies the whole database into a new file at `path` while others read and write it.
  package func backUp(to path: String) throws(SQLiteError) {
    let target = try Connection(path: path)
    guard let backup = sqlite3_backup_init(target.handle, "main", handle, "main") else {
      throw SQLiteError.last(on: target.handle, code: SQLITE_ERROR, sql: "backup")
    }
    let stepped = sqlite3_backup_step(backup, -1)
    let finished = sqlite3_backup_finish(backup)
    guard stepped == SQLITE_DONE, finished == SQLITE_OK else {
      throw SQLiteError.last(on: target.handle, code: finished, sql: "backup")
    }
  }
}
