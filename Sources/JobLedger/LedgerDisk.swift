import Foundation

/// The file system under a ledger: a lock that another machine does not see protects nothing.
package enum LedgerDisk {
  /// The beginnings of the names that the kernel gives to file systems on another machine.
  private static let networked = ["nfs", "cifs", "smb", "afs", "ceph", "ocfs2", "fuse.sshfs"]

  package static func isNetworked(_ kind: String) -> Bool {
    networked.contains { kind.hasPrefix($0) }
  }

  /// The kind of file system that `folder` lies on, by the lines of `/proc/self/mounts`; the
  /// longest mount point counts, and the last of those mounted over each other.
  package static func kind(of folder: String, mounts: String) -> String? {
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

  /// Makes the name of a new file last through a power cut; the error's number, if any.
  static func syncFolder(of path: String) -> Int32? {
    let folder = URL(filePath: path).deletingLastPathComponent().path
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return errno }
    defer { close(descriptor) }
    return fsync(descriptor) == 0 ? nil : errno
  }

  /// Refuses NFS, SMB and the like for the ledger at `path`.
  static func refuseNetwork(_ path: String) throws {
    // Without /proc there is nothing to ask; the lock itself still holds on one machine.
    guard let mounts = try? String(contentsOfFile: "/proc/self/mounts", encoding: .utf8) else {
      return
    }
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().resolvingSymlinksInPath()
    if let kind = kind(of: folder.path, mounts: mounts), isNetworked(kind) {
      throw LedgerError.networkFileSystem(path: path, kind: kind)
    }
  }
}
