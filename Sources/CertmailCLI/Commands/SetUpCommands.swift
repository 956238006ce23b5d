import Foundation
import MailAPI
import MailModel
import SandboxAPI

/// `help`, `--help` and the man page, from the one table of commands.
struct HelpCommand {
  let console: Console

  func run(_ topic: HelpTopic) throws -> ExitStatus {
    try console.data(HelpText.text(topic))
    return .done
  }
}

/// `sandbox`: serves the embedded API until it is stopped.
struct SandboxCommand {
  let arguments: SandboxArguments
  let console: Console

  init(_ arguments: SandboxArguments, _ console: Console) {
    self.arguments = arguments
    self.console = console
  }

  func run() async throws -> ExitStatus {
    let store =
      arguments.store
      ?? FileManager.default.temporaryDirectory.path + "/certmail-sandbox-\(getpid()).sqlite"
    var configuration = SandboxConfiguration(store: store, now: { UTCTime(Date()) })
    configuration.host = arguments.host
    configuration.port = UInt16(clamping: arguments.port)
    configuration.latency = arguments.latency
    if let limit = arguments.rateLimit { configuration.rateLimit = limit }
    if let faults = arguments.faults { configuration.faults = try FaultScript(path: faults) }
    let signals = StopSignals()
    let sandbox = try Sandbox(configuration)
    let baseURL = try await sandbox.start()
    if !Loopback.isLoopback(host: arguments.host) {
      console.warning(
        "THE SANDBOX LISTENS ON \(arguments.host): every machine that reaches this one can call it"
          + " and read what is sent to it; use it with invented people only")
    }
    if console.display.isJSON {
      try console.data(
        [
          "base_url": .text(baseURL), "key": .text(sandbox.key), "session": .text(sandbox.session),
        ] as JSONText)
    } else {
      try console.data(
        "base URL  \(baseURL)\nkey       \(sandbox.key)\nsession   \(sandbox.session)")
      console.message("store     \(store)\nstop it with Ctrl-C")
    }
    await withCheckedContinuation { continuation in
      signals.onStop { _ in continuation.resume() }
    }
    await sandbox.stop()
    if arguments.store == nil { try removeStore(store) }
    return .done
  }

  /// Nobody named it, and it holds addresses.
  private func removeStore(_ path: String) throws {
    let url = URL(filePath: path)
    let folder = url.deletingLastPathComponent().path
    for name in try FileManager.default.contentsOfDirectory(atPath: folder)
    where name.hasPrefix(url.lastPathComponent) {
      try FileManager.default.removeItem(atPath: folder + "/" + name)
    }
  }
}

/// `init`: a starter job, a sample list, a systemd unit and timer.
struct InitCommand {
  let folder: String
  let console: Console

  func run() throws -> ExitStatus {
    for file in StarterFiles.all {
      let path = folder + "/" + file.name
      guard !FileManager.default.fileExists(atPath: path) else {
        throw CommandFailure(
          status: .usage, message: "\(path): is there already; choose another folder")
      }
    }
    for file in StarterFiles.all {
      let path = folder + "/" + file.name
      try JobSession.makeFolder(URL(fileURLWithPath: path).deletingLastPathComponent().path)
      try Data(file.text.utf8).write(to: URL(fileURLWithPath: path))
      try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
      console.message("wrote \(path)")
    }
    console.message("next: certmail quote \(ShownPath.word(folder + "/" + StarterFiles.jobName))")
    return .done
  }
}
