import Foundation
import SQLiteKit

/// Opening a ledger file: what must be true of it, and the pragmas it runs under.
enum LedgerFile {
  /// From how many pages of the log on a commit moves them into the file: SQLite's own number.
  static let checkpointPages = 1000

  /// Whether there is already something in the file.
  static func holdsData(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_size > 0
  }

  /// Opens the file with mode 0600 and the ledger's pragmas.
  static func open(_ path: String, mode: Connection.Mode) throws -> Connection {
    if mode == .readWriteCreate {
      let descriptor = Foundation.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
      guard descriptor >= 0 else {
        throw LedgerError.file(
          path: path, detail: "cannot be opened: \(String(cString: strerror(errno)))")
      }
      close(descriptor)
    }
    do {
      let connection = try Connection(path: path, mode: mode)
      try prepare(connection, mode: mode, isNew: !holdsData(path))
      return connection
    } catch let error as SQLiteError {
      throw translated(error, path: path)
    }
  }

  private static func prepare(_ connection: Connection, mode: Connection.Mode, isNew: Bool) throws {
    // Readers wait out a checkpoint instead of failing.
    try connection.execute("PRAGMA busy_timeout = 10000")
    guard mode == .readWriteCreate else { return }
    // Large pages halve the time of a big import; only a new file can choose.
    if isNew { try connection.execute("PRAGMA page_size = 16384") }
    // Readers do not stop the writer; FULL: a committed intent survives a power cut.
    try connection.execute("PRAGMA journal_mode = WAL")
    try connection.execute("PRAGMA synchronous = FULL")
    try connection.execute("PRAGMA foreign_keys = ON")
    // 2 MB of cache, whatever the page size: memory stays flat, and twice as much gains nothing.
    try connection.execute("PRAGMA cache_size = -2048")
  }

  /// Refuses a file that is no ledger, or a newer one; for a reader, who cannot change it, also an
  /// older one.
  static func checkVersion(
    _ connection: Connection, path: String, mayBeOlder: Bool = true, schema: String = "main"
  ) throws {
    let (version, application): (Int, Int)
    do {
      version = try pragma(connection, "\(schema).user_version")
      application = try pragma(connection, "\(schema).application_id")
    } catch let error as SQLiteError {
      throw translated(error, path: path)
    }
    guard application == LedgerSchema.applicationID else {
      throw try isUnfinished(connection, schema)
        ? LedgerError.file(
          path: path, detail: "there is no ledger in it yet; certmail run JOB makes it")
        : LedgerError.foreign(path: path)
    }
    guard version <= LedgerSchema.version else {
      throw LedgerError.newer(path: path, version: version)
    }
    guard mayBeOlder || version == LedgerSchema.version else {
      throw LedgerError.file(
        path: path,
        detail: "it was written by an older certmail; certmail run JOB brings it up to date first")
    }
  }

  /// Whether nothing was ever made in the file: its first run was killed.
  private static func isUnfinished(_ connection: Connection, _ schema: String) throws -> Bool {
    try connection.statement("SELECT count(*) FROM \(schema).sqlite_schema").first { $0.int(0) }
      == 0
  }

  /// Makes a new ledger's tables, or brings an older one up to date; each step in a transaction.
  static func migrate(_ connection: Connection, path: String, isNew: Bool) throws {
    var version = 0
    if !isNew {
      // A file that was made and never filled is as good as new.
      if try !isUnfinished(connection, "main") {
        try checkVersion(connection, path: path)
        try checkIntegrity(connection, path: path)
        version = try pragma(connection, "user_version")
      }
    }
    while version < LedgerSchema.version {
      try connection.transaction {
        try connection.execute(LedgerSchema.migrations[version])
        try connection.execute("PRAGMA application_id = \(LedgerSchema.applicationID)")
        try connection.execute("PRAGMA user_version = \(version + 1)")
      }
      version += 1
    }
  }

  private static func checkIntegrity(_ connection: Connection, path: String) throws {
    do {
      let size = try pragma(connection, "page_count")
      // A whole check of a very large ledger takes minutes; SQLite reports what a run touches.
      guard size <= integrityPagesMax else { return }
      let verdict = try connection.statement("PRAGMA quick_check(1)").first { $0.text(0) }
      guard verdict == "ok" else {
        throw LedgerError.damaged(path: path, detail: verdict ?? "no verdict")
      }
    } catch let error as SQLiteError {
      throw translated(error, path: path)
    }
  }

  /// Up to this many pages (160 MB) a ledger is checked whole at each opening for writing.
  private static let integrityPagesMax = 10_000

  private static func pragma(_ connection: Connection, _ name: String) throws -> Int {
    try connection.statement("PRAGMA \(name)").first { $0.int(0) } ?? 0
  }

  /// SQLite's error as the ledger's words, where there are better ones.
  static func translated(_ error: SQLiteError, path: String) -> any Error {
    switch error.code {
    case 26: LedgerError.foreign(path: path)  // SQLITE_NOTADB
    case 11: LedgerError.damaged(path: path, detail: error.message)  // SQLITE_CORRUPT
    case 14: LedgerError.file(path: path, detail: "cannot be opened: \(error.message)")
    default: error
    }
  }
}
