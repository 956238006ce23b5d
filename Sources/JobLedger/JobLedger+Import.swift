package import MailModel
import SQLiteKit

/// A list about to be stored: what is known before its first row.
package struct NewBatch: Hashable, Sendable {
  /// The file's name.
  package var source: String
  /// The class of rows that name none.
  package var mailClass: MailClass
  /// How old a letter may be to count as the same again (`duplicate_days`).
  package var duplicateDays: Int
  /// The size of the list, as far as it is known; a long one is stored in another way.
  package var byteCount: Int

  package init(source: String, mailClass: MailClass, duplicateDays: Int, byteCount: Int = 0) {
    self.source = source
    self.mailClass = mailClass
    self.duplicateDays = duplicateDays
    self.byteCount = byteCount
  }
}

/// What is known of a list when its last row has been read.
package struct BatchEnd: Hashable, Sendable {
  /// Of the list's content, hexadecimal; its first six digits name the batch to people.
  package var hash: String
  /// The folder below the output folder.
  package var name: String
  package var columns: [String]
  /// For each own column the field that it alone is, or `nil`.
  package var mapping: [RowField?]
  package var inputRows: Int

  package init(
    hash: String, name: String, columns: [String], mapping: [RowField?], inputRows: Int
  ) {
    self.hash = hash
    self.name = name
    self.columns = columns
    self.mapping = mapping
    self.inputRows = inputRows
  }
}

/// What an import did.
package struct ImportSummary: Hashable, Sendable {
  package var batch: Int64
  package var rowsByState: [MailingState: Int]
  package var quoted: Cents
  /// How many of the letters have something that should be looked at.
  package var warned: Int
}

/// The batch whose transaction is open.
struct OpenBatch {
  var id: Int64
  var draft: NewBatch
  var firstMailing: Int64
  var nextMailing: Int64
  /// Rows that other parts of the job store.
  var otherRows = 0
  var tally: [MailingState: (rows: Int, quoted: Cents)] = [:]
  var warned = 0
  /// Letters of other batches by reference and recipient name, to find one that comes again with
  /// other details.
  var known: KnownLetters
  /// The tokens, while their index is not there; `nil` for a short list.
  var tokens: TokenTable?
  /// What the insertion has bound for the row before: nearly always what the next row needs too.
  var bound: (state: MailingState, hasRemarks: Bool)?

  mutating func count(_ more: (state: MailingState, rows: Int, quoted: Cents)) {
    guard more.rows > 0 else { return }
    let tally = tally[more.state] ?? (0, .zero)
    self.tally[more.state] = (tally.rows + more.rows, tally.quoted + more.quoted)
  }
}

extension JobLedger {
  /// Whether anything was ever imported.
  package func hasImports() throws -> Bool {
    try connection.statement("SELECT 1 FROM input LIMIT 1").first { _ in true } ?? false
  }

  /// The batch or repair that this content was imported as, if it was.
  package func importedBefore(hash: String) throws -> (source: String, at: UTCTime, batch: Int64?)?
  {
    try connection.statement("SELECT source, imported_at, batch FROM input WHERE hash = ?")
      .first(hash) { ($0.text(0), UTCTime(rawValue: $0.int64(1)), $0.optionalInt64(2)) }
  }

  /// Opens the one transaction in which a batch and all its rows are stored.
  package func beginBatch(_ draft: NewBatch) throws {
    precondition(importing == nil, "one import at a time")
    try connection.execute("BEGIN IMMEDIATE")
    let first = try nextMailingID()
    try connection.run(
      """
      INSERT INTO batch (hash, name, source, imported_at, columns, mapping, mail_class,
        first_mailing, input_rows) VALUES (?, ?, ?, ?, '[]', '[]', ?, ?, 0)
      """,
      "being imported", "being imported", draft.source, now().rawValue,
      draft.mailClass.rawValue, first)
    repairing = nil
    importing = OpenBatch(
      id: connection.lastInsertedRowID, draft: draft, firstMailing: first, nextMailing: first,
      known: try knownLetters(), tokens: try tokensInsteadOfIndex(draft, rows: first - 1))
  }

  /// From this size on a list is long.
  private static let longList = 256 << 10
  /// About so many bytes of a list make a row: only where the list is no smaller than a quarter of
  /// the ledger does building the index again pay.
  private static let bytesPerRow = 100

  private func tokensInsteadOfIndex(_ draft: NewBatch, rows: Int64) throws -> TokenTable? {
    guard draft.byteCount >= Self.longList,
      rows <= Int64(draft.byteCount / Self.bytesPerRow) * 4, rows < Int64(UInt32.max / 2)
    else { return nil }
    var table = TokenTable(for: Int(rows))
    try connection.statement("SELECT token, id FROM mailing WHERE token IS NOT NULL")
      .eachRow { _ = table.enter($0.int64(0), for: $0.int64(1)) { _ in false } }
    try connection.execute("DROP INDEX IF EXISTS mailing_token; DROP TRIGGER mailing_inserted")
    return table
  }

