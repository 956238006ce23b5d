import Foundation
import MailModel

/// Where the ids of mailings go that the API has made and the ledger cannot take: a file beside the
/// ledger whose room was set aside before the first letter went out.
package final class EmergencyJournal: Sendable {
  /// Room for what can be in flight at once, many times over.
  static let size = 1 << 20

  /// A mailing that the API made.
  struct Entry: Codable, Hashable {
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

  init(ledgerPath: String) { path = ledgerPath + ".emergency" }

  /// Sets the room aside, all of it on the disk.
  package func prepare() throws(LedgerError) {
    let descriptor = try opened(O_RDWR | O_CREAT)
    defer { close(descriptor) }
    var status = stat()
    if fstat(descriptor, &status) == 0, status.st_size == off_t(Self.size) { return }
    var code = posix_fallocate(descriptor, 0, off_t(Self.size))
    if code == 0, fsync(descriptor) != 0 { code = errno }
    guard code == 0 else {
      throw LedgerError.file(
        path: path, detail: "no room can be set aside: \(String(cString: strerror(code)))")
    }
  }

  /// Writes down what the API made; on the disk when it returns.
  package func append(_ pieces: [(mailing: Int64, piece: PieceRecord)]) throws {
    let descriptor = try opened(O_RDWR)
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    for (mailing, piece) in pieces {
      let entry = Entry(
        mailing: mailing, apiID: piece.apiID, trackingNumber: piece.trackingNumber,
        status: piece.status, postage: piece.postage?.rawValue,
        serviceFee: piece.serviceFee?.rawValue, charged: piece.charged?.rawValue,
        answer: Data(piece.answer.prefix(Self.answerBytesMax)))
      bytes += try JSONEncoder().encode(entry) + [10]
    }
    let start = try written().count
    guard start + bytes.count <= Self.size else {
      throw LedgerError.file(path: path, detail: "is full")
    }
    guard pwrite(descriptor, bytes, bytes.count, off_t(start)) == bytes.count,
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

  private func opened(_ flags: Int32) throws(LedgerError) -> Int32 {
    let descriptor = open(path, flags | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw .file(path: path, detail: "cannot be opened: \(String(cString: strerror(errno)))")
    }
    return descriptor
  }
}

extension JobLedger {
  /// The journal beside this ledger.
  package nonisolated var emergencyJournal: EmergencyJournal { EmergencyJournal(ledgerPath: path) }

  /// Takes in what an earlier run could write into the journal only; called after the sweep.
  /// - Returns: how many mailings were found there.
  package func importEmergencyJournal() throws -> Int {
    let journal = emergencyJournal
    let entries = try journal.entries()
    var count = 0
    for entry in entries {
      guard try ownerOfPiece(entry.apiID) == nil, try stateOf(entry.mailing) == .uncertain else {
        continue
      }
      let piece = PieceRecord(
        apiID: entry.apiID, trackingNumber: entry.trackingNumber, status: entry.status,
        postage: entry.postage.map { Cents($0) }, serviceFee: entry.serviceFee.map { Cents($0) },
        charged: entry.charged.map { Cents($0) }, answer: Array(entry.answer))
      try adopt(piece, for: entry.mailing, foundBy: "answer")
      count += 1
    }
    if !entries.isEmpty { journal.remove() }
    return count
  }
}
