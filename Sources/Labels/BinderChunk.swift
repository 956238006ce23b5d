import ChildProcess
import Foundation
import PDFPages

/// Some rows in a row, merged into one file: small enough for one call of qpdf.
struct BinderChunk {
  /// How many rows go into one call: bounds its arguments, open files and time.
  static let rowsMax = 250

  let entries: [BinderEntry]
  /// Where its files go: `FOLDER/0001.pdf` and so on.
  let base: URL
  let qpdf: QPDF
  /// The size of gap pages.
  let box: MediaBox

  /// A chunk on disk.
  struct Bound {
    var file: URL
    /// For each entry how many pages it has, and why it has no label.
    var rows: [(pages: Int, gapReason: String?)]
  }

  /// Merges the rows. A label that qpdf cannot read becomes a gap; the others are not held up by it.
  func bind() throws(BinderError) -> Bound {
    var reasons = entries.map(Self.gapReason)
    var outcome = try merge(reasons)
    if !outcome.isDone {
      // Ctrl-C on a terminal ends qpdf too; then its labels are not to blame.
      if Task.isCancelled { throw .interrupted }
      let before = reasons
      reasons = try unreadable(reasons)
      guard reasons != before else { throw .qpdfFailed(outcome.complaint) }
      outcome = try merge(reasons)
    }
    guard outcome.isDone else { throw .qpdfFailed(outcome.complaint) }
    let counts = try pageCounts(reasons)
    return Bound(file: file, rows: zip(counts, reasons).map { ($0, $1) })
  }

  private var file: URL { base.appendingPathExtension("pdf") }
  private var gapFile: URL { base.appendingPathExtension("gaps.pdf") }

  private static func gapReason(_ entry: BinderEntry) -> String? {
    guard let file = entry.file else {
      return entry.gapReason.isEmpty ? "no label was stored" : entry.gapReason
    }
    guard FileManager.default.isReadableFile(atPath: file.path) else {
      return "its file \(file.lastPathComponent) is missing"
    }
    return nil
  }

  private func merge(_ reasons: [String?]) throws(BinderError) -> ChildProgram.Outcome {
    let gaps = zip(entries, reasons).compactMap { entry, reason in
      reason.map { GapPage(entry: entry, reason: $0).page(box) }
    }
    if !gaps.isEmpty { try write(PDFDocument(title: "gaps", pages: gaps).bytes(), gapFile) }
    var arguments: [String] = []
    var gap = 0
    for (entry, reason) in zip(entries, reasons) {
      if reason == nil, let label = entry.file {
        arguments += [label.path, "1-z"]
      } else {
        gap += 1
        arguments += [gapFile.path, String(gap)]
      }
    }
    return try qpdf.merge(arguments, into: file)
  }

  /// Tries each label alone and gives those that fail a reason.
  private func unreadable(_ reasons: [String?]) throws(BinderError) -> [String?] {
    var reasons = reasons
    for (index, entry) in entries.enumerated() where reasons[index] == nil {
      guard let label = entry.file else { continue }
      if Task.isCancelled { throw .interrupted }
      let alone = base.appendingPathExtension("alone.pdf")
      if try !qpdf.merge([label.path, "1-z"], into: alone).isDone {
        reasons[index] = "qpdf cannot read \(label.lastPathComponent)"
      }
    }
    return reasons
  }

  /// Pages of each row. Mostly each label has one, which one look at the whole tells.
  private func pageCounts(_ reasons: [String?]) throws(BinderError) -> [Int] {
    let whole = try qpdf.pageCount(file)
    guard whole != entries.count else { return entries.map { _ in 1 } }
    var counts: [Int] = []
    for (entry, reason) in zip(entries, reasons) {
      if reason == nil, let label = entry.file {
        counts.append(try qpdf.pageCount(label) ?? 1)
      } else {
        counts.append(1)
      }
    }
    return counts
  }

  private func write(_ bytes: [UInt8], _ file: URL) throws(BinderError) {
    do throws(LabelFileError) {
      try OpenFolder.with(file.deletingLastPathComponent().path) {
        folder throws(LabelFileError) in try folder.write(bytes, as: file.lastPathComponent)
      }
    } catch {
      throw .file(error)
    }
  }
}
