import Foundation
import MailModel
import TestSupport
import Testing

@testable import Labels

struct LabelStoreTests {
  private func withStore<Result>(_ body: (LabelStore) throws -> Result) throws -> Result {
    let folder = try Scratch.folder()
    let store = LabelStore(batchFolder: folder.appending(path: "out/batch"))
    try store.prepare()
    return try body(store)
  }

  private func mode(_ file: URL) throws -> Int {
    let attributes = try FileManager.default.attributesOfItem(atPath: file.path)
    return try #require(attributes[.posixPermissions] as? NSNumber).intValue
  }

  private func names(_ store: LabelStore) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: store.folder.path).sorted()
  }

  @Test func `a stored label is there with its size and hash, for its owner only`() throws {
    try withStore { store in
      let label = try store.store(Array("label".utf8), as: LabelSamples.name())
      #expect(label.path == "labels/0001-2025-CV-1-9407199900032100000011.pdf")
      #expect(label.size == 5 && label.sha256 == SHA256.hex("label"))
      let file = try #require(store.file(of: label))
      #expect(try Data(contentsOf: file) == Data("label".utf8))
      #expect(try mode(file) == 0o600)
      #expect(try mode(store.folder) == 0o700)
      #expect(try mode(store.folder.deletingLastPathComponent()) == 0o700)
      #expect(try store.verify(label) == .good)
      #expect(try names(store).count == 1)
    }
  }

  @Test func `a label of the same name is replaced as a whole`() throws {
    try withStore { store in
      let first = try store.store(Array("a longer first label".utf8), as: LabelSamples.name())
      let second = try store.store(Array("second".utf8), as: LabelSamples.name())
      #expect(try store.verify(first) == .changed)
      #expect(try store.verify(second) == .good)
    }
  }

  @Test func `an empty label and a large one are stored too`() throws {
    try withStore { store in
      let large = [UInt8](repeating: 7, count: 3_000_000)
      for (position, bytes) in [(1, large), (2, [])] {
        let label = try store.store(bytes, as: LabelSamples.name(position))
        #expect(try store.verify(label) == .good)
      }
    }
  }

  @Test func `changed, missing and foreign files are told apart`() throws {
    try withStore { store in
      let label = try store.store(Array("label".utf8), as: LabelSamples.name())
      let file = try #require(store.file(of: label))
      try Data("lebal".utf8).write(to: file)
      #expect(try store.verify(label) == .changed)
      try Data("longer label".utf8).write(to: file)
      #expect(try store.verify(label) == .changed)
      try FileManager.default.removeItem(at: file)
      #expect(try store.verify(label) == .missing)
      try FileManager.default.createDirectory(at: file, withIntermediateDirectories: false)
      #expect(try store.verify(label) == .changed)
      try FileManager.default.removeItem(at: store.folder)
      #expect(try store.verify(label) == .missing)
    }
  }

  @Test(arguments: [
    "", "labels", "labels/", "labels/..", "labels/../x", "/etc/hostname", "labels/a/b",
    "other/a.pdf", "labels/.a.pdf.part", "labels/a\0b",
  ])
  func `a path that is not one of ours is missing and leads nowhere`(path: String) throws {
    try withStore { store in
      let label = LabelStore.StoredLabel(path: path, size: 0, sha256: SHA256.hex(""))
      let condition = try store.verify(label)
      #expect(condition == .missing)
      #expect(store.file(of: label) == nil)
    }
  }

  @Test func `a link in place of a label is never followed`() throws {
    try withStore { store in
      let label = try store.store(Array("label".utf8), as: LabelSamples.name())
      let file = try #require(store.file(of: label))
      let victim = store.folder.deletingLastPathComponent().appending(path: "victim")
      try Data("label".utf8).write(to: victim)
      try FileManager.default.removeItem(at: file)
      try FileManager.default.createSymbolicLink(at: file, withDestinationURL: victim)
      #expect(try store.verify(label) == .changed)
      let part = store.folder.appending(path: OpenFolder.partName(of: file.lastPathComponent))
      try FileManager.default.createSymbolicLink(at: part, withDestinationURL: victim)
      let again = try store.store(Array("other".utf8), as: LabelSamples.name())
      #expect(try Data(contentsOf: victim) == Data("label".utf8))
      #expect(try store.verify(again) == .good)
      #expect(try names(store).count == 1)
    }
  }

  @Test func `a named pipe in place of a label does not block`() throws {
    try withStore { store in
      let label = LabelStore.StoredLabel(path: "labels/a.pdf", size: 0, sha256: SHA256.hex(""))
      #expect(mkfifo(store.folder.appending(path: "a.pdf").path, 0o600) == 0)
      let condition = try store.verify(label)
      #expect(condition == .changed)
    }
  }

  @Test func `what a crash left half written goes, and nothing else`() throws {
    try withStore { store in
      let kept = ["0001-a.pdf", ".hidden", "notes.pdf.part", ".a.part"]
      for name in kept + [OpenFolder.partName(of: "0002-b.pdf")] {
        try Data("x".utf8).write(to: store.folder.appending(path: name))
      }
      try store.prepare()
      #expect(try names(store) == kept.sorted())
    }
  }

  @Test func `a folder that cannot be made is named with its reason`() throws {
    let folder = try Scratch.folder()
    let file = folder.appending(path: "file")
    try Data().write(to: file)
    let store = LabelStore(batchFolder: file.appending(path: "batch"))
    let error = #expect(throws: LabelFileError.self) { try store.prepare() }
    #expect(error?.cause == .notAFolder)
    #expect(error?.message.contains("move what stands there out of the way") == true)
  }

  @Test func `storing without the folder, or where a folder stands, leaves nothing behind`() throws
  {
    try withStore { store in
      let name = LabelSamples.name()
      let file = store.folder.appending(path: name.text)
      try FileManager.default.createDirectory(at: file, withIntermediateDirectories: false)
      let error = #expect(throws: LabelFileError.self) { try store.store([1], as: name) }
      #expect(error?.action == .rename && error?.cause == .isAFolder && error?.path == file.path)
      #expect(try names(store) == [name.text])
      try FileManager.default.removeItem(at: store.folder)
      let missing = #expect(throws: LabelFileError.self) { try store.store([1], as: name) }
      #expect(missing?.action == .openFolder && missing?.cause == .missing)
    }
  }

  @Test func `a full disk is said with what to do`() throws {
    let full = open("/dev/full", O_WRONLY | O_CLOEXEC)
    guard full >= 0 else {
      print("SKIPPED: /dev/full is not there")
      return
    }
    let error = #expect(throws: LabelFileError.self) {
      try OpenFolder.writeAll([1, 2, 3], to: full, path: "labels/a.pdf")
    }
    #expect(
      error?.message
        == "labels/a.pdf could not be written: the disk is full or its quota is used up; "
        + "free some space and run again, the label will be fetched then")
  }

  @Test(
    arguments: [
      (ENOSPC, .diskFull), (EDQUOT, .diskFull), (EACCES, .notAllowed), (EROFS, .readOnly),
      (EIO, .deviceFailed), (ENAMETOOLONG, .nameTooLong), (EMFILE, .tooManyFiles),
      (ELOOP, .notAFolder), (ENOENT, .missing), (EPIPE, .other(EPIPE)),
    ] as [(Int32, LabelFileError.Cause)])
  func `system errors become causes with a remedy`(code: Int32, cause: LabelFileError.Cause) {
    let error = LabelFileError(.write, "a.pdf", code: code)
    #expect(error.cause == cause)
    #expect(error.message.hasPrefix("a.pdf could not be written: "))
  }

  @Test func `labels stored at the same time do not disturb each other`() async throws {
    let folder = try Scratch.folder()
    let store = LabelStore(batchFolder: folder)
    try store.prepare()
    let labels = try await withThrowingTaskGroup(of: LabelStore.StoredLabel.self) { group in
      for position in 1...40 {
        group.addTask {
          try store.store(LabelSamples.pdf(serial: position), as: LabelSamples.name(position))
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(Set(labels.map(\.path)).count == 40)
    for label in labels { #expect(try store.verify(label) == .good) }
  }
}
