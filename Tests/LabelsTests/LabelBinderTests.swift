import Foundation
import PDFPages
import TestSupport
import Testing

@testable import Labels

struct LabelBinderTests {
  private let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"

  /// Entries with a label file each in `folder`, rows from 2 on.
  private func entries(_ count: Int, in folder: URL) throws -> [BinderEntry] {
    try (1...count).map { position in
      let file = folder.appending(path: "label-\(position).pdf")
      try Data(LabelSamples.pdf(serial: position)).write(to: file)
      return BinderEntry(
        row: position + 1, position: position, reference: "case \(position)",
        recipient: "Person \(position)",
        trackingNumber: TrackingNumber.make(serial: position)?.digits ?? "",
        document: "letter.pdf", file: file)
    }
  }

  private func text(_ file: URL, page: Int, _ tool: InstalledTool) throws -> String {
    try tool.run(["-f", "\(page)", "-l", "\(page)", "-layout", file.path, "-"]).output
  }

  @Test func `labels stand in list order behind their index, gaps have a page`() throws {
    guard let qpdf = InstalledTool("qpdf"), let pdftotext = InstalledTool("pdftotext") else {
      return
    }
    let folder = try Scratch.folder()
    var entries = try entries(4, in: folder)
    entries[1].file = nil
    entries[1].gapReason = "the API refused the address"
    let output = folder.appending(path: "labels.pdf")
    let bound = try LabelBinder(path: path).bind(
      entries.reversed(), title: "2025-01-01-cases", to: output)
    #expect(bound.pages == 5 && bound.indexSheets == 1 && bound.labels == 3)
    #expect(bound.gaps == [BoundLabels.Gap(row: 3, reason: "the API refused the address")])
    #expect(try qpdf.run(["--check", output.path]).status == 0)
    #expect(try qpdf.run(["--show-npages", output.path]).output == "5\n")
    let index = try text(output, page: 1, pdftotext)
    #expect(index.contains("2025-01-01-cases"))
    #expect(index.contains("3 labels, 1 without a label"))
    #expect(index.contains(/2 +2 +case 1 +Person 1 +9407 1999 0003 2100 0000 11 +letter.pdf/))
    #expect(index.contains(/3 +3 +case 2 +Person 2 +the API refused/))
    #expect(try text(output, page: 2, pdftotext).contains("Reference: case 1"))
    let gap = try text(output, page: 3, pdftotext).replacing(/\s+/, with: " ")
    #expect(gap.contains("No label for row 3: the API refused the address"))
    #expect(try text(output, page: 5, pdftotext).contains("Reference: case 4"))
    let leftovers = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(leftovers.count == 5, "\(leftovers)")
  }

