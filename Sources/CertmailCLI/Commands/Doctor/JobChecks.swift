import Foundation
import Glibc
import MailAPIClient
import MailModel

/// Looks at what the job file says: who could change it, and whether its lists are there.
struct JobChecks {
  let job: JobFile

  func run() -> [Diagnosis] {
    [file] + job.notes.map { .warning("job file", $0.description, "look whether that is meant") }
      + [inputs] + (FileMode(job.path).map { [writable($0)] } ?? [])
  }

  private var file: Diagnosis { .ok("job file", "\(job.path): job \"\(job.name)\"") }

  /// Whoever may write the job file decides where the key is sent.
  private func writable(_ mode: FileMode) -> Diagnosis {
    guard mode.isWritableByOthers else {
      return .ok("job file mode", "\(mode.octal): only its owner can change it")
    }
    return .warning(
      "job file mode", "\(mode.octal): others can change where the key and the money go",
      "chmod go-w \(ShownPath.word(job.path))")
  }

  private var inputs: Diagnosis {
    let matches: [(InputPattern, Int)]
    do {
      matches = try job.input.files.map { ($0, try $0.matches().count) }
    } catch {
      return .problem("input files", "\(error)", "make its folder readable")
    }
    let total = matches.reduce(0) { $0 + $1.1 }
    let empty = matches.filter { $0.1 == 0 }.map(\.0.text)
    let list = empty.joined(separator: ", ")
    if total == 0, job.input.done != nil {
      return .ok("input files", "nothing matches \(list): what was imported is in input.done")
    }
    if total == 0 {
      return .warning(
        "input files", "nothing matches \(list)",
        "put a list there, or correct input.files; they are relative to the job file")
    }
    let some = empty.isEmpty ? "" : "; nothing matches \(list)"
    return .ok("input files", "\(total.counted("list"))\(some)")
  }
}

/// Looks at where the key comes from.
struct KeyCheck {
  let job: JobFile
  let connection: CallConnection

  func run() -> [Diagnosis] {
    guard !job.isSandbox else { return [.ok("key", "the embedded sandbox: no key is needed")] }
    guard let key = connection.endpoint.key else {
      return [.problem("key", "there is no key", "give the job a key", .keyRefused)]
    }
    let mode = connection.warning.map {
      Diagnosis.warning("key mode", $0, "a key is its owner's alone to read")
    }
    return [kind(of: key)] + (mode.map { [$0] } ?? [])
  }

  private func kind(of key: APIKey) -> Diagnosis {
    switch (key.kind, connection.endpoint.isLoopback) {
    case (.live, true):
      return .warning(
        "key", "a live key, and api.base_url leads to this machine",
        "use a test key with the sandbox")
    case (.test, false):
      return .warning(
        "key", "a test key, and api.base_url leads away from this machine",
        "use a live key where mail is meant to go out")
    case (.other, _):
      return .warning(
        "key", "it is found, and does not begin 321m_live_ or 321m_test_",
        "make sure that it is the provider's key")
    case (.live, false), (.test, true):
      return .ok("key", "\(key) is found, fingerprint \(key.fingerprint)")
    }
  }
}

/// Who may do what with a file.
struct FileMode: Hashable, Sendable {
  let bits: mode_t

  /// `nil` when there is no such file.
  init?(_ path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    bits = status.st_mode & 0o777
  }

  /// `0600`
  var octal: String { "0" + String(bits, radix: 8) }
  var isOpenToOthers: Bool { bits & 0o077 != 0 }
  var isWritableByOthers: Bool { bits & 0o022 != 0 }
}
