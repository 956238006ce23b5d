import Foundation
import JobLedger
import Labels
import MailModel

/// The rows of a batch as they are printed: a label each, or a sheet that says why there is none.
///
/// Rows that wait in line are neither; rows that never make a letter (duplicates, totals,
/// cancelled ones) are not there at all.
struct PrintList: Sendable {
  private(set) var entries: [BinderEntry] = []
  /// Rows with a stored label.
  private(set) var labels = 0
  /// Rows that may still become a letter without anybody's help.
  private(set) var waiting = 0
  private var hash = SHA256()

  /// Names everything that the printed pages show: the same fingerprint is the same file.
  var fingerprint: String {
    var copy = hash
    return copy.finalize().hexadecimal
  }

  /// Reads the rows of `batch` that `isWanted`.
  /// - Throws: `BinderError.tooManyRows`, before the memory is full.
  static func read(
    _ batch: BatchRecord, _ session: JobSession,
    where isWanted: @escaping @Sendable (LedgerEntry) -> Bool = { _ in true }
  ) async throws -> PrintList {
    let store = LabelStore(batchFolder: URL(fileURLWithPath: session.folder(batch)))
    return try await session.ledger.reading(batch) { reader in
      var list = PrintList()
      try reader.eachRow { entry in if isWanted(entry) { list.add(entry, store) } }
      guard list.entries.count <= LabelBinder.rowsMax else {
        throw BinderError.tooManyRows(list.entries.count, max: LabelBinder.rowsMax)
      }
      return list
    }
  }

  private mutating func add(_ row: LedgerEntry, _ store: LabelStore) {
    switch row.state {
    case .duplicate, .ignored, .cancelled: return
    case .queued, .submitting:
      waiting += 1
      return
    case .done, .mailed, .held, .uncertain, .absent, .refused, .invalid: break
    }
    let name = row.recipient.name.isEmpty ? row.recipient.company : row.recipient.name
    var entry = BinderEntry(
      row: row.row, position: row.position, reference: row.reference, recipient: name,
      trackingNumber: row.piece?.trackingNumber ?? "", document: row.document, matter: row.matter)
    let isAnothers = row.code == MailedRowFlag.recipientDiffers.rawValue
    if row.state == .done, !isAnothers, let label = row.label {
      labels += 1
      (entry.file, entry.gapReason) = Self.file(of: label, store)
    } else {
      entry.gapReason = Self.gapReason(row)
    }
    note(entry, row.label?.sha256 ?? "")
    if entries.count <= LabelBinder.rowsMax { entries.append(entry) }
  }

  /// The label's file when it is what was stored: a wrong label on an envelope is worse than none.
  private static func file(of label: LabelRecord, _ store: LabelStore) -> (URL?, String) {
    let stored = LabelStore.StoredLabel(path: label.path, size: label.size, sha256: label.sha256)
    // A file that cannot be asked is not printed, and the sheet in its place says so.
    switch try? store.verify(stored) {
    case .good: return (store.file(of: stored), "")
    case .missing: return (nil, "its file is missing; certmail labels fetches it again")
    case .changed: return (nil, "its file was changed; certmail labels fetches it again")
    case nil: return (nil, "its file cannot be read")
    }
  }

  private static func gapReason(_ row: LedgerEntry) -> String {
    let words =
      switch row.state {
      case .mailed where row.message.isEmpty: "mailed, its label is still to come"
      case .mailed: "mailed, without a label"
      case .uncertain: "it may have been mailed; the answer is unknown"
      case .absent: "not mailed: it did not arrive"
      case .held: "not mailed: it waits for approval"
      case .refused: "not mailed: refused"
      case .invalid: "not mailed: invalid"
      case .done where row.label != nil:
        "mailed, perhaps to somebody else"
          + ": compare \(row.label?.path ?? "") before it goes out"
      case .done, .queued, .submitting, .duplicate, .ignored, .cancelled: "no label was stored"
      }
    return row.message.isEmpty ? words : "\(words) (\(row.message))"
  }

  private mutating func note(_ entry: BinderEntry, _ sha256: String) {
    let parts = [
      "\(entry.row)", "\(entry.position)", entry.reference, entry.recipient, entry.trackingNumber,
      entry.document, entry.matter, entry.file?.lastPathComponent ?? "", sha256, entry.gapReason,
    ]
    hash.update(parts.joined(separator: "\u{1F}").utf8)
    hash.update(UInt8(ascii: "\n"))
  }
}