  @Test func `labels of several pages and other sizes keep them, and the index counts along`()
    throws
  {
    guard let qpdf = InstalledTool("qpdf"), let pdftotext = InstalledTool("pdftotext"),
      let pdfinfo = InstalledTool("pdfinfo")
    else { return }
    let folder = try Scratch.folder()
    var entries = try entries(3, in: folder)
    try Data(LabelSamples.pages(2, width: 306, height: 396)).write(
      to: try #require(entries[0].file))
    entries[1].file = nil
    let output = folder.appending(path: "labels.pdf")
    let bound = try LabelBinder(path: path).bind(entries, title: "t", to: output)
    #expect(bound.pages == 5)
    #expect(bound.gaps.map(\.reason) == ["no label was stored"])
    let index = try text(output, page: 1, pdftotext)
    #expect(index.contains(/4 +3 +case 2/) && index.contains(/5 +4 +case 3/))
    let sizes = try pdfinfo.run(["-f", "1", "-l", "5", output.path]).output
      .matches(of: /Page +\d size: +([0-9. x]+) pts/).map { String($0.output.1) }
    #expect(sizes == ["612 x 792", "306 x 396", "306 x 396", "306 x 396", "288 x 432"])
    #expect(try qpdf.run(["--check", output.path]).status == 0)
  }

  @Test func `a label that is gone or damaged becomes a gap and stops nobody else`() throws {
    guard let qpdf = InstalledTool("qpdf") else { return }
    let folder = try Scratch.folder()
    let entries = try entries(4, in: folder)
    try FileManager.default.removeItem(at: try #require(entries[0].file))
    try Data("no PDF at all".utf8).write(to: try #require(entries[2].file))
    let output = folder.appending(path: "labels.pdf")
    let bound = try LabelBinder(path: path).bind(entries, title: "t", to: output)
    #expect(
      bound.gaps == [
        BoundLabels.Gap(row: 2, reason: "its file label-1.pdf is missing"),
        BoundLabels.Gap(row: 4, reason: "qpdf cannot read label-3.pdf"),
      ])
    #expect(bound.labels == 2 && bound.pages == 5)
    #expect(try qpdf.run(["--check", output.path]).status == 0)
  }

  @Test func `more rows than one call takes are bound in chunks, the same each time`() throws {
    guard let qpdf = InstalledTool("qpdf"), let pdftotext = InstalledTool("pdftotext") else {
      return
    }
    let folder = try Scratch.folder()
    let count = BinderChunk.rowsMax + 1
    let entries = try entries(count, in: folder)
    let output = folder.appending(path: "labels.pdf")
    let bound = try LabelBinder(path: path).bind(entries, title: "t", to: output)
    #expect(bound.indexSheets == 6 && bound.pages == count + 6)
    #expect(try text(output, page: count + 6, pdftotext).contains("Reference: case \(count)\n"))
    #expect(try qpdf.run(["--show-npages", output.path]).output == "\(count + 6)\n")
    let first = try Data(contentsOf: output)
    _ = try LabelBinder(path: path).bind(entries, title: "t", to: output)
    #expect(try Data(contentsOf: output) == first)
    let mode = try FileManager.default.attributesOfItem(atPath: output.path)[.posixPermissions]
    #expect((mode as? NSNumber)?.intValue == 0o600)
  }

  @Test(arguments: ["", "/nonexistent", "relative:.", ":"])
  func `without qpdf nothing is written and the way to it is said`(path: String) throws {
    let folder = try Scratch.folder()
    let output = folder.appending(path: "labels.pdf")
    let binder = LabelBinder(path: path)
    #expect(!binder.isAvailable)
    #expect(throws: BinderError.qpdfMissing) {
      try binder.bind([BinderEntry(row: 2, position: 1)], title: "t", to: output)
    }
    #expect(BinderError.qpdfMissing.message.contains("apt-get install qpdf"))
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(files.isEmpty)
  }

  @Test func `an empty list is refused`() {
    #expect(throws: BinderError.nothingToBind) {
      try LabelBinder(path: path).bind([], title: "t", to: URL(filePath: "/nonexistent/x.pdf"))
    }
  }

  @Test(arguments: [
    ("echo 'no space left' >&2; exit 2", BinderError.qpdfFailed("no space left")),
    ("kill -9 $$", .qpdfFailed("it did not say why")),
    ("exec sleep 60", .qpdfTooSlow(seconds: 1)),
    ("trap '' TERM; while :; do sleep 1; done", .qpdfTooSlow(seconds: 1)),
  ])
  func `a qpdf that fails or hangs leaves the old file as it was`(
    script: String, error: BinderError
  ) throws {
    let folder = try Scratch.folder()
    let program = folder.appending(path: "qpdf")
    try Data("#!/bin/sh\n\(script)\n".utf8).write(to: program)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program.path)
    let output = folder.appending(path: "labels.pdf")
    try Data("old".utf8).write(to: output)
    // Short only where the time is to run out: a busy machine may start a shell slowly.
    let secondsMax = error == .qpdfTooSlow(seconds: 1) ? 1 : 60
    let binder = LabelBinder(path: folder.path, secondsMax: secondsMax)
    #expect(binder.isAvailable)
    #expect(throws: error) {
      try binder.bind([BinderEntry(row: 2, position: 1)], title: "t", to: output)
    }
    #expect(try Data(contentsOf: output) == Data("old".utf8))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 2)
  }

  @Test func `a folder that is not there is named`() throws {
    guard InstalledTool("qpdf") != nil else { return }
    let folder = try Scratch.folder()
    let blocked = folder.appending(path: "file")
    try Data().write(to: blocked)
    let error = #expect(throws: BinderError.self) {
      try LabelBinder(path: path).bind(
        [BinderEntry(row: 2, position: 1)], title: "t", to: blocked.appending(path: "labels.pdf"))
    }
    guard case .file(let cause)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(cause.cause == .notAFolder)
  }

  @Test func `a file has so many rows and not one more`() throws {
    let binder = LabelBinder(path: "/nowhere")
    let rows = (1...LabelBinder.rowsMax + 1).map { BinderEntry(row: $0 + 1, position: $0) }
    let output = try Scratch.folder().appending(path: "never.pdf")
    #expect(throws: BinderError.qpdfMissing) {
      try binder.bind(Array(rows.dropLast()), title: "t", to: output)
    }
    #expect(throws: BinderError.tooManyRows(LabelBinder.rowsMax + 1, max: LabelBinder.rowsMax)) {
      try binder.bind(rows, title: "t", to: output)
    }
  }
}
