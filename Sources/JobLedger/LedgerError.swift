/// Why the ledger cannot be used, in words that say what to do.
package enum LedgerError: Error, Hashable, Sendable {
  /// Another process holds the ledger.
  case held(path: String, by: String)
  /// The file is there and is not a certmail ledger.
  case foreign(path: String)
  /// The ledger was written by a later certmail.
  case newer(path: String, version: Int)
  /// SQLite finds the file damaged.
  case damaged(path: String, detail: String)
  /// The file system cannot be trusted with locks.
  case networkFileSystem(path: String, kind: String)
  /// The ledger is bound to another base URL, key kind or job.
  case otherBinding(what: String, bound: String, given: String)
  /// A row changed its state behind the program's back.
  case lostUpdate(mailing: Int64, expected: String)
  /// No such row, or more than one fits.
  case noSuchRow(String)
  /// A file beside the ledger cannot be written or read.
  case file(path: String, detail: String)
  /// A person asked for something that the row's state does not allow.
  case notPossible(String)
}

extension LedgerError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .held(let path, let holder):
      "\(path): another certmail works on this ledger (\(holder)); wait until it has ended"
    case .foreign(let path):
      "\(path): not a certmail ledger; name another file as \"ledger\" in the job"
    case .newer(let path, let version):
      "\(path): written by a newer certmail (schema \(version)); use that version"
    case .damaged(let path, let detail):
      "\(path): the ledger is damaged (\(detail)); restore it from a backup, then run again: "
        + "certmail looks up what was mailed since before it sends anything"
    case .networkFileSystem(let path, let kind):
      "\(path): the ledger lies on a network file system (\(kind)), which cannot be locked "
        + "safely; move it to a local disk"
    case .otherBinding(let what, let bound, let given):
      "this ledger belongs to \(what) \"\(bound)\", not \"\(given)\"; use a ledger of its own for each"
    case .lostUpdate(let mailing, let expected):
      "mailing \(mailing) is no longer \(expected); run again"
    case .noSuchRow(let text): text
    case .file(let path, let detail): "\(path): \(detail)"
    case .notPossible(let text): text
    }
  }
}
