import ChildProcess
import Foundation
import TestSupport
import Testing

@testable import Labels

/// Every message about labels, letter for letter.
@Suite struct LabelMessagesTests {
  @Test func `why bytes are no label`() {
    let faults: [LabelFault] = [
      .empty, .tooShort(bytes: 12), .tooLong(bytes: 30_000_000), .notPDF(.json), .notPDF(.html),
      .notPDF(.png), .notPDF(.zpl), .notPDF(.unknown), .cutOff, .noStartOfTable,
      .tableOutside(offset: 9), .noTableThere(offset: 9),
    ]
    #expect(
      faults.map(\.message).joined(separator: "\n") == """
        is empty
        has only 12 bytes; a label has at least 100
        has 30000000 bytes; at most 20000000 are taken for a label
        is not a PDF but JSON, most likely an error message
        is not a PDF but a web page, most likely an error page
        is not a PDF but a PNG picture
        is not a PDF but printer commands (ZPL)
        is not a PDF but something else
        is cut off: its end is missing
        is damaged: it does not say where its table of contents starts
        is damaged: its table of contents should be at byte 9, behind its end
        is damaged: there is no table of contents at byte 9
        """)
  }

  @Test func `why a file was not written`() {
    let codes = [
      ENOSPC, EACCES, EROFS, ENOTDIR, EISDIR, ENOENT, ENAMETOOLONG, EMFILE, EIO, EPIPE,
    ]
    let actions: [LabelFileError.Action] = [
      .makeFolder, .openFolder, .create, .write, .read, .rename, .remove,
    ]
    let said =
      codes.map { LabelFileError(.write, "out/1.pdf", code: $0).message }
      + actions.map { LabelFileError($0, "out/1.pdf", code: EIO).message }
    #expect(
      said.joined(separator: "\n") == """
        out/1.pdf could not be written: the disk is full or its quota is used up; free some space and run again, the label will be fetched then
        out/1.pdf could not be written: this user may not; give the user that runs certmail the right to write there, then run again
        out/1.pdf could not be written: the disk is mounted read-only; choose another "output" in the job file or mount it for writing
        out/1.pdf could not be written: a part of the path is not a folder; move what stands there out of the way, then run again
        out/1.pdf could not be written: something else stands there; move what stands there out of the way, then run again
        out/1.pdf could not be written: it, or the folder that it is in, is gone; run again, it will be made anew
        out/1.pdf could not be written: the path is too long; choose a shorter "output" in the job file
        out/1.pdf could not be written: too many files are open; raise the limit (ulimit -n), then run again
        out/1.pdf could not be written: the disk reported an error; check the disk before you go on
        out/1.pdf could not be written: system error 32; look it up in errno(3), then run again
        out/1.pdf could not be made: the disk reported an error; check the disk before you go on
        out/1.pdf could not be opened: the disk reported an error; check the disk before you go on
        out/1.pdf could not be created: the disk reported an error; check the disk before you go on
        out/1.pdf could not be written: the disk reported an error; check the disk before you go on
        out/1.pdf could not be read: the disk reported an error; check the disk before you go on
        out/1.pdf could not be put in its place: the disk reported an error; check the disk before you go on
        out/1.pdf could not be removed: the disk reported an error; check the disk before you go on
        """)
  }

  @Test func `what qpdf did not say, and one that is gone`() throws {
    #expect(try ChildProgram(path: "/bin/false").run([]).complaint == "it did not say why")
    let path = try Scratch.path("qpdf")
    try Data("#!/bin/sh".utf8).write(to: URL(filePath: path))
    #expect(chmod(path, 0o700) == 0)
    let qpdf = try QPDF(
      path: URL(filePath: path).deletingLastPathComponent().path, secondsMax: 9)
    try FileManager.default.removeItem(atPath: path)
    let error = #expect(throws: BinderError.self) { try qpdf.pageCount(URL(filePath: "/x.pdf")) }
    #expect(
      error?.message == """
        no merged file was made, qpdf failed: \(path) could not be started: No such file or directory; \
        the single labels are in labels/
        """)
  }

  @Test func `why there is no merged file`() {
    let errors: [BinderError] = [
      .qpdfMissing, .nothingToBind, .tooManyRows(70_000, max: 65_000), .qpdfFailed("bad page"),
      .qpdfTooSlow(seconds: 300), .interrupted,
      .file(LabelFileError(.write, "out/labels.pdf", code: ENOSPC)),
    ]
    #expect(
      errors.map(\.message).joined(separator: "\n") == """
        no merged file was made because qpdf is not installed (Debian, Ubuntu: apt-get install qpdf); the single labels are in labels/
        no merged file was made: no row was chosen
        no merged file was made: it would have 70000 rows, and 65000 is the most; choose fewer with --rows or --by matter
        no merged file was made, qpdf failed: bad page; the single labels are in labels/
        no merged file was made: qpdf was ended after 300 s; choose fewer rows with --rows
        no merged file was made: interrupted; run again
        no merged file was made: out/labels.pdf could not be written: the disk is full or its quota is used up; free some space and run again, the label will be fetched then
        """)
  }
}
