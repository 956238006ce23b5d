import Foundation
import Testing

@Suite struct DeadlineTests {
  private static let list = """
    reference,name,street1,city,state,zip,mail_by
    C-1,Jane Doe,1 Oak St,Los Angeles,CA,90001,
    C-2,Jane Doe,2 Oak St,Los Angeles,CA,90001,2190-05-01
    C-3,Jane Doe,3 Oak St,Los Angeles,CA,90001,2190-04-01
    C-4,Jane Doe,4 Oak St,Los Angeles,CA,90001,2020-01-01
    C-5,Jane Doe,5 Oak St,Los Angeles,CA,10001,2020-01-01

    """

  @Test func `the earliest mail_by is sent first, and what misses it is counted`() async throws {
    let summary = "cat > summary.json"
    let job = try JobInFolder(
      list: Self.list, extra: ["after_run": ["/bin/sh", "-c", summary]])
    #expect(await job.run("run", "--limit", "1") == 3)
    #expect(
      try job.column("SELECT reference FROM mailing WHERE state = 'done'") == ["C-4"])
    #expect(await job.run("run", "--limit", "1") == 3)
    #expect(
      try job.column("SELECT reference FROM mailing WHERE state = 'done' ORDER BY id")
        == ["C-3", "C-4"])
    #expect(await job.run("run") == 3)
    let text = try String(contentsOfFile: job.folder + "/summary.json", encoding: .utf8)
    // The row that cannot be mailed as it is.
    #expect(text.contains(#""missed_mail_by":1"#))
    #expect(text.contains("1 misses mail_by"))
  }
}
