package import Foundation

/// A hidden folder beside the file that is being made, on the same disk so that the finished file only
/// has to be renamed; only this user can look inside.
struct WorkFolder {
  private let output: URL
  private let folder: URL

  init(for output: URL) {
    self.output = output
    folder = output.deletingLastPathComponent().appending(path: ".\(output.lastPathComponent).work")
  }

  func file(_ name: String) -> URL { folder.appending(path: name) }

  /// Makes the folder; what a crash has left of it goes first.
  func begin() throws(BinderError) {
    end()
    do throws(LabelFileError) { try OpenFolder.make(folder.path) } catch { throw .file(error) }
  }

  func write(_ bytes: [UInt8], as name: String) throws(BinderError) {
    do throws(LabelFileError) {
      try OpenFolder.with(folder.path) { folder throws(LabelFileError) in
        try folder.write(bytes, as: name)
      }
    } catch {
      throw .file(error)
    }
  }

  /// Moves a finished file to its place, durably.
  func publish(_ name: String) throws(BinderError) {
    do throws(LabelFileError) {
      try OpenFolder.publish(file(name).path, as: output.path)
    } catch {
      throw .file(error)
    }
  }

  func end() {
    // A folder that stays is removed when the same file is made the next time.
    try? FileManager.default.removeItem(at: folder)
  }
}

extension LabelBinder {
  /// Takes away what a crash has left of files being bound in a batch's folder.
  package static func removeLeftovers(in folder: URL) throws {
    guard FileManager.default.fileExists(atPath: folder.path) else { return }
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path)
    where name.hasPrefix(".") && name.hasSuffix(".pdf.work") {
      try FileManager.default.removeItem(at: folder.appending(path: name))
    }
  }
}
