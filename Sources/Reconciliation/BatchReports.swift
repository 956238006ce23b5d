import Foundation
package import MailModel

/// Writes all reports of one batch into its folder, in two passes over the ledger's entries.
///
/// The first pass adds up, the second writes all files at once. Each file appears whole under its
/// name or stays as it was.
package struct BatchReports {
  /// Hands every row of the batch, in list order, to the closure it gets; called twice, and both
  /// times from one snapshot of the ledger. `counted`: the texts of the letter may be left out.
  package typealias Entries = (
    _ counted: Bool, _ body: (borrowing ReportEntry) throws -> Void
  ) throws -> Void

  /// What a batch came to.
  package struct Outcome: Hashable, Sendable {
    package var totals: BatchTotals
    package var balance: Balance
    /// How many rows `needs-attention.csv` has; with none there is no such file.
    package var attentionRows: Int
  }

  /// The second pass saw other rows than the first: the ledger changed in between.
  package struct LedgerMoved: Error, Hashable, Sendable, CustomStringConvertible {
    package var firstPass: Int
    package var secondPass: Int
    package var chargedFirst: Cents
    package var chargedSecond: Cents

    package var description: String {
      "the ledger changed while the reports were written (\(firstPass.counted("row")) and"
        + " \(chargedFirst.dollars), then \(secondPass.counted("row")) and \(chargedSecond.dollars));"
        + " run certmail report again"
    }
  }

  /// The file names, relative to the batch's folder.
  package static let fileNames = (
    csv: "report.csv", json: "report.json", attention: "needs-attention.csv", html: "report.html",
    charges: "charges.csv", matters: "charges-by-matter.csv"
  )

  private let header: ReportHeader
  private let folder: String

  /// - Parameter folder: the path of the batch's folder; made where it is missing.
  package init(_ header: ReportHeader, folder: String) {
    self.header = header
    self.folder = folder
  }

  /// Writes the files.
  /// - Parameter ledger: the ledger's own counters to compare with.
  package func write(ledger: LedgerTotals?, entries: Entries) throws -> Outcome {
    var totals = BatchTotals(rowsElsewhere: header.rowsElsewhere)
    try entries(true) { entry in totals.add(entry) }
    let balance = Balance(totals, inputRows: header.inputRows, ledger: ledger)
    let rows = try writeRows(totals, balance, entries)
    try writeMatters(totals)
    return Outcome(totals: totals, balance: balance, attentionRows: rows)
  }

  /// - Returns: how many rows need attention.
  private func writeRows(
    _ totals: BatchTotals, _ balance: Balance, _ entries: Entries
  ) throws -> Int {
    let names = Self.fileNames
    let files = try [names.csv, names.json, names.attention, names.charges, names.html].map(file)
    var csv = ReportCSV(header, totals: totals, to: files[0])
    var json = ReportJSON(header, totals: totals, balance: balance, to: files[1])
    var attention = NeedsAttentionCSV(header, totals: totals, to: files[2])
    var charges = ChargesCSV(header, to: files[3])
    var html = ReportHTML(header)
    var rows = 0
    try entries(false) { entry in
      rows += 1
      try csv.add(entry)
      try json.add(entry)
      try attention.add(entry)
      try charges.add(entry)
      html.add(entry)
    }
    guard rows == totals.rows, charges.total == totals.charged else {
      throw LedgerMoved(
        firstPass: totals.rows, secondPass: rows, chargedFirst: totals.charged,
        chargedSecond: charges.total)
    }
    try csv.finish()
    try json.finish()
    try attention.finish()
    try charges.finish()
    try html.write(totals, balance: balance, to: files[4])
    for (index, file) in files.enumerated() where index != 2 { try file.commit() }
    try finish(files[2], rows: attention.rowCount)
    try markUnchanged()
    return attention.rowCount
  }

  /// Gives `needs-attention.csv` the very time of `report.json`, by which it is known whether a
  /// person has changed it since.
  private func markUnchanged() throws {
    for name in [Self.fileNames.json, Self.fileNames.attention] {
      let path = "\(folder)/\(name)"
      guard FileManager.default.fileExists(atPath: path) else { continue }
      try FileManager.default.setAttributes(
        [.modificationDate: header.generatedAt.date], ofItemAtPath: path)
    }
  }

  /// Whether the `needs-attention.csv` of a batch's folder was changed after it was written.
  package static func isAttentionChanged(in folder: String) -> Bool {
    func time(_ name: String) -> Date? {
      // A file that is not there, or cannot be asked, has no time and was not changed.
      let attributes = try? FileManager.default.attributesOfItem(atPath: "\(folder)/\(name)")
      return attributes?[.modificationDate] as? Date
    }
    guard let written = time(fileNames.json), let found = time(fileNames.attention) else {
      return false
    }
    return written != found
  }

  /// `needs-attention.csv` is there exactly when a row needs it.
  private func finish(_ attention: AtomicFile, rows: Int) throws {
    guard rows == 0 else { return try attention.commit() }
    attention.discard()
    try AtomicFile.remove("\(folder)/\(Self.fileNames.attention)")
  }

  private func writeMatters(_ totals: BatchTotals) throws {
    let file = try file(Self.fileNames.matters)
    try MatterChargesCSV.write(totals.byMatter, to: file)
    try file.commit()
  }

  private func file(_ name: String) throws -> AtomicFile {
    try AtomicFile(path: "\(folder)/\(name)")
  }
}
