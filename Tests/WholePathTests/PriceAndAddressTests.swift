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

  @Test func `a charge above its quote counts for every further letter, so that no cap is passed`()
    async throws
  {
    let job = try JobInFolder(
      rows: 8,
      faults: """
        {"rules": [{"on": "POST /mailings", "each": true, "do": "dearer", "cents": 50}]}
        """,
      extra: ["limits": ["spend_per_run": "30.00", "reserve_requests": 0]])
    #expect(await job.run("run") == 7)
    #expect(try job.states()["done"] == 1)
    for _ in 1...3 { #expect(await job.run("run") == 7) }
    // Four quotes of 7.50 would fit, and their charges of 8.00 would not.
    let spent = try job.column("SELECT sum(charged) FROM piece GROUP BY run").compactMap(Int.init)
    #expect(spent.allSatisfy { $0 <= 3000 }, "\(spent)")
    #expect(spent.count > 1)
  }

  @Test func `a class of the job's that the API does not price is the job file's fault`()
    async throws
  {
    let job = try JobInFolder(rows: 2, extra: ["mail_class": "certified_pigeon"])
    #expect(await job.run("run") == 2)
    #expect(try job.states() == [:])
  }

  /// A price as the API writes it.
  private static func price(_ name: String) -> String {
    """
    {"mail_class": "\(name)", "cost": {"postage": "5.86", "service_fee": "1.64", "total": "7.50"}}
    """
  }

  /// A row a class, while the API's table has one class only.
  private func jobWithShortTable(
    _ classes: [String], further: [[String: Any]] = []
  ) throws -> JobInFolder {
    let table: [String: Any] = [
      "on": "GET /pricing", "each": true, "do": "text", "text": "[\(Self.price("certified"))]",
    ]
    let faults = try JSONSerialization.data(withJSONObject: ["rules": [table] + further])
    return try JobInFolder(
      list: "reference,name,street1,city,state,zip,mail_class\n"
        + classes.enumerated().map {
          "CASE-\($0),Jane Doe,\($0 + 1) Oak St,Los Angeles,CA,90001,\($1)\n"
        }.joined(),
      faults: String(decoding: faults, as: UTF8.self))
  }

  @Test func `a class that the API's table lacks is asked for by its name`() async throws {
    let job = try jobWithShortTable([
      "certified", "certified_return_receipt", "pigeon", "certified_return_receipt",
    ])
    #expect(await job.run("import") == 3)
    #expect(
      try job.column("SELECT quoted FROM mailing ORDER BY row") == ["750", "976", "", "976"])
    #expect(
      try job.column("SELECT code FROM mailing WHERE state = 'invalid'") == ["mail_class_unknown"])
    #expect(
      try job.column("SELECT DISTINCT mail_class FROM price ORDER BY 1")
        == ["certified", "certified_return_receipt"])
  }

  @Test func `a column that is no mail class costs twenty calls and no more`() async throws {
    let names = (0..<100).map { "text\($0)" }.sorted()
    // The last that may be asked for has a price, and so would the next one.
    let prices = [20, 21].map { nth -> [String: Any] in
      [
        "on": "POST /pricing/calculate", "nth": nth, "do": "text",
        "text": Self.price(names[nth - 1]),
      ]
    }
    let job = try jobWithShortTable(names, further: prices)
    #expect(await job.run("import") == 3)
    #expect(
      try job.column("SELECT mail_class FROM mailing WHERE state = 'queued'") == [names[19]])
    #expect(try job.states() == ["invalid": 99, "queued": 1])
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

  @Test func `a corrected row goes to its corrected address, not to the old one standardised`()
    async throws
  {
    let job = try JobInFolder(
      list: """
        reference,name,street1,street2,city,state,zip
        CASE-1,Jane Doe,12 North Oak Street,Apt 4,Los Angeles,CA,90001

        """,
      faults: #"{"rules": [{"on": "POST /mailings", "nth": 1, "do": "status", "status": 422}]}"#,
      extra: ["checks": ["address": "api", "mail_address": "standardized"]])
    #expect(await job.run("run") == 3)
    #expect(try job.states() == ["refused": 1])
    let row = try job.column("SELECT substr(hash, 1, 6) || ':2' FROM batch")[0]
    try JobInFolder.write(
      """
      reference,name,street1,street2,city,state,zip,certmail_row
      CASE-1,Jane Doe,77 South Elm Street,,Los Angeles,CA,90001,\(row)

      """, job.folder + "/fixed.csv")
    try JobInFolder.write(#"{"rules": []}"#, job.folder + "/faults.json")
    #expect(await job.run("import", job.folder + "/fixed.csv") == 0)
    #expect(await job.run("run") == 0)
    #expect(try job.sent("to.street1") == ["77 S ELM ST"])
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
      list: "reference,name,street1,city,state,zip\n" + rows,
      // A second check would end the run.
      faults: #"{"rules": [{"on": "POST /addresses", "nth": 2, "do": "status", "status": 401}]}"#,
      extra: ["checks": ["address": "api"]])
    #expect(await job.run("run") == 0)
    #expect(try job.states() == ["done": 6])
  }

  @Test func `a class is known in capitals and with blanks, and comes back as it was`() async throws
  {
    let job = try JobInFolder(
      list: "name,street1,city,state,zip,mail_class\n"
        + "Ann Poe,1 Oak St,Reno,NV,89501,CERTIFIED\n"
        + "Bo Roe,2 Oak St,Reno,NV,89501,Certified Return-Receipt\n"
        + "Cy Doe,3 Oak St,Reno,NV,89501,Registered\n")
    #expect(await job.run("run") == 3)
    #expect(try job.sent("mail_class").sorted() == ["certified", "certified_return_receipt"])
    #expect(try job.states() == ["done": 2, "invalid": 1])
    let report = try String(
      contentsOfFile: job.folder + "/out/latest/report.csv", encoding: .utf8)
    #expect(report.contains(",CERTIFIED,") && report.contains(",Certified Return-Receipt,"))
  }
}
