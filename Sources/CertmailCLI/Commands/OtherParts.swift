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
    // A folder that is not there yet holds no ledger.
    let names =
      (try? FileManager.default.contentsOfDirectory(
        atPath: url.deletingLastPathComponent().path)) ?? []
    return names.sorted().map { url.deletingLastPathComponent().path + "/" + $0 }
      .filter { path in
        guard path != whole else { return job.part != nil && holdsData(path) }
        guard let shard = Shard(in: path, of: whole) else { return false }
        return shard.count != job.part?.count && holdsData(path)
      }
  }

  private func holdsData(_ path: String) -> Bool {
    // What cannot be asked is taken for a ledger.
    (try? URL(fileURLWithPath: path).resourceValues(forKeys: [.fileSizeKey]).fileSize) != 0
  }
}
