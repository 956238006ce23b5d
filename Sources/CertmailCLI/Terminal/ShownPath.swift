import Foundation

/// Paths as people read and type them.
package enum ShownPath {
  /// `path` without `..` inside, from the working folder where it lies below that.
  package static func text(
    _ path: String, in folder: String = FileManager.default.currentDirectoryPath
  ) -> String {
    guard path.hasPrefix("/") else { return path }
    let path = URL(filePath: path).standardized.path
    return path.hasPrefix(folder + "/") ? String(path.dropFirst(folder.utf8.count + 1)) : path
  }

  /// `path` as a word of a shell command: in single quotes where it needs them.
  package static func word(
    _ path: String, in folder: String = FileManager.default.currentDirectoryPath
  ) -> String {
    let text = text(path, in: folder)
    let isPlain = text.unicodeScalars.allSatisfy {
      $0.properties.isAlphabetic || $0.properties.numericType != nil
        || "/._-+:,@%".unicodeScalars.contains($0)
    }
    return isPlain && !text.isEmpty ? text : "'" + text.replacing("'", with: #"'\''"#) + "'"
  }
}
