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

  @Test(arguments: [
    ("00012,Jane Doe", "12,Jane Doe"), ("12,Jane Doe", "12.0,Jane Doe"),
    ("'00012,Jane Doe", "00012,Jane Doe"), ("Case-1a,Jane Doe", "CASE-1A,Jane Doe"),
    ("1,Jane Doe", "1,\"Doe, Jane\""), ("1,Jane Doe", "1,Ms. Jane Doe"),
    ("1,José Núñez", "1,\"NUNEZ, JOSE\""),
    ("1,Иван Петров", "1,Петров Иван"), ("1,Sean ONeil", "1,Sean O’Neil"),
  ])
  func `a list that was saved again by a spreadsheet or typed anew is held`(
    first: String, second: String
  ) async throws {
    let job = try JobInFolder(rows: 1)
    func write(_ row: String, _ street: String = "1 Oak St") throws {
      try JobInFolder.write(
        "reference,name,street1,city,state,zip\n\(row),\(street),Los Angeles,CA,90001\n",
        job.folder + "/list.csv")
    }
    try write(first)
    #expect(await job.run("run") == 0)
    try write(second)
    #expect(await job.run("run") == 3)
    #expect(try job.accepted().count == 1)
    #expect(try job.states() == ["done": 1, "held": 1])
    let said = try job.column("SELECT message FROM mailing WHERE state = 'held'").first
    let field =
      first.split(separator: ",")[0] == second.split(separator: ",")[0] ? "name" : "reference"
    #expect(said?.contains("but it differs in \(field) (\"") == true)
  }

  @Test func `a further piece that is asked for by its occurrence is mailed`() async throws {
    let job = try JobInFolder(rows: 1)
    #expect(await job.run("run") == 0)
    try JobInFolder.write(
      JobInFolder.list(rows: 1).replacing("zip\n", with: "zip,occurrence\n")
        .replacing("90001\n", with: "90001,2\n"), job.folder + "/list.csv")
    #expect(await job.run("run") == 0)
    #expect(try job.accepted().count == 2)
  }

  @Test(arguments: [
    ("12,Jane Doe", "120,Jane Doe"), ("A-012,Jane Doe", "A-12,Jane Doe"),
    ("1,Jane Doe", "1,John Doe"),
    ("1,Jane Doe Jr", "1,Jane Doe Sr"), ("0,Jane Doe", "00.1,Jane Doe"),
  ])
  func `another reference or person is another letter`(first: String, second: String) async throws {
    let job = try JobInFolder(
      list: "reference,name,street1,city,state,zip\n\(first),1 Oak St,Los Angeles,CA,90001\n")
    #expect(await job.run("run") == 0)
    try JobInFolder.write(
      "reference,name,street1,city,state,zip\n\(second),1 Oak St,Los Angeles,CA,90001\n",
      job.folder + "/list.csv")
    #expect(await job.run("run") == 0)
    #expect(try job.accepted().count == 2)
  }
}
