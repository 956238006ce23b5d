import Foundation
import Intake

/// What lies in the folders that a job takes its lists from.
extension ImportStage {
  /// The job's input files in the order of its patterns; what lies beside them and looks like a list
  /// is told, and so is a folder that cannot be read, which counts as unusable.
  func inputFiles() -> (paths: [String], unreadable: Int) {
    for path in listsBeside() {
      session.console.warning(
        "\(ShownPath.text(path)) is not taken in: no pattern of input.files names it "
          + "(\(session.job.input.files.map(\.text).joined(separator: ", ")))")
    }
    var seen: Set<String> = []
    var unreadable = 0
    var paths: [String] = []
    for pattern in session.job.input.files {
      do {
        paths += try pattern.matches().filter { !isOfSandbox($0) && seen.insert($0).inserted }
      } catch {
        session.console.problem(error.description)
        unreadable += 1
      }
    }
    return (paths, unreadable)
  }

  /// How the names of lists end, those that must be saved as CSV first included.
  private static let listEndings: Set<String> = [
    "csv", "tsv", "tab", "txt", "json", "jsonl", "ndjson", "xlsx", "xls", "xlsm", "ods", "numbers",
  ]

  /// Files of an inbox that no pattern finds, such as `LIST.CSV` beside `*.csv`.
  private func listsBeside() -> [String] {
    let input = session.job.input
    // The job's own folder holds more than lists.
    let folders = Set(input.files.compactMap(\.folder)).subtracting([session.job.folder])
    return folders.sorted().flatMap { folder in
      // A folder that is not there, or cannot be read, has no list.
      ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
        .filter { !$0.hasPrefix(".") && !$0.hasPrefix("~$") }
        .filter { Self.listEndings.contains(URL(fileURLWithPath: $0).pathExtension.lowercased()) }
        .map { folder + "/" + $0 }
    }.filter { path in !input.files.contains { $0.covers(path) } }
  }

  /// The sandbox keeps its journal beside the ledger, where a pattern may find it.
  private func isOfSandbox(_ path: String) -> Bool {
    if case .sandbox(let files) = session.job.api.address {
      path.hasPrefix(files.store)
    } else {
      false
    }
  }
}
