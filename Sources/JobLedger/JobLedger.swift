import Foundation
package import MailModel
import SQLiteKit

/// The queue on disk: the one truth on our side, and the only owner of its connection.
///
/// WAL with `synchronous=FULL`: what a method has committed survives a power cut. One process
/// writes, under `LedgerLock`; others read.
package actor JobLedger {
  /// How the ledger is opened.
  package enum Access: Hashable, Sendable {
    /// Reads and writes, holding the lock; `holder` is shown to whoever comes second.
    case exclusive(holder: String)
    /// Reads while another process may write.
    case readOnly
    /// A ledger that ends with its value, in a file that has no name.
    case temporary
  }

  /// What a ledger belongs to from its first use on.
  package struct Binding: Hashable, Sendable {
    /// The job's name, which takes part in every token.
    package var job: String
    /// The API's base URL, or `sandbox`.
    package var baseURL: String
    /// `live`, `test` or another prefix; `nil` when no key is at hand (import).
    package var keyKind: String?
    /// The part of the job that is in this ledger; `nil`: all of it.
    package var shard: Shard?

    package init(job: String, baseURL: String, keyKind: String?, shard: Shard?) {
      self.shard = shard
      self.job = job
      self.baseURL = baseURL
      self.keyKind = keyKind
    }
  }

  package nonisolated let path: String
  package nonisolated let binding: Binding
  /// Names this ledger among all others; made with it.
  package nonisolated let uuid: String
  /// Whether the file was made by this opening.
  package nonisolated let isNew: Bool

  let connection: Connection
  let now: @Sendable () -> UTCTime
  private let lock: LedgerLock?
  /// The last number given to a claim or an outcome.
  var sequence: Int64
  /// The run that writes; 0 before `beginRun`.
  var run: Int64 = 0
  /// Rows are claimed upwards from here; a row put back is claimed by its id.
  var claimCursor: Int64 = 0
  /// The same for rows with a deadline, which come first.
  var deadlineCursor: (date: String, id: Int64) = ("", 0)
  /// The highest attempt that the mark says.
  var marked: Int64?
  var mark: LedgerMark { LedgerMark(ledgerPath: path) }
  /// The batch whose transaction is open.
  var importing: OpenBatch?
  /// What earlier reports told of; read when the first corrected row comes.
  var told: [String: ToldMailing]?
  /// What corrected rows are compared with; made when the first one comes.
  var repairing: KnownLetters?

  /// Opens the ledger at `path`, making or migrating it when `access` may write.
  /// - Throws: `LedgerError`, or `SQLiteError` when the disk fails.
  package init(
    path: String, access: Access, binding: Binding, makeUUID: @Sendable () -> String,
    now: @escaping @Sendable () -> UTCTime
  ) throws {
    self.path = path
    self.now = now
    self.binding = binding
    var wasThere = false
    switch access {
    case .exclusive(let holder):
      try LedgerDisk.refuseNetwork(path)
      lock = try LedgerLock(ledgerPath: path, holder: holder)
      wasThere = LedgerFile.holdsData(path)
      connection = try LedgerFile.open(path, mode: .readWriteCreate)
    case .readOnly:
      lock = nil
      wasThere = true
      connection = try LedgerFile.open(path, mode: .readOnly)
    case .temporary:
      lock = nil
      connection = try Connection(path: "")
    }
    isNew = !wasThere
    if access == .readOnly {
      try LedgerFile.checkVersion(connection, path: path, mayBeOlder: false)
    } else {
      try LedgerFile.migrate(connection, path: path, isNew: !wasThere)
    }
    uuid = try Self.bind(
      connection, to: binding, isNew: isNew, mayWrite: access != .readOnly, makeUUID)
    sequence = try Self.lastSequence(connection)
  }

  /// The descriptor of the lock, for a process that must not outlive it unnoticed.
  package nonisolated var lockDescriptor: Int32? { lock?.descriptor }

  private static func bind(
    _ connection: Connection, to binding: Binding, isNew: Bool, mayWrite: Bool,
    _ makeUUID: () -> String
  ) throws -> String {
    try check(connection, "job", binding.job, "the job named", mayWrite)
    try check(connection, "base_url", binding.baseURL, "the API at", mayWrite)
    // A ledger of a time before there were parts holds the whole job.
    if !isNew, mayWrite, try meta(connection, "shard") == nil {
      try setMeta(connection, "shard", wholeJob)
    }
    try check(connection, "shard", binding.shard?.description ?? wholeJob, "the part", mayWrite)
    if let kind = binding.keyKind {
      try check(connection, "key_kind", kind, "a key of the kind", mayWrite)
    }
    if let uuid = try meta(connection, "uuid") { return uuid }
    let uuid = makeUUID()
    if mayWrite { try setMeta(connection, "uuid", uuid) }
    return uuid
  }

  private static let wholeJob = "1/1"

  private static func check(
    _ connection: Connection, _ key: String, _ value: String, _ what: String, _ mayWrite: Bool
  ) throws {
    guard let bound = try meta(connection, key) else {
      if mayWrite { try setMeta(connection, key, value) }
      return
    }
    guard bound == value else {
      throw LedgerError.otherBinding(what: what, bound: bound, given: value)
    }
  }

  private static func lastSequence(_ connection: Connection) throws -> Int64 {
    try connection.statement(
      "SELECT max(coalesce(max(claim_sequence), 0), coalesce(max(end_sequence), 0)) FROM attempt"
    ).first { $0.int64(0) } ?? 0
  }

  static func meta(_ connection: Connection, _ key: String) throws -> String? {
    try connection.statement("SELECT value FROM meta WHERE key = ?").first(key) { $0.text(0) }
  }

  static func setMeta(_ connection: Connection, _ key: String, _ value: String) throws {
    try connection.run(
      "INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
      key, value)
  }

  /// A fact that the ledger keeps by name: what the first mailing taught, say.
  package func fact(_ key: String) throws -> String? { try Self.meta(connection, key) }

  /// Keeps a fact; durable when it returns.
  package func keep(_ key: String, _ value: String) throws {
    try Self.setMeta(connection, key, value)
  }

  /// Binds the ledger to a kind of key, `live` or `test`, at its first use.
  /// - Throws: `LedgerError.otherBinding` when it is bound to another.
  package func bind(keyKind: String) throws {
    try Self.check(connection, "key_kind", keyKind, "a key of the kind", true)
  }

  /// A consistent copy of the ledger at `path`, while anything runs; nobody else can read it, not
  /// even while it is made.
  /// - Throws: `LedgerError.file` when there is a file already, or none can be made.
  package func backUp(to path: String) throws {
    let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw LedgerError.file(
        path: path, detail: "cannot be made: \(String(cString: strerror(errno)))")
    }
    close(descriptor)
    try connection.backUp(to: path)
  }

  /// Begins a run: attempts and pieces made from now on carry its number.
  package func beginRun(command: String) throws {
    try connection.run(
      "INSERT INTO run (command, started_at) VALUES (?, ?)", command, now().rawValue)
    run = connection.lastInsertedRowID
  }

  /// Notes how the run ended.
  package func endRun(exitStatus: Int) throws {
    try connection.run(
      "UPDATE run SET ended_at = ?, exit_status = ? WHERE id = ?", now().rawValue, exitStatus, run)
  }

  /// The next number in the order of claims and outcomes.
  func nextSequence() -> Int64 {
    sequence += 1
    return sequence
  }

  /// Moves one mailing by `event`; the caller has opened the transaction.
  /// - Throws: `IllegalTransition`, or `LedgerError.lostUpdate` when the row is not in `state`.
  @discardableResult
  func move(_ mailing: Int64, from state: MailingState, by event: MailingEvent) throws
    -> MailingState
  {
    let next = try state.after(event)
    let changed = try connection.run(
      "UPDATE mailing SET state = ? WHERE id = ? AND state = ?",
      next.rawValue, mailing, state.rawValue)
    guard changed == 1 else {
      throw LedgerError.lostUpdate(mailing: mailing, expected: state.rawValue)
    }
    return next
  }

  /// Sets the words that explain a row's state; the caller has opened the transaction.
  func remark(_ mailing: Int64, code: String?, message: String?, hint: String? = nil) throws {
    try connection.run(
      "UPDATE mailing SET code = ?, message = ?, hint = ? WHERE id = ?",
      code, message, hint, mailing)
  }
}
