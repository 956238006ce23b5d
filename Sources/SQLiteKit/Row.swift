import CSQLite

/// One result row; columns count from 0. Valid only inside the call that received it.
package struct Row {
  private let handle: OpaquePointer

  init(_ handle: OpaquePointer) { self.handle = handle }

  /// Whether the column is NULL.
  package func isNull(_ column: Int32) -> Bool {
    sqlite3_column_type(handle, column) == SQLITE_NULL
  }

  /// The column as an integer; NULL reads as 0.
  package func int64(_ column: Int32) -> Int64 { sqlite3_column_int64(handle, column) }

  /// The column as an integer; NULL reads as 0.
  package func int(_ column: Int32) -> Int { Int(sqlite3_column_int64(handle, column)) }

  /// The column as an integer, or `nil` for NULL.
  package func optionalInt64(_ column: Int32) -> Int64? { isNull(column) ? nil : int64(column) }

  /// The column as text; NULL reads as the empty text.
  package func text(_ column: Int32) -> String { optionalText(column) ?? "" }

  /// The column as text, or `nil` for NULL.
  package func optionalText(_ column: Int32) -> String? {
    guard let start = sqlite3_column_text(handle, column) else { return nil }
    let count = Int(sqlite3_column_bytes(handle, column))
    if count == 0 { return "" }
    return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  }

  /// Lends the column's text as UTF-8, or its bytes, without a copy; NULL reads as none.
  package func withBytes<Value>(
    _ column: Int32, _ body: (UnsafeBufferPointer<UInt8>) throws -> Value
  ) rethrows -> Value {
    let start = sqlite3_column_blob(handle, column)
    let count = Int(sqlite3_column_bytes(handle, column))
    return try UnsafeRawBufferPointer(start: start, count: count)
      .withMemoryRebound(to: UInt8.self, body)
  }

  /// The column's bytes; NULL reads as none.
  package func blob(_ column: Int32) -> [UInt8] {
    guard let start = sqlite3_column_blob(handle, column) else { return [] }
    let count = Int(sqlite3_column_bytes(handle, column))
    return Array(UnsafeRawBufferPointer(start: start, count: count))
  }
}