  /// Behind all rows of all lists, those of other parts of the job included.
  func nextMailingID() throws -> Int64 {
    try connection.statement("SELECT coalesce(max(first_mailing + input_rows), 1) FROM batch")
      .first { $0.int64(0) } ?? 1
  }

  /// Every letter with a reference, by reference and name.
  func knownLetters() throws -> KnownLetters {
    var known = KnownLetters()
    try connection.statement("SELECT id, reference, name FROM mailing WHERE reference <> ''")
      .eachRow { known.insert($0.int64(0), LetterName.hash($0.text(1).utf8, $0.text(2).utf8)) }
    return known
  }

  /// Makes room for a batch of about `count` rows.
  package func expectRows(_ count: Int) {
    guard let first = importing?.firstMailing else { return }
    importing?.tokens?.reserve(Int(first) + count)
  }

  /// Stores rows of the open batch, in their order.
  package func insert(_ rows: LetterRows) throws {
    guard var batch = importing else { preconditionFailure("no batch is open") }
    importing = nil  // so that its table is not copied when it grows
    defer { importing = batch }
    let statement = try connection.statement(
      batch.tokens == nil ? Self.insertion + " ON CONFLICT (token) DO NOTHING" : Self.insertion)
    batch.tokens?.prefetch(rows.rows)
    // Most rows are in the state of the one before.
    var alike: (state: MailingState, rows: Int, quoted: Cents) = (.queued, 0, .zero)
    for row in rows.rows {
      guard holds(row, in: batch) else {
        batch.otherRows += 1
        batch.nextMailing += 1
        continue
      }
      let state = try insert(row, of: rows, batch: &batch, statement)
      batch.nextMailing += 1
      if let remarks = row.remarks, state.isQuoted, remarks.hasWarning { batch.warned += 1 }
      if state != alike.state {
        batch.count(alike)
        alike = (state, 0, .zero)
      }
      alike.rows += 1
      alike.quoted += row.quoted ?? .zero
    }
    batch.count(alike)
  }

  /// Whether a row is this ledger's to store: all are, unless it is that of one part of the job.
  private func holds(_ row: LetterRows.Row, in batch: OpenBatch) -> Bool {
    guard let shard = binding.shard else { return true }
    guard let token = row.token else {
      return shard.holds(position: Int(batch.nextMailing - batch.firstMailing) + 1)
    }
    return shard.holds(token)
  }

  /// Ends the batch: from here on its rows are durable.
  package func commitBatch(_ end: BatchEnd) throws -> ImportSummary {
    guard var batch = importing else { preconditionFailure("no batch is open") }
    if batch.tokens != nil {
      // Its memory goes to the index.
      importing?.tokens = nil
      batch.tokens = nil
      // Its tokens are sorted on a second thread, while this one reads the rows.
      try connection.execute("PRAGMA threads = 1")
      try connection.execute(LedgerSchema.tokenIndex)
      try restoreInsertionRule(since: batch.firstMailing)
    }
    try connection.run(
      """
      UPDATE batch SET hash = ?, name = ?, columns = ?, mapping = ?, input_rows = ?, other_rows = ?
      WHERE id = ?
      """,
      end.hash, end.name, try TextList.json(end.columns),
      try TextList.json(end.mapping.map { $0?.rawValue }), end.inputRows, batch.otherRows, batch.id)
    for (state, tally) in batch.tally {
      try connection.run(
        """
        INSERT INTO tally VALUES (?, ?, ?, ?) ON CONFLICT (batch, state)
        DO UPDATE SET rows = rows + excluded.rows, quoted = quoted + excluded.quoted
        """,
        batch.id, state.rawValue, tally.rows, tally.quoted.rawValue)
    }
    try connection.run(
      "INSERT INTO input VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
      end.hash, batch.id, batch.draft.source, now().rawValue)
    try commitToLog()
    importing = nil
    claimCursor = min(claimCursor, batch.firstMailing - 1)
    let quoted = batch.tally.filter(\.key.isQuoted).values.reduce(Cents.zero) { $0 + $1.quoted }
    return ImportSummary(
      batch: batch.id, rowsByState: batch.tally.mapValues(\.rows), quoted: quoted,
      warned: batch.warned)
  }

  /// Commits, and leaves it to a later commit to move what was written from the log into the file:
  /// it is durable already.
  private func commitToLog() throws {
    try connection.execute("PRAGMA wal_autocheckpoint = 0")
    defer {
      // Where this fails the log grows on; what was committed, and whether, is not touched by it.
      try? connection.execute("PRAGMA wal_autocheckpoint = \(LedgerFile.checkpointPages)")
    }
    try connection.execute("COMMIT")
  }

  private func restoreInsertionRule(since first: Int64) throws {
    let forbidden = try connection.statement(LedgerSchema.forbiddenInsertion)
      .first(first) { $0.int64(0) }
    guard forbidden == nil else {
      throw LedgerError.notPossible("mailing \(forbidden ?? 0) is new and cannot be in its state")
    }
    try connection.execute(LedgerSchema.insertionRule)
  }

