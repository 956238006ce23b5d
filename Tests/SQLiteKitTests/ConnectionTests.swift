import SQLiteKit
import TestSupport
import Testing

@Suite struct ConnectionTests {
  @Test func `values of every kind come back as they went in`() throws {
    let connection = try Connection(path: ":memory:")
    try connection.execute("CREATE TABLE t (a, b, c, d)")
    try connection.run("INSERT INTO t VALUES (?, ?, ?, ?)", 7, "é", [1, 2] as [UInt8], nil as Int?)
    let row = try connection.prepare("SELECT * FROM t").first {
      ($0.int64(0), $0.text(1), $0.blob(2), $0.isNull(3))
    }
    #expect(row?.0 == 7)
    #expect(row?.1 == "é")
    #expect(row?.2 == [1, 2])
    #expect(row?.3 == true)
  }

  @Test func `a failed transaction leaves nothing`() throws {
    let connection = try Connection(path: ":memory:")
    try connection.execute("CREATE TABLE t (a UNIQUE)")
    #expect(throws: SQLiteError.self) {
      try connection.transaction {
        try connection.run("INSERT INTO t VALUES (1)")
        try connection.run("INSERT INTO t VALUES (1)")
      }
    }
    #expect(try connection.prepare("SELECT count(*) FROM t").first { $0.int(0) } == 0)
    #expect(connection.isAutocommit)
  }

  /// What a statement may have to undo is written out in one go when it grows beyond a bound: SQLite
  /// fails with "disk is full" where that is set too high.
  @Test(arguments: [10, 100, 2000])
  func `a statement that fails at its last row is undone, whatever it had changed`(rows: Int) throws
  {
    let connection = try Connection(path: Scratch.path("undone.sqlite"))
    try connection.execute("PRAGMA page_size = 16384; PRAGMA journal_mode = WAL")
    try connection.execute("CREATE TABLE t (a INTEGER PRIMARY KEY, b CHECK (b < 'y'), c)")
    try connection.transaction {
      for row in 1...rows {
        try connection.run(
          "INSERT INTO t VALUES (?, ?, zeroblob(4000))", row, row == rows ? "x" : "a")
      }
    }
    try connection.transaction {
      try connection.run("INSERT INTO t VALUES (?, 'a', NULL)", rows + 1)
      let error = #expect(throws: SQLiteError.self) {
        try connection.run(
          "UPDATE t SET b = CASE b WHEN 'x' THEN 'z' ELSE 'b' END WHERE a <= ?", rows)
      }
      #expect(error?.code == 19)
    }
    let counts = try connection.prepare("SELECT count(*), count(*) FILTER (WHERE b = 'b') FROM t")
      .first { [$0.int(0), $0.int(1)] }
    #expect(counts == [rows + 1, 0])
  }

  @Test func `an error names the SQL and hides the values`() throws {
    let connection = try Connection(path: ":memory:")
    try connection.execute("CREATE TABLE t (a CHECK (a < 5))")
    let error = #expect(throws: SQLiteError.self) {
      try connection.run("INSERT INTO t VALUES (?)", 12345)
    }
    #expect(error?.debugDescription.contains("INSERT INTO t VALUES (?)") == true)
    #expect(error?.debugDescription.contains("12345") == false)
  }
}
