import MailModel

/// The ledger's tables, and the rules that the database itself enforces.
///
/// Times are milliseconds UTC, amounts cents. A sequence number orders claims and outcomes of the
/// whole ledger: what ended before another attempt was claimed has a lower number.
enum LedgerSchema {
  /// The version that this program writes, kept in `user_version`.
  static let version = 6

  /// Marks the file as a certmail ledger in its header (`application_id`): "CMLG".
  static let applicationID = 0x434D_4C47

  /// What brings a ledger from version N to N + 1; the element at 0 makes a new one.
  static let migrations = [
    [tables, indexes, states, triggers].joined(separator: "\n"),
    [mailedAddress, reportState].joined(separator: "\n"),
    trackingEvents,
    otherRows,
    flaggedRows,
    waitingDeadlines,
  ]

  /// `state` is one of `states`, as SQL.
  ///
  /// A chain of `OR`: for an `IN` of more than two SQLite builds a table at each statement, which
  /// made an insert three times as dear, and a partial index with it is not found by `state = …`.
  private static func isOne(of states: [MailingState], _ column: String = "state") -> String {
    "(" + states.map { "\(column) = '\($0.rawValue)'" }.joined(separator: " OR ") + ")"
  }

  private static let newStates: [MailingState] = [.queued, .invalid, .duplicate, .ignored, .held]
  private static let exceptionalStates: [MailingState] = [
    .invalid, .refused, .held, .submitting, .uncertain, .absent, .mailed,
  ]