  /// Forgets the open batch: nothing of it was stored.
  package func rollBackBatch() throws {
    guard importing != nil else { return }
    importing = nil
    if !connection.isAutocommit { try connection.execute("ROLLBACK") }
  }

  private static let insertion = """
    INSERT INTO mailing (id, batch, row, state, token, reference, name, company, street1, street2,
      city, state_code, zip, mail_class, matter, mail_by, document, sender, occurrence, quoted,
      given, code, message, hint, notes)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    """

  /// The columns of `insertion` that hold fields, in order; the first stands at parameter 6.
  private static let boundFields: [(field: RowField, isOptional: Bool)] = [
    (.reference, false), (.name, false), (.company, true), (.street1, false), (.street2, true),
    (.city, false), (.state, false), (.zip, false), (.mailClass, true), (.matter, true),
    (.mailBy, true), (.document, true), (.sender, true), (.occurrence, true),
  ]

  private func insert(
    _ row: LetterRows.Row, of rows: LetterRows, batch: inout OpenBatch, _ statement: Statement
  ) throws -> MailingState {
    let remarks = row.remarks
    var judged = row
    let reference = rows.bytes[rows[row, .reference]]
    if row.token != nil, !batch.known.isEmpty, !reference.isEmpty {
      let name = rows.bytes[rows[row, .name]]
      let earlier = batch.known[LetterName.hash(reference, name)]
      if !earlier.isEmpty {
        judged = try comparedWithEarlier(row, of: rows, batch: batch, candidates: earlier)
      }
    }
    var twin: Int64?
    if let token = row.token {
      twin = try batch.tokens?.enter(token.rawValue, for: batch.nextMailing) { other in
        try self.token(of: other) == token
      }
    }
    if twin == nil {
      try bind(judged, of: rows, batch: &batch, to: statement)
      if try step(statement) { return judged.state }
      // The token is taken, which the index says where no table does.
      twin = try row.token.flatMap { try mailing(with: $0) }
    }
    guard let twin else { preconditionFailure("a row was not stored, and its token is free") }
    judged = try sameLetter(row, as: twin, remarks: remarks, batch: batch)
    try bind(judged, of: rows, batch: &batch, to: statement)
    _ = try step(statement)
    try connection.run("UPDATE mailing SET twin = ? WHERE id = ?", twin, batch.nextMailing)
    return judged.state
  }

  private func token(of mailing: Int64) throws -> Token? {
    try connection.statement("SELECT token FROM mailing WHERE id = ?")
      .first(mailing) { $0.optionalInt64(0).map { Token(rawValue: $0) } } ?? nil
  }

  func mailing(with token: Token) throws -> Int64? {
    try connection.statement("SELECT id FROM mailing WHERE token = ?")
      .first(token.rawValue) { $0.int64(0) }
  }

  private func step(_ statement: Statement) throws -> Bool {
    defer { statement.reset() }
    while try statement.step() {}
    return connection.changes == 1
  }

  private func bind(
    _ row: LetterRows.Row, of rows: LetterRows, batch: inout OpenBatch, to statement: Statement
  ) throws {
    let before = batch.bound
    batch.bound = nil
    try statement.bind(.integer(batch.nextMailing), at: 1)
    try statement.bind(.integer(batch.id), at: 2)
    try statement.bind(.integer(Int64(row.number)), at: 3)
    if before?.state != row.state { try statement.bind(.text(row.state.rawValue), at: 4) }
    try statement.bind(row.token.map { .integer($0.rawValue) } ?? .null, at: 5)
    try rows.bytes.withUnsafeBytes { arena in
      var parameter: Int32 = 6
      for (field, isOptional) in Self.boundFields {
        let range = rows[row, field]
        if isOptional, range.isEmpty {
          try statement.bind(.null, at: parameter)
        } else {
          // The arena outlives the step: `step` runs before `rows` can change.
          try statement.bind(
            staticText: UnsafeRawBufferPointer(rebasing: arena[range]), at: parameter)
        }
        parameter += 1
      }
      try statement.bind(row.quoted.map { .integer($0.rawValue) } ?? .null, at: 20)
      if row.given.isEmpty {
        try statement.bind(.null, at: 21)
      } else {
        try statement.bind(
          staticBlob: UnsafeRawBufferPointer(rebasing: arena[row.given]), at: 21)
      }
    }
    if row.remarks != nil || before?.hasRemarks != false { try bind(row.remarks, to: statement) }
    batch.bound = (row.state, row.remarks != nil)
  }

  private func bind(_ remarks: RowRemarks?, to statement: Statement) throws {
    func value(_ text: String?) -> SQLiteValue {
      guard let text, !text.isEmpty else { return .null }
      return .text(text)
    }
    try statement.bind(value(remarks?.code), at: 22)
    try statement.bind(value(remarks?.message), at: 23)
    try statement.bind(value(remarks?.hint), at: 24)
    try statement.bind(value(try remarks.flatMap { try FindingCoding.text($0.notes) }), at: 25)
  }
}
