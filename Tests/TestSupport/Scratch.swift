package import Foundation

/// Files of tests, all below one folder that is removed when the process of the tests ends.
package enum Scratch {
  private static let root: URL = {
    let root = FileManager.default.temporaryDirectory
      .appending(path: "certmail-tests-\(UUID().uuidString)")
    atexit {
      // What a killed child may still hold open is no reason for the tests to fail.
      try? FileManager.default.removeItem(at: Scratch.root)
    }
    return root
  }()

  /// A path at which nothing is yet, in a private folder that is there.
  ///
  /// - Parameter name: the last part of the path.
  package static func path(_ name: String) throws -> String {
    try folder().appending(path: name).path
  }

  /// A private folder of its own, empty.
  package static func folder() throws -> URL {
    let folder = root.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(
      at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    return folder
  }
}