  private static let tables = """
    CREATE TABLE meta (
      key TEXT PRIMARY KEY,
      value TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE run (
      id INTEGER PRIMARY KEY,
      command TEXT NOT NULL,
      started_at INTEGER NOT NULL,
      ended_at INTEGER,
      exit_status INTEGER
    ) STRICT;

    CREATE TABLE batch (
      id INTEGER PRIMARY KEY,
      hash TEXT NOT NULL UNIQUE,           -- of the content, whatever its encoding
      name TEXT NOT NULL UNIQUE,           -- the folder below the output folder
      source TEXT NOT NULL,                -- the file's name
      imported_at INTEGER NOT NULL,
      columns TEXT NOT NULL,               -- JSON: the input's own column names
      mapping TEXT NOT NULL,               -- JSON: for each column the field it alone is, or null
      mail_class TEXT NOT NULL,            -- of rows that name none
      first_mailing INTEGER NOT NULL,      -- id of position 1; the next position has the next id
      input_rows INTEGER NOT NULL          -- as the reader counted them
    ) STRICT;

    -- One row of one list. A row makes at most one piece of mail.
    CREATE TABLE mailing (
      id INTEGER PRIMARY KEY,
      batch INTEGER NOT NULL REFERENCES batch,
      row INTEGER NOT NULL,                -- as the spreadsheet shows it
      state TEXT NOT NULL CHECK \(isOne(of: [.queued] + MailingState.allCases)),
      token INTEGER,                       -- of letters that are mailed or may be; else NULL
      reference TEXT NOT NULL,
      name TEXT NOT NULL,
      company TEXT,
      street1 TEXT NOT NULL,
      street2 TEXT,
      city TEXT NOT NULL,
      state_code TEXT NOT NULL,
      zip TEXT NOT NULL,
      mail_class TEXT,                     -- NULL: the batch's
      matter TEXT,
      mail_by TEXT,                        -- yyyy-mm-dd
      document TEXT,
      sender TEXT,
      occurrence INTEGER,                  -- NULL: 1
      quoted INTEGER,
      given BLOB,                          -- the row's own cells (GivenRecord)
      code TEXT,
      message TEXT,
      hint TEXT,
      notes TEXT,                          -- JSON: warnings and repairs
      twin INTEGER                         -- the mailing that has the same letter
    ) STRICT;

    -- One intent to POST. Durable before the first byte goes out.
    CREATE TABLE attempt (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      mailing INTEGER NOT NULL REFERENCES mailing,
      run INTEGER NOT NULL REFERENCES run,
      claim_sequence INTEGER NOT NULL UNIQUE,
      claimed_at INTEGER NOT NULL,
      token INTEGER,
      body BLOB NOT NULL,                  -- the exact bytes, the same at each attempt
      body_sha256 TEXT NOT NULL,
      key_fingerprint TEXT NOT NULL,
      reserved INTEGER NOT NULL,
      end_sequence INTEGER UNIQUE,
      ended_at INTEGER,
      outcome TEXT,                        -- a MailingEvent, or 'interrupted', 'interruptedAlone'
      status INTEGER,                      -- of the HTTP answer
      detail TEXT,
      answer BLOB                          -- the raw answer, up to a bound
    ) STRICT;

    -- What the API made. One piece of mail, one charge.
    CREATE TABLE piece (
      mailing INTEGER PRIMARY KEY REFERENCES mailing,
      api_id TEXT NOT NULL UNIQUE,
      tracking_number TEXT,
      status TEXT,
      postage INTEGER,
      service_fee INTEGER,
      charged INTEGER,
      run INTEGER NOT NULL REFERENCES run,
      claim_sequence INTEGER NOT NULL,     -- made after this
      end_sequence INTEGER NOT NULL,       -- known to be made by this
      submitted_at INTEGER NOT NULL,
      found_by TEXT NOT NULL,              -- 'answer', 'token', 'recipient', 'report', 'person'
      answer BLOB
    ) STRICT;

    CREATE TABLE label (
      mailing INTEGER PRIMARY KEY REFERENCES mailing,
      path TEXT NOT NULL,                  -- below the batch's folder
      size INTEGER NOT NULL,
      sha256 TEXT NOT NULL,
      stored_at INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE tracking (
      mailing INTEGER PRIMARY KEY REFERENCES mailing,
      status TEXT NOT NULL,
      checked_at INTEGER NOT NULL,
      accepted_at INTEGER,
      delivered_at INTEGER,
      is_final INTEGER NOT NULL,
      events TEXT NOT NULL                 -- JSON, as the API sent them
    ) STRICT;

    CREATE TABLE address_check (
      key TEXT PRIMARY KEY,                -- the distinct address, canonical
      is_valid INTEGER NOT NULL,
      standardized TEXT,                   -- JSON
      messages TEXT NOT NULL,              -- JSON
      checked_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE price (
      mail_class TEXT NOT NULL,
      fetched_at INTEGER NOT NULL,
      postage INTEGER NOT NULL,
      service_fee INTEGER NOT NULL,
      total INTEGER NOT NULL,
      PRIMARY KEY (mail_class, fetched_at)
    ) STRICT, WITHOUT ROWID;

    -- What people decided, and why.
    CREATE TABLE decision (
      id INTEGER PRIMARY KEY,
      mailing INTEGER NOT NULL REFERENCES mailing,
      action TEXT NOT NULL,
      reason TEXT NOT NULL,
      who TEXT NOT NULL,
      decided_at INTEGER NOT NULL
    ) STRICT;

    -- A row's earlier forms: what it was before a correction replaced it.
    CREATE TABLE history (
      id INTEGER PRIMARY KEY,
      mailing INTEGER NOT NULL REFERENCES mailing,
      replaced_at INTEGER NOT NULL,
      source TEXT NOT NULL,
      form TEXT NOT NULL                   -- JSON
    ) STRICT;

    -- Rows and money by batch and state, kept in the transaction that changes them.
    CREATE TABLE tally (
      batch INTEGER NOT NULL REFERENCES batch,
      state TEXT NOT NULL,
      rows INTEGER NOT NULL,
      quoted INTEGER NOT NULL,
      PRIMARY KEY (batch, state)
    ) STRICT, WITHOUT ROWID;

    -- Files that were looked at, so that the same content again is a clear no-op.
    CREATE TABLE input (
      hash TEXT PRIMARY KEY,
      batch INTEGER,
      source TEXT NOT NULL,
      imported_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    """

