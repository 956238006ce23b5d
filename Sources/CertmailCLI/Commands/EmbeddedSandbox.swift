import Foundation
import MailModel
import SandboxAPI

extension Sandbox {
  /// The API that a job runs against when it names no other.
  ///
  /// Each part of a job has a sandbox of its own; together they give no id twice, as one API does.
  init(
    _ files: JobFile.SandboxFiles, part: Shard?, now: @escaping @Sendable () -> UTCTime
  ) throws {
    var configuration = SandboxConfiguration(store: files.store, now: now)
    try JobSession.makeFolder(URL(filePath: files.store).deletingLastPathComponent().path)
    if let faults = files.faults { configuration.faults = try FaultScript(path: faults) }
    if let part {
      configuration.firstNumber = (part.number - 1) * (Sandbox.mailingsMax / part.count) + 1
    }
    try self.init(configuration)
  }
}
