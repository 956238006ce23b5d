import Foundation
import Glibc
package import Intake
import MailModel

/// One entry of `input.files`: a file name or a pattern with `*`, `?` and `[…]`.
package struct InputPattern: Hashable, Sendable {
  /// As the job file has it.
  package var text: String
  /// The absolute pattern for glob(7); what the job's own folder is called is taken literally.
  package var glob: String

  /// Whether the entry names one file and no set of files.
  package var isPlainName: Bool { !text.contains(where: { "*?[".contains($0) }) }

  /// The absolute paths of the regular files that match, in the order of their bytes.
  ///
  /// None is an empty list: an inbox may be empty. Hidden files match only a pattern with the dot,
  /// and `*` does not go into folders. The file by which Excel locks another is none: `~$list.csv`.
  /// - Throws: `IntakeError` when a folder is there and cannot be read: it may hold lists.
  package func matches() throws(IntakeError) -> [String] {
    var found = glob_t()
    defer { globfree(&found) }
    let outcome = Glibc.glob(
      glob, GLOB_NOSORT, { _, code in [ENOENT, ENOTDIR].contains(code) ? 0 : 1 }, &found)
    if outcome == GLOB_ABORTED || outcome == GLOB_NOSPACE {
      throw IntakeError(.cannotOpen(reason: "a folder on the way cannot be read"), file: text)
    }
    guard outcome == 0 else { return [] }
    let paths = UnsafeBufferPointer(start: found.gl_pathv, count: Int(found.gl_pathc))
    // `glob` owns the texts until `globfree`; each is copied before that.
    return paths.compactMap { $0.map { String(cString: $0) } }
      .filter { Self.isRegularFile($0) && !Self.isLock($0) }
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// Whether the pattern finds the file at an absolute path, should there be one.
  package func covers(_ path: String) -> Bool {
    fnmatch(glob, path, FNM_PATHNAME | FNM_PERIOD) == 0
  }

  /// The folder that a set of files is looked for in; `nil` for one file, and for several folders.
  package var folder: String? {
    let folder = URL(fileURLWithPath: glob).deletingLastPathComponent().path
    return isPlainName || folder.contains(where: { "*?[".contains($0) }) ? nil : folder
  }

  private static func isLock(_ path: String) -> Bool {
    URL(fileURLWithPath: path).lastPathComponent.hasPrefix("~$")
  }

  private static func isRegularFile(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
      && !isFolder.boolValue
  }
}
