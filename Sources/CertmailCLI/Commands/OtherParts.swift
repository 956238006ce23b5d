import Foundation
import MailModel

/// Ledgers beside a job's own that hold rows of the same job, cut into parts in another way.
///
/// Each of them may have mailed what this one would mail: a job stays whole, or in N parts, for as
/// long as its ledgers are used.
struct OtherParts {
  /// The ledger of the whole job.
  private let whole: String
  private let job: JobFile

  init(job: JobFile) {
    self.job = job
    whole = job.part.map { $0.wholePath(of: job.ledger) } ?? job.ledger
  }

  /// - Throws: `CommandFailure` when such a ledger lies in the ledger's folder.
  func refuse() throws {
    guard let other = ledgers().first else { return }
    let mine = job.part.map { "part \($0) of the job" } ?? "the whole job"
    throw CommandFailure(
      status: .usage,
      message: "\(ShownPath.text(other)) holds rows of this job, cut in another way than \(mine): "
        + "they could be mailed twice; go on as before (--shard as in the ledger's name), or use "
        + "another ledger and another name for a new job")
  }

  private func ledgers() -> [String] {
    let url = URL(fileURLWithPath: whole)
    let folder = url.deletingLastPathComponent().path
    // A folder that is not there yet holds no ledger.
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.sorted()
      .filter { isOther($0, whole: url.lastPathComponent) }
      .map { folder + "/" + $0 }
      .filter(mayHoldData)
  }

  /// Whether a file's name is that of a ledger of this job that is cut otherwise.
  private func isOther(_ name: String, whole: String) -> Bool {
    if name == whole { return job.part != nil }
    guard let shard = Shard(in: name, of: whole) else { return false }
    return shard.count != job.part?.count
  }

  /// What cannot be asked, a link to a disk that is away, is taken for a ledger.
  private func mayHoldData(_ path: String) -> Bool {
    (try? URL(fileURLWithPath: path).resourceValues(forKeys: [.fileSizeKey]).fileSize) != 0
  }
}