  /// Which batches have changed since their reports were written, so that no report stays behind.
  private static let reportState = """
    ALTER TABLE batch ADD COLUMN changes INTEGER NOT NULL DEFAULT 1;
    ALTER TABLE batch ADD COLUMN reported INTEGER NOT NULL DEFAULT 0;  -- `changes` at that time

    CREATE TRIGGER mailing_changes AFTER UPDATE ON mailing
    BEGIN
      UPDATE batch SET changes = changes + 1 WHERE id = NEW.batch;
    END;
    """

  /// Every event of a piece's tracking, once, however often it is told.
  private static let trackingEvents = """
    CREATE TABLE tracking_event (
      id INTEGER PRIMARY KEY,
      mailing INTEGER NOT NULL REFERENCES mailing,
      status TEXT NOT NULL,
      description TEXT NOT NULL,           -- USPS's own words
      location TEXT NOT NULL,
      occurred_at INTEGER,
      raw TEXT NOT NULL,                   -- JSON, as the API sent it
      seen_at INTEGER NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX tracking_event_once
      ON tracking_event (mailing, coalesce(occurred_at, -1), status, description, location);

    ALTER TABLE tracking ADD COLUMN api_status TEXT NOT NULL DEFAULT '';  -- `status` is ours
    ALTER TABLE tracking ADD COLUMN last_event_at INTEGER;
    ALTER TABLE tracking ADD COLUMN last_text TEXT NOT NULL DEFAULT '';

    CREATE TRIGGER tracking_made AFTER INSERT ON tracking
    BEGIN
      UPDATE batch SET changes = changes + 1
      WHERE id = (SELECT batch FROM mailing WHERE id = NEW.mailing);
    END;
    -- Only what reports tell: another look that finds nothing new is no change.
    CREATE TRIGGER tracking_changes AFTER UPDATE ON tracking
    WHEN (OLD.status, OLD.accepted_at, OLD.delivered_at, OLD.last_event_at, OLD.last_text)
      IS NOT (NEW.status, NEW.accepted_at, NEW.delivered_at, NEW.last_event_at, NEW.last_text)
    BEGIN
      UPDATE batch SET changes = changes + 1
      WHERE id = (SELECT batch FROM mailing WHERE id = NEW.mailing);
    END;
    """

  /// What a part of a job leaves to the other parts.
  private static let otherRows = """
    -- Of `input_rows`, those that are in other parts' ledgers.
    ALTER TABLE batch ADD COLUMN other_rows INTEGER NOT NULL DEFAULT 0;
    """

  /// Finds the mailed rows that need a person without going through all that are done.
  private static let flaggedRows = """
    CREATE INDEX mailing_flagged ON mailing (batch) WHERE \(isFlagged);
    """

  /// A row has the code of a `MailedRowFlag`, in the words of the index `mailing_flagged`.
  static let isFlagged =
    "(" + MailedRowFlag.allCases.map { "code = '\($0.rawValue)'" }.joined(separator: " OR ") + ")"

  /// Finds what is due and waits for a person without reading all that does.
  private static let waitingDeadlines = """
    CREATE INDEX mailing_waiting_deadline ON mailing (mail_by, id)
      WHERE mail_by IS NOT NULL AND \(waitsForPerson);
    """

  /// A row is in a state in which a person is waited for, in the words of that index.
  static let waitsForPerson = isOne(of: [.invalid, .refused, .held, .absent, .uncertain])

  private static let mailedAddress = """
    -- The address that goes on the letter, where the job mails the API's form of it.
    CREATE TABLE mailed_address (
      mailing INTEGER PRIMARY KEY REFERENCES mailing,
      street1 TEXT NOT NULL,
      street2 TEXT NOT NULL,
      city TEXT NOT NULL,
      state_code TEXT NOT NULL,
      zip TEXT NOT NULL
    ) STRICT;
    """

  /// Two rows cannot have one token. Dropped while a long list is stored and built again before its
  /// commit (`TokenTable`).
  static let tokenIndex = "CREATE UNIQUE INDEX IF NOT EXISTS mailing_token ON mailing (token);"

