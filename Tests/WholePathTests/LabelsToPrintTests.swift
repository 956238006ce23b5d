import ChildProcess
import Foundation
import Testing

/// The labels of a batch in one file, as a person prints them.
@Suite struct LabelsToPrintTests {
  private static let hasQPDF = FileManager.default.isExecutableFile(atPath: "/usr/bin/qpdf")

  /// A list with a matter in its last column, and one row that cannot be mailed.
  private static let list = """
    reference,name,street1,city,state,zip,matter
    C-1,Jane Doe,1 Oak St,Los Angeles,CA,90001,A/1
    C-2,Jane Doe,2 Oak St,Los Angeles,CA,90001,a_1
    C-3,Jane Doe,3 Oak St,Los Angeles,CA,10001,A/1
    C-4,Jane Doe,4 Oak St,Los Angeles,CA,90001,

    """

  private func files(_ job: JobInFolder) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: job.folder + "/out/latest/")
      .filter { $0.hasSuffix(".pdf") }.sorted()
  }

  /// How many pages a file in the batch's folder has, asked of qpdf.
  private func pages(_ name: String, _ job: JobInFolder) throws -> Int? {
    let file = job.folder + "/out/latest/" + name
    let text = try ChildProgram(path: "/usr/bin/qpdf").run(["--show-npages", file]).text
    return Int(text.filter(\.isNumber))
  }

  private func number(_ job: JobInFolder) throws -> Int? {
    let path = job.folder + "/out/latest/labels.pdf"
    return try FileManager.default.attributesOfItem(atPath: path)[.systemFileNumber] as? Int
  }

  @Test(.enabled(if: hasQPDF, "qpdf is not installed"))
  func `a run binds an index sheet, each label and a sheet for each gap`() async throws {
    let job = try JobInFolder(list: Self.list)
    #expect(await job.run("run") == 3)
    #expect(try files(job) == ["labels.pdf"])
    #expect(try pages("labels.pdf", job) == 5)
  }

  @Test func `labels of one batch leave another's alone`() async throws {
    let job = try JobInFolder(rows: 1)
    #expect(await job.run("run") == 0)
    let first = try job.column("SELECT name FROM batch")[0]
    try JobInFolder.write(JobInFolder.list(rows: 2), job.folder + "/list.csv")
    #expect(await job.run("run") == 0)
    for name in try job.column("SELECT name FROM batch") {
      try FileManager.default.removeItem(atPath: job.folder + "/out/\(name)/labels")
    }
    #expect(await job.run("labels", "--batch", first) == 0)
    #expect(try job.states() == ["done": 2, "duplicate": 1])
    let restored = try FileManager.default.contentsOfDirectory(
      atPath: job.folder + "/out/\(first)/labels")
    #expect(restored.count == 1)
    // One batch or the other is no answer for a bill.
    #expect(await job.run("report", "--ledes", "--batch", "") == 2)
    #expect(await job.run("track", "--batch", "") == 2)
  }

  @Test(.enabled(if: hasQPDF, "qpdf is not installed"))
  func `a run that changed nothing leaves the file, one that mailed more makes it again`()
    async throws
  {
    let job = try JobInFolder()
    #expect(await job.run("run", "--limit", "2") == 0)
    let first = try number(job)
    #expect(try pages("labels.pdf", job) == 3)
    #expect(await job.run("run") == 0)
    let second = try number(job)
    #expect(second != first)
    #expect(try pages("labels.pdf", job) == 7)
    #expect(await job.run("run") == 0)
    #expect(try number(job) == second)
    #expect(await job.run("labels") == 0)
    #expect(try number(job) == second)
    #expect(await job.run("labels", "--merge") == 0)
    #expect(try number(job) != second)
  }

  @Test(.enabled(if: hasQPDF, "qpdf is not installed"))
  func `a label that may be another recipient's is not among those to print`() async throws {
    let job = try JobInFolder(
      faults: #"{"rules": [{"on": "POST /mailings", "nth": 2, "do": "other_recipient"}]}"#)
    let said = try job.words("run")
    #expect(said.contains("labels.pdf: 5 labels, 1 sheet for a missing one"), "\(said)")
    #expect(try job.states() == ["done": 6])
    #expect(try job.words("status").contains("next: certmail list "))
  }

  @Test(.enabled(if: hasQPDF, "qpdf is not installed"))
  func `rows are printed again into a file of their own`() async throws {
    let job = try JobInFolder()
    #expect(await job.run("run") == 0)
    #expect(await job.run("labels", "--rows", "3-4,6") == 0)
    #expect(try files(job) == ["labels-3-4_6.pdf", "labels.pdf"])
    #expect(try pages("labels-3-4_6.pdf", job) == 4)
    #expect(await job.run("labels", "--rows", "90") == 2)
    #expect(await job.run("labels", "--rows", "abcdef:3") == 2)
  }

  @Test(.enabled(if: hasQPDF, "qpdf is not installed"))
  func `each matter has a file, also when two names are reduced to one`() async throws {
    let job = try JobInFolder(list: Self.list)
    #expect(await job.run("run") == 3)
    // A row of A/1 has no label: its file has a gap.
    #expect(await job.run("labels", "--by", "matter") == 3)
    #expect(
      try files(job) == [
        "labels-A_1.pdf", "labels-a_1-2.pdf", "labels-no-matter.pdf", "labels.pdf",
      ])
    #expect(try pages("labels-A_1.pdf", job) == 3)
    #expect(try pages("labels-a_1-2.pdf", job) == 2)
  }

  @Test(.enabled(if: hasQPDF, "qpdf is not installed"))
  func `a label that was changed on disk is not printed`() async throws {
    let job = try JobInFolder()
    #expect(await job.run("run") == 0)
    let folder = job.folder + "/out/latest/labels/"
    let name = try #require(
      try FileManager.default.contentsOfDirectory(atPath: folder).sorted().first)
    try Data("another label".utf8).write(to: URL(fileURLWithPath: folder + name))
    #expect(await job.run("labels", "--rows", "2-3") == 3)
    #expect(try pages("labels-2-3.pdf", job) == 3)
    // Fetched again, it is.
    #expect(await job.run("labels") == 0)
    #expect(await job.run("labels", "--rows", "2-3") == 0)
  }
}
