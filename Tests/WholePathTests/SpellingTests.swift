import Foundation
import Testing

/// Names that are spelled in another way the second time.
@Suite struct SpellingTests {
  @Test(arguments: [
    ("José Núñez", "Jose\u{301} Nu\u{301}n\u{303}ez"), ("Zoë Ames", "ZOË AMES"),
    ("Anna Strauß", "ANNA STRAUSS"), ("Sean O’Neil", "Sean O'Neil"),
  ])
  func `a name spelled otherwise in a later list is held, not mailed again`(
    first: String, second: String
  ) async throws {
    let job = try JobInFolder(rows: 1)
    func write(_ name: String) throws {
      try JobInFolder.write(
        "reference,name,street1,city,state,zip\nC-1,\(name),1 Oak St,Los Angeles,CA,90001\n",
        job.folder + "/list.csv")
    }
    try write(first)
    #expect(await job.run("run") == 0)
    try write(second)
    _ = await job.run("run")
    #expect(try job.accepted().count == 1)
    #expect(
      try job.column("SELECT state FROM mailing ORDER BY id").last.map {
        ["held", "duplicate"].contains($0)
      } == true)
  }
}