  /// Beside the token's, only indexes over exceptional states: they cost nothing at an import.
  private static let indexes = """
    \(tokenIndex)
    CREATE INDEX mailing_exceptional ON mailing (state, id)
      WHERE \(isOne(of: exceptionalStates));
    CREATE INDEX mailing_deadline ON mailing (mail_by, id)
      WHERE mail_by IS NOT NULL AND state = 'queued';
    CREATE INDEX attempt_mailing ON attempt (mailing);
    CREATE INDEX piece_order ON piece (end_sequence);
    CREATE INDEX decision_mailing ON decision (mailing);
    CREATE INDEX history_mailing ON history (mailing);
    """

  private static var states: String {
    let pairs = MailingState.allowedTransitions
      .map { "('\($0.from.rawValue)', '\($0.to.rawValue)')" }
      .joined(separator: ", ")
    return """
      CREATE TABLE transition (
        from_state TEXT NOT NULL,
        to_state TEXT NOT NULL,
        PRIMARY KEY (from_state, to_state)
      ) STRICT, WITHOUT ROWID;
      INSERT INTO transition VALUES \(pairs);
      """
  }

  /// A new row is in one of few states. Dropped while a long list is stored, since a trigger doubles
  /// the time of an insert; before its commit the rows are looked at, and the rule is back.
  static let insertionRule = """
    CREATE TRIGGER IF NOT EXISTS mailing_inserted BEFORE INSERT ON mailing
    WHEN NOT \(isOne(of: newStates, "NEW.state"))
    BEGIN
      SELECT RAISE(ABORT, 'a new row cannot be in this state');
    END;
    """

  /// Finds a row from `id` on that `insertionRule` forbids.
  static let forbiddenInsertion =
    "SELECT id FROM mailing WHERE id >= ? AND NOT \(isOne(of: newStates)) LIMIT 1"

  private static let triggers = """
    \(insertionRule)

    CREATE TRIGGER mailing_transition BEFORE UPDATE OF state ON mailing
    WHEN NOT EXISTS (
      SELECT 1 FROM transition WHERE from_state = OLD.state AND to_state = NEW.state)
    BEGIN
      SELECT RAISE(ABORT, 'the state machine forbids this transition');
    END;

    CREATE TRIGGER mailing_made BEFORE UPDATE OF state ON mailing
    WHEN NEW.state IN ('mailed', 'done')
      AND NOT EXISTS (SELECT 1 FROM piece WHERE mailing = NEW.id)
    BEGIN
      SELECT RAISE(ABORT, 'a mailed row needs the id that the API gave it');
    END;

    CREATE TRIGGER mailing_labelled BEFORE UPDATE OF state ON mailing
    WHEN NEW.state = 'done' AND NOT EXISTS (SELECT 1 FROM label WHERE mailing = NEW.id)
    BEGIN
      SELECT RAISE(ABORT, 'a done row needs its label');
    END;

    CREATE TRIGGER mailing_claimed BEFORE UPDATE OF state ON mailing
    WHEN NEW.state = 'submitting' AND NOT EXISTS (
      SELECT 1 FROM attempt WHERE mailing = NEW.id AND end_sequence IS NULL)
    BEGIN
      SELECT RAISE(ABORT, 'a submitting row needs a durable intent');
    END;

    CREATE TRIGGER mailing_tally AFTER UPDATE OF state, quoted ON mailing
    BEGIN
      UPDATE tally
      SET rows = rows - 1, quoted = quoted - coalesce(OLD.quoted, 0)
      WHERE batch = OLD.batch AND state = OLD.state;
      INSERT INTO tally (batch, state, rows, quoted)
      VALUES (NEW.batch, NEW.state, 1, coalesce(NEW.quoted, 0))
      ON CONFLICT (batch, state) DO UPDATE
      SET rows = rows + 1, quoted = quoted + excluded.quoted;
    END;

    CREATE TRIGGER mailing_kept BEFORE DELETE ON mailing
    BEGIN
      SELECT RAISE(ABORT, 'rows are never deleted');
    END;
    """
}
