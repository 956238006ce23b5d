import Foundation
import MailModel
import SQLiteKit

/// Where the ids of mailings go that the API has made and the ledger cannot take: a file beside the
/// ledger whose room was set aside before the first letter went out.
package final class EmergencyJournal: Sendable {
  /// Room for what can be in flight at once, many times over.
  static let size = 1 << 20

  /// A mailing that the API made.
  struct Entry: Codable, Hashable {
    /// The ledger whose mailing it is.
    var ledger: String
    var mailing: Int64
    var apiID: String
    var trackingNumber: String?
    var status: String?
    var postage: Int64?
    var serviceFee: Int64?
    var charged: Int64?
    var answer: Data
  }

  package let path: String
  private let ledger: String

  /// - Parameter ledger: its uuid: another one may lie at the same path one day.
  init(ledgerPath: String, ledger: String) {
    path = ledgerPath + ".emergency"
    self.ledger = ledger
  }

  /// Sets the room aside, all of it on the disk.
  package func prepare() throws(LedgerError) {
    let descriptor = try opened(O_RDWR | O_CREAT)
    defer { close(descriptor) }
    var status = stat()
    if fstat(descriptor, &status) == 0, status.st_size == off_t(Self.size) { return }
    var code = posix_fallocate(descriptor, 0, off_t(Self.size))
    if code == 0, fsync(descriptor) != 0 { code = errno }
    if code == 0, let failed = LedgerDisk.syncFolder(of: path) { code = failed }
    guard code == 0 else {
      throw LedgerError.file(
        path: path, detail: "no room can be set aside: \(String(cString: strerror(code)))")
    }
  }

  /// Writes down what the API made; on the disk when it returns.
  package func append(_ pieces: [(mailing: Int64, piece: PieceRecord)]) throws {
    let descriptor = try opened(O_RDWR)
    defer { close(descriptor) }
    let before = try written()
    // Behind a line that a crash cut short.
    var bytes: [UInt8] = before.last.map { $0 == 10 } ?? true ? [] : [10]
    for (mailing, piece) in pieces {
      let entry = Entry(
        ledger: ledger, mailing: mailing, apiID: piece.apiID, trackingNumber: piece.trackingNumber,
        status: piece.status, postage: piece.postage?.rawValue,
        serviceFee: piece.serviceFee?.rawValue, charged: piece.charged?.rawValue,
        answer: Data(piece.answer.prefix(Self.answerBytesMax)))
      bytes += try JSONEncoder().encode(entry) + [10]
    }
    guard before.count + bytes.count <= Self.size else {
      throw LedgerError.file(path: path, detail: "is full")
    }
    guard pwrite(descriptor, bytes, bytes.count, off_t(before.count)) == bytes.count,
      fdatasync(descriptor) == 0
    else {
      throw LedgerError.file(
        path: path, detail: "cannot be written: \(String(cString: strerror(errno)))")
    }
  }

  /// So much of a raw answer is kept: a mailing's body is much smaller.
  private static let answerBytesMax = 4096

  /// What was written down; a line that a crash cut short is left out.
  func entries() throws -> [Entry] {
    try written().split(separator: 10).compactMap {
      // A torn last line names no mailing: its letter stays uncertain and is looked up.
      try? JSONDecoder().decode(Entry.self, from: Data($0))
    }
  }

  /// Whether it was ever written to.
  func isUsed() throws -> Bool { try !written().isEmpty }

  private func written() throws -> ArraySlice<UInt8> {
    guard FileManager.default.fileExists(atPath: path) else { return [] }
    let bytes = try Data(contentsOf: URL(filePath: path))
    return Array(bytes).prefix { $0 != 0 }
  }

  /// Gives the room back.
  package func remove() {
    // Left behind it takes room and says nothing: its entries are in the ledger.
    unlink(path)
  }

  /// Keeps what this ledger cannot take in, out of the way of the next journal.
  /// - Returns: where.
  func setAside(at time: UTCTime) throws -> String {
    let kept = path + "-\(time.rawValue)"
    guard rename(path, kept) == 0 else {
      throw LedgerError.file(
        path: path, detail: "cannot be renamed: \(String(cString: strerror(errno)))")
    }
    return kept
  }

  private func opened(_ flags: Int32) throws(LedgerError) -> Int32 {
    let descriptor = open(path, flags | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw .file(path: path, detail: "cannot be opened: \(String(cString: strerror(errno)))")
    }
    return descriptor
  }
}

/// What came of the emergency journal of an earlier run.
package struct RescuedPieces: Hashable, Sendable {
  /// Mailings whose piece the ledger has now.
  package var count = 0
  /// Where the journal is kept that names mailings which this ledger does not have.
  package var keptAt: String?
}

extension JobLedger {
  /// The journal beside this ledger.
  package nonisolated var emergencyJournal: EmergencyJournal {
    EmergencyJournal(ledgerPath: path, ledger: uuid)
  }

  /// Takes in what an earlier run could write into the journal only; called after the sweep.
  package func importEmergencyJournal() throws -> RescuedPieces {
    let journal = emergencyJournal
    var rescued = RescuedPieces()
    var isForeign = false
    for entry in try journal.entries() {
      let isUncertain = try connection.statement(
        "SELECT state = 'uncertain' FROM mailing WHERE id = ?"
      ).first(entry.mailing) { $0.int(0) == 1 }
      guard let isUncertain, entry.ledger == uuid else {
        isForeign = true
        continue
      }
      guard isUncertain, try ownerOfPiece(entry.apiID) == nil else { continue }
      let piece = PieceRecord(
        apiID: entry.apiID, trackingNumber: entry.trackingNumber, status: entry.status,
        postage: entry.postage.map { Cents($0) }, serviceFee: entry.serviceFee.map { Cents($0) },
        charged: entry.charged.map { Cents($0) }, answer: Array(entry.answer))
      try adopt(piece, for: entry.mailing, foundBy: "answer")
      rescued.count += 1
    }
    if isForeign {
      rescued.keptAt = try journal.setAside(at: now())
    } else if try journal.isUsed() {
      journal.remove()
    }
    return rescued
  }
}
