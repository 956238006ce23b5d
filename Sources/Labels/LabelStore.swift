package import Foundation
import MailModel

/// The label files of one batch: `output/BATCH/labels/`.
///
/// Calls block for as long as the disk takes to make things durable. One process writes at a time (the
/// ledger's lock sees to it); different names may be stored at the same time.
package struct LabelStore: Sendable {
  /// A label on disk, as the ledger remembers it.
  package struct StoredLabel: Hashable, Sendable {
    /// Relative to the batch folder: `labels/0001-….pdf`.
    package var path: String
    /// In bytes.
    package var size: Int
    /// SHA-256, 64 lower-case hexadecimal digits.
    package var sha256: String

    package init(path: String, size: Int, sha256: String) {
      self.path = path
      self.size = size
      self.sha256 = sha256
    }
  }

  /// What became of a stored label.
  package enum Condition: String, Hashable, Sendable {
    /// There, with the size and hash that were recorded.
    case good
    /// Not there; it can be fetched again.
    case missing
    /// There, but not what was stored.
    case changed
  }

  /// The folder's name in the batch folder.
  package static let folderName = "labels"

  private let batchFolder: URL

  /// - Parameter batchFolder: `output/BATCH`; need not exist.
  package init(batchFolder: URL) { self.batchFolder = batchFolder }

  /// Where the labels are.
  package var folder: URL { batchFolder.appending(path: Self.folderName) }

  /// Makes the folders (mode 0700) and removes what a crash has left half written. Call it once before
  /// storing.
  package func prepare() throws(LabelFileError) {
    try OpenFolder.make(folder.path)
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    } catch {
      throw LabelFileError(.openFolder, folder.path, code: errno)
    }
    try OpenFolder.with(folder.path) { folder throws(LabelFileError) in
      for name in names where OpenFolder.isPart(name) { try folder.remove(name) }
    }
  }

  /// Stores a label durably, in place of one of the same name.
  ///
  /// Once this returns, the file survives a power cut. When it throws, what was there before is there.
  package func store(
    _ bytes: [UInt8], as name: LabelFileName
  ) throws(LabelFileError) -> StoredLabel {
    try OpenFolder.with(folder.path) { folder throws(LabelFileError) in
      try folder.write(bytes, as: name.text)
    }
    return StoredLabel(
      path: Self.folderName + "/" + name.text, size: bytes.count,
      sha256: SHA256.digest(bytes).hexadecimal)
  }

  /// Whether a label is still what was stored. A link in its place is `changed`, whatever it leads to.
  /// - Throws: when the folder or file cannot be read, which says nothing about the label.
  package func verify(_ label: StoredLabel) throws(LabelFileError) -> Condition {
    guard let name = Self.name(in: label.path) else { return .missing }
    guard access(folder.path, F_OK) == 0 || errno != ENOENT else { return .missing }
    let found = try OpenFolder.with(folder.path) { folder throws(LabelFileError) in
      try folder.read(name, size: label.size)
    }
    guard let content = found else { return .missing }
    guard let bytes = content, bytes.count == label.size else { return .changed }
    return SHA256.digest(bytes).hexadecimal == label.sha256 ? .good : .changed
  }

  /// Where a label's file is; `nil` for a path that is not one of ours.
  package func file(of label: StoredLabel) -> URL? {
    Self.name(in: label.path).map { folder.appending(path: $0) }
  }

  private static func name(in path: String) -> String? {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0] == folderName, !parts[1].hasPrefix("."), !parts[1].isEmpty,
      !parts[1].contains("\0")
    else { return nil }
    return String(parts[1])
  }
}
