import Foundation
import JobLedger

/// What `doctor` says of the file system under the ledger.
enum MountedDisk {
  static func diagnosis(of path: String) -> Diagnosis {
    // Without /proc there is nothing to ask; the warning says so.
    let mounts = (try? String(contentsOfFile: "/proc/self/mounts", encoding: .utf8)) ?? ""
    let folder = URL(filePath: NearestFolder.path(of: path)).resolvingSymlinksInPath().path
    return diagnosis(of: folder, mounts: mounts)
  }

  static func diagnosis(of folder: String, mounts: String) -> Diagnosis {
    guard let kind = LedgerDisk.kind(of: folder, mounts: mounts) else {
      return .warning(
        "ledger disk", "\(folder): its file system cannot be asked about",
        "make sure that it is a local disk")
    }
    if LedgerDisk.isNetworked(kind) {
      return .problem(
        "ledger disk",
        "\(folder) lies on a network file system (\(kind)), which cannot be locked safely",
        "move the ledger to a local disk", .usage)
    }
    if kind.hasPrefix("fuse") {
      return .warning(
        "ledger disk", "\(folder) lies on \(kind)", "make sure that it is a local disk")
    }
    return .ok("ledger disk", "a local file system (\(kind))")
  }
}

/// The first folder on the way up that is there: where a file would be made.
enum NearestFolder {
  static func path(of path: String) -> String {
    var folder = URL(filePath: path).standardized
    var isFolder: ObjCBool = false
    while folder.path != "/" {
      if FileManager.default.fileExists(atPath: folder.path, isDirectory: &isFolder),
        isFolder.boolValue
      {
        return folder.path
      }
      folder.deleteLastPathComponent()
    }
    return "/"
  }
}
