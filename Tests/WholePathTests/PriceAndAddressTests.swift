import Foundation
import Testing

@Suite struct PriceAndAddressTests {
  @Test func `a row whose price has risen since its quote waits for approval at the new one`()
    async throws
  {
    let job = try JobInFolder(rows: 3)
    #expect(await job.run("import") == 0)
    // As if the list had been quoted when certified mail was a dollar cheaper.
    try job.change("UPDATE mailing SET quoted = quoted - 100 WHERE row > 2")
    #expect(await job.run("run") == 3)
    #expect(try job.states() == ["done": 1, "held": 2])
    #expect(try job.column("SELECT DISTINCT code FROM mailing WHERE code > ''") == ["price_rise"])
    #expect(await job.run("approve", "--expect-count", "2", "--expect-total", "15.00") == 0)
    #expect(await job.run("run") == 0)
    #expect(try job.states() == ["done": 3])
  }

  @Test func `a rise that the job tolerates goes out`() async throws {
    let job = try JobInFolder(
      rows: 2, extra: ["limits": ["price_rise": "1.00", "reserve_requests": 0]])
    #expect(await job.run("import") == 0)
    try job.change("UPDATE mailing SET quoted = quoted - 100")
    #expect(await job.run("run") == 0)
    #expect(try job.states() == ["done": 2])
  }

  @Test func `the standardised address is mailed when the job says so, and both are kept`()
    async throws
  {
    let job = try JobInFolder(
      list: """
        reference,name,street1,street2,city,state,zip
        CASE-1,Jane Doe,12 North Oak Street,Apt 4,Los Angeles,CA,90001

        """,
      extra: ["checks": ["address": "api", "mail_address": "standardized"]])
    #expect(await job.run("run") == 0)
    #expect(try job.sent("to.street1") == ["12 N OAK ST"])
    #expect(try job.column("SELECT street1 FROM mailing") == ["12 North Oak Street"])
    let report = job.folder + "/out/latest/report"
    let json = try String(contentsOfFile: report + ".json", encoding: .utf8)
    #expect(json.contains("12 N OAK ST"))
    #expect(!json.contains("12 North Oak Street"))
    let csv = try String(contentsOfFile: report + ".csv", encoding: .utf8)
    #expect(csv.contains("12 North Oak Street"))
  }

  @Test func `without the API's check addresses are mailed as given`() async throws {
    let job = try JobInFolder(
      rows: 1, extra: ["checks": ["address": "offline", "mail_address": "standardized"]])
    #expect(await job.run("run") == 0)
    #expect(try job.sent("to.street1") == ["1 Oak St"])
  }

  @Test func `each distinct address is checked once`() async throws {
    let rows = (1...6).map { "CASE-\($0),Person \($0),1 Oak St,Los Angeles,CA,90001\n" }.joined()
    let job = try JobInFolder(
      list: "reference,name,street1,city,state,zip\n" + rows, extra: ["checks": ["address": "api"]])
    #expect(await job.run("run") == 0)
    #expect(try job.column("SELECT count(*) FROM address_check") == ["1"])
  }
}
