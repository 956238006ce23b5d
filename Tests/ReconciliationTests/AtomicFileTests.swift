import Foundation
import Testing

@testable import Reconciliation

@Suite struct AtomicFileTests {
  private let folder: TestFolder

  init() throws { folder = try TestFolder() }

  @Test func `a file appears whole, for its owner only, in a folder for its owner only`() throws {
    let file = try AtomicFile(path: folder.path + "/deep/a.txt")
    try file.write([0x61])
    try file.write([])
    try file.write([0x62])
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/deep/a.txt"))
    try file.commit()
    #expect(try folder.text("deep/a.txt") == "ab")
    #expect(try mode("/deep/a.txt") == 0o600)
    #expect(try mode("/deep") == 0o700)
    #expect(try folder.names() == ["deep"])
  }

  @Test func `a file that is not committed leaves the old one and nothing else`() throws {
    try AtomicFile.write([0x61], to: folder.path + "/a.txt")
    do {
      let file = try AtomicFile(path: folder.path + "/a.txt")
      try file.write([0x62])
    }
    #expect(try folder.text("a.txt") == "a")
    #expect(try folder.names() == ["a.txt"])
  }

  @Test func `a name that is a folder cannot be replaced`() throws {
    try AtomicFile.makeFolder(folder.path + "/a.txt/inner")
    let file = try AtomicFile(path: folder.path + "/a.txt")
    #expect {
      try file.commit()
    } throws: { error in
      (error as? FileFault)?.step == "rename"
    }
    #expect(try folder.names() == ["a.txt"])
  }

  @Test func `what a crash left behind is taken away, other files are not`() throws {
    try AtomicFile.write([], to: folder.path + "/.a.txt.123.partial")
    try AtomicFile.write([], to: folder.path + "/b.partial")
    try AtomicFile.write([], to: folder.path + "/.hidden")
    #expect(try AtomicFile.removeLeftovers(in: folder.path) == 1)
    #expect(try folder.names() == [".hidden", "b.partial"])
    #expect(try AtomicFile.removeLeftovers(in: folder.path + "/none") == 0)
  }

  @Test func `removing a file that is not there is as good as removing it`() throws {
    try AtomicFile.write([], to: folder.path + "/a.txt")
    try AtomicFile.remove(folder.path + "/a.txt")
    try AtomicFile.remove(folder.path + "/a.txt")
    #expect(try folder.names().isEmpty)
  }

  @Test func `a path that cannot be is an error that names it`() throws {
    try AtomicFile.write([], to: folder.path + "/a.txt")
    #expect(throws: (any Error).self) { try AtomicFile(path: folder.path + "/a.txt/b.txt") }
    let long = folder.path + "/" + String(repeating: "n", count: 300)
    #expect(throws: FileFault(step: "create", path: long, number: ENAMETOOLONG)) {
      try AtomicFile(path: long)
    }
  }

  private func mode(_ name: String) throws -> Int {
    let attributes = try FileManager.default.attributesOfItem(atPath: folder.path + name)
    return try #require(attributes[.posixPermissions] as? Int)
  }
}
