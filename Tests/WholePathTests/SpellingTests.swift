import Foundation
import Testing

/// Names that are spelled in another way the second time.
@Suite struct SpellingTests {
  private static let spellings = [
    ("José Núñez", "Jose\u{301} Nu\u{301}n\u{303}ez"), ("Zoë Ames", "ZOË AMES"),
    ("Zoë Ames", "Zoe Ames"),
    ("Anna Strauß", "ANNA STRAUSS"), ("Sean O’Neil", "Sean O'Neil"),
  ]

  @Test(arguments: spellings, ["C-1", ""])
  func `a name spelled otherwise in a later list is the same letter, with and without reference`(
    names: (first: String, second: String), reference: String
  ) async throws {
    let job = try JobInFolder(rows: 1)
    func write(_ name: String) throws {
      try JobInFolder.write(
        "reference,name,street1,city,state,zip\n\(reference),\(name),1 Oak St,Los Angeles,CA,90001\n",
        job.folder + "/list.csv")
    }
    try write(names.first)
    #expect(await job.run("run") == 0)
    try write(names.second)
    _ = await job.run("run")
    #expect(try job.accepted().count == 1)
    #expect(try job.column("SELECT state FROM mailing ORDER BY id") == ["done", "duplicate"])
  }

  @Test func `rows of one list that differ in accents alone are one letter`() async throws {
    let job = try JobInFolder(
      list: "name,street1,city,state,zip\n" + "José Núñez,1 Oak St,Cañon City,CO,81212\n"
        + "JOSE NUNEZ,1 Oak St,Canon City,CO,81212\n")
    _ = await job.run("run")
    #expect(try job.column("SELECT state FROM mailing ORDER BY id") == ["done", "duplicate"])
  }

  @Test func `a reference that an export put into a formula is the reference`() async throws {
    let header = "reference,matter,name,street1,city,state,zip\n"
    let rest = ",Ann Poe,1 Oak St,Los Angeles,CA,90001\n"
    let job = try JobInFolder(list: header + #"="001",="M-7""# + rest)
    #expect(await job.run("run") == 0)
    #expect(try job.sent("reference").map { $0.hasPrefix("001 ~") } == [true])
    try JobInFolder.write(header + "001,M-7" + rest, job.folder + "/list.csv")
    _ = await job.run("run")
    #expect(try job.column("SELECT state FROM mailing ORDER BY id") == ["done", "duplicate"])
  }
}
