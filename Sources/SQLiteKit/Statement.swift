import CSQLite

/// A prepared statement; prepared once, finalised by its owner's end.
///
/// Not `Sendable`: it belongs to the one actor or thread that owns its connection.
package final class Statement {
  package let sql: String
  private let handle: OpaquePointer
  private let connection: OpaquePointer

  init(_ sql: String, on connection: OpaquePointer) throws(SQLiteError) {
    var handle: OpaquePointer?
    let code = sqlite3_prepare_v3(
      connection, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &handle, nil)
    guard code == SQLITE_OK, let handle else {
      throw SQLiteError.last(on: connection, code: code, sql: sql)
    }
    self.sql = sql
    self.handle = handle
    self.connection = connection
  }

  deinit { sqlite3_finalize(handle) }

  /// Runs the statement to its end and throws its rows away.
  package func run(_ values: (any SQLiteBindable)?...) throws(SQLiteError) {
    try bind(values)
    defer { reset() }
    while try step() {}
  }

  /// Calls `body` with each row; the row may not outlive the call.
  package func eachRow(
    _ values: (any SQLiteBindable)?..., body: (Row) throws -> Void
  ) throws {
    try bind(values)
    defer { reset() }
    while try step() { try body(Row(handle)) }
  }

  /// Every row, made into a value by `body`.
  package func map<Value>(
    _ values: (any SQLiteBindable)?..., body: (Row) throws -> Value
  ) throws -> [Value] {
    try bind(values)
    defer { reset() }
    var all: [Value] = []
    while try step() { all.append(try body(Row(handle))) }
    return all
  }

  /// The first row made into a value by `body`, or `nil` when there is none.
  package func first<Value>(
    _ values: (any SQLiteBindable)?..., body: (Row) throws -> Value
  ) throws -> Value? {
    try bind(values)
    defer { reset() }
    return try step() ? try body(Row(handle)) : nil
  }

  /// Binds `values` to the parameters 1, 2, …; the count must be the statement's.
  package func bind(_ values: [(any SQLiteBindable)?]) throws(SQLiteError) {
    precondition(
      values.count == Int(sqlite3_bind_parameter_count(handle)),
      "\(values.count) values for: \(sql)")
    for (index, value) in values.enumerated() {
      try bind(value?.sqliteValue ?? .null, at: Int32(index + 1))
    }
  }

  /// Binds one value; SQLite keeps a copy of it.
  package func bind(_ value: SQLiteValue, at index: Int32) throws(SQLiteError) {
    let code =
      switch value {
      case .null: sqlite3_bind_null(handle, index)
      case .integer(let integer): sqlite3_bind_int64(handle, index, integer)
      case .real(let real): sqlite3_bind_double(handle, index, real)
      case .text(let text):
        sqlite3_bind_text(handle, index, text, Int32(text.utf8.count), Self.transient)
      case .blob(let bytes):
        bytes.isEmpty
          ? sqlite3_bind_zeroblob(handle, index, 0)
          : sqlite3_bind_blob(handle, index, bytes, Int32(bytes.count), Self.transient)
      }
    try check(code)
  }

  /// Binds UTF-8 text without copying it: `bytes` must stay as they are until the next `step`
  /// has returned and the statement is reset or bound anew.
  package func bind(staticText bytes: UnsafeRawBufferPointer, at index: Int32) throws(SQLiteError) {
    // An empty buffer may have no address, and SQLite reads a null address as NULL.
    guard let address = bytes.baseAddress, bytes.count > 0 else {
      return try bind(.text(""), at: index)
    }
    try check(
      sqlite3_bind_text(
        handle, index, address.assumingMemoryBound(to: CChar.self), Int32(bytes.count), nil))
  }

  /// Binds a blob without copying it, under the rule of `bind(staticText:at:)`.
  package func bind(staticBlob bytes: UnsafeRawBufferPointer, at index: Int32) throws(SQLiteError) {
    guard let address = bytes.baseAddress, bytes.count > 0 else {
      return try bind(.blob([]), at: index)
    }
    try check(sqlite3_bind_blob(handle, index, address, Int32(bytes.count), nil))
  }

  /// Moves to the next row; `false` at the end.
  package func step() throws(SQLiteError) -> Bool {
    switch sqlite3_step(handle) {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    case let code: throw SQLiteError.last(on: connection, code: code, sql: sql)
    }
  }

  /// Makes the statement ready to run again; bound values stay.
  package func reset() { sqlite3_reset(handle) }

  /// The current row, valid until the next `step` or `reset`.
  package var row: Row { Row(handle) }

  private func check(_ code: Int32) throws(SQLiteError) {
    if code != SQLITE_OK { throw SQLiteError.last(on: connection, code: code, sql: sql) }
  }

  /// `SQLITE_TRANSIENT`, which the importer cannot express: SQLite copies the bytes at once.
  private static var transient: sqlite3_destructor_type {
    unsafeBitCast(-1, to: sqlite3_destructor_type.self)
  }
}

extension SQLiteError {
  static func last(on connection: OpaquePointer?, code: Int32, sql: String) -> SQLiteError {
    let extended = sqlite3_extended_errcode(connection)
    return SQLiteError(
      extendedCode: extended & 0xFF == code & 0xFF ? extended : code,
      message: String(cString: sqlite3_errmsg(connection)), sql: sql)
  }
}
