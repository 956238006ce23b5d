import Foundation

/// Files of bad input beside the package, `../shared/data`; tests that need them say so loudly and
/// pass when they are not there.
enum SharedData {
  static func folder(_ name: String, file: String = #filePath) -> URL? {
    let root = URL(fileURLWithPath: file)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let folder = root.deletingLastPathComponent().appendingPathComponent("shared/data/\(name)")
    guard FileManager.default.fileExists(atPath: folder.path) else {
      print("SKIPPED: no test data in ../shared/data/\(name)")
      return nil
    }
    return folder
  }

  static func files(in folder: URL, ending: String) throws -> [URL] {
    try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
      .filter { $0.lastPathComponent.hasSuffix(ending) }
      .sorted { $0.lastPathComponent < $1.lastPathComponent }
  }
}
