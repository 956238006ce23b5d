import Foundation

/// The file system under a ledger: a lock that another machine does not see protects nothing.
enum MountedDisk {
  /// The beginnings of the names that the kernel gives to file systems on another machine.
  private static let remote = ["nfs", "cifs", "smb", "afs", "ceph", "9p", "ocfs2", "fuse.sshfs"]

  static func diagnosis(of path: String) -> Diagnosis {
    // Without /proc there is nothing to ask; the warning says so.
    let mounts = (try? String(contentsOfFile: "/proc/self/mounts", encoding: .utf8)) ?? ""
    let folder = URL(filePath: NearestFolder.path(of: path)).resolvingSymlinksInPath().path
    return diagnosis(of: folder, mounts: mounts)
  }

  static func diagnosis(of folder: String, mounts: String) -> Diagnosis {
    guard let kind = kind(of: folder, mounts: mounts) else {
      return .warning(
        "ledger disk", "\(folder): its file system cannot be asked about",
        "make sure that it is a local disk")
    }
    if remote.contains(where: kind.hasPrefix) {
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

  /// The kind of file system that `folder` lies on, by the lines of `/proc/self/mounts`; the
  /// longest mount point counts, and the last of those mounted over each other.
  static func kind(of folder: String, mounts: String) -> String? {
    var best: (point: String, kind: String)?
    for line in mounts.split(separator: "\n") {
      let parts = line.split(separator: " ")
      guard parts.count > 2 else { continue }
      let point = String(parts[1].replacing("\\040", with: " "))
      let holds = folder == point || point == "/" || folder.hasPrefix(point + "/")
      if holds, point.count >= best?.point.count ?? 0 { best = (point, String(parts[2])) }
    }
    return best?.kind
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
