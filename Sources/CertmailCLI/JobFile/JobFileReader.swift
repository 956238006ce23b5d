import Foundation
import MailModel

/// Reads job files: strict about keys, types and values, and complete in what it tells.
package struct JobFileReader: Sendable {
  /// The name of the folder that relative job paths start from; absolute.
  var workingFolder: String
  /// What `~` stands for.
  var home: String

  /// A reader for a process in `workingFolder` whose user lives in `home`; both absolute.
  package init(workingFolder: String, home: String) {
    self.workingFolder = workingFolder
    self.home = home
  }

  /// Reads and checks the job file at `path`.
  package func read(_ path: String) throws(JobFileError) -> JobFile {
    try read(contents(of: path), named: path)
  }

  /// Checks the text of a job file that is called `path`.
  ///
  /// - Throws: `JobFileError.wrong` with every problem, or with the first fault of the grammar.
  package func read(_ bytes: [UInt8], named path: String) throws(JobFileError) -> JobFile {
    let problems = JobProblems()
    problems.add(keys(in: bytes))
    let root: LocatedValue
    do {
      let parsed = try JobTextParser.parse(bytes)
      root = parsed.root
      problems.add(parsed.duplicates)
    } catch {
      throw .wrong(path: path, problems: (problems.list + [error]).inOrderOfText)
    }
    let base = PathBase(folder: folder(of: path), home: home)
    let job = JobFileAssembly(root: root, base: base, problems: problems).job(path: path)
    guard let job, problems.list.isEmpty else {
      throw .wrong(path: path, problems: problems.list.inOrderOfText)
    }
    return job
  }

  private func contents(of path: String) throws(JobFileError) -> [UInt8] {
    do {
      let absolute = PathBase(folder: workingFolder, home: home).path(path)
      let handle = try FileHandle(forReadingFrom: URL(filePath: absolute))
      defer { try? handle.close() }  // read-only: nothing can be lost by a close that fails
      return Array(try handle.read(upToCount: JobTextParser.bytesMax + 1) ?? Data())
    } catch {
      throw .unreadable(path: path, reason: SystemReason.text(error))
    }
  }

  private func folder(of path: String) -> String {
    let absolute = path.hasPrefix("/") ? path : "\(workingFolder)/\(path)"
    let parent = absolute.split(separator: "/").dropLast().joined(separator: "/")
    return PathBase.normalised(parent)
  }

  /// A problem for each API key in the text, comments included.
  private func keys(in bytes: [UInt8]) -> [JobProblem] {
    let scalars = Array(String(decoding: bytes, as: UTF8.self).unicodeScalars)
    guard scalars.count <= JobTextParser.bytesMax,
      let index = KeyRedaction.firstKey(in: scalars, from: 0)
    else { return [] }
    let before = scalars[..<index]
    let line = before.count(where: { $0 == "\n" }) + 1
    let column = before.count - (before.lastIndex(of: "\n") ?? -1)
    return [
      JobProblem(
        position: TextPosition(line: line, column: column), path: "",
        message: "this looks like an API key; a key never stands in a job file: "
          + "put it into a file that only you can read and name that in api.key_file")
    ]
  }
}

extension [JobProblem] {
  fileprivate var inOrderOfText: [JobProblem] {
    enumerated().sorted { ($0.element.position, $0.offset) < ($1.element.position, $1.offset) }
      .map(\.element)
  }
}
