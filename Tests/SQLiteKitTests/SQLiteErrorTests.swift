import Testing

@testable import SQLiteKit

@Suite struct SQLiteErrorTests {
  @Test func `what SQLite refused is told with what to do, and without the statement`() {
    let codes: [(Int32, String)] = [
      (5, "database is locked"), (8, "attempt to write a readonly database"),
      (522, "disk I/O error"), (13, "database or disk is full"), (1811, "no such row"),
    ]
    let errors = codes.map { SQLiteError(extendedCode: $0, message: $1, sql: "SELECT 1") }
    #expect(
      errors.map(\.description).joined(separator: "\n") == """
        SQLite: database is locked (error 5); another program uses the file; wait until it has ended
        SQLite: attempt to write a readonly database (error 8); make the file and its folder writable
        SQLite: disk I/O error (error 522); look at the disk and the system's log
        SQLite: database or disk is full (error 13); make room on the disk
        SQLite: no such row (error 1811)
        """)
    #expect(errors.last?.debugDescription == "SQLite: no such row (error 1811) [SELECT 1]")
  }
}
