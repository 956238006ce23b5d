import Foundation
import Testing

/// The loop from `needs-attention.csv` back into the list.
@Suite struct RepairTests {
  @Test func `a corrected row repairs the one it came from, and no good row is touched`()
    async throws
  {
    let job = try JobInFolder(
      list: """
        reference,name,street1,city,state,zip
        CASE-1,Jane Doe,1 Oak St,Los Angeles,CA,90001
        CASE-2,John Roe,2 Oak St,Los Angeles,CF,90001

        """)
    #expect(await job.run("run") == 3)
    let attention = job.folder + "/out/latest/needs-attention.csv"
    let text = try String(contentsOfFile: attention, encoding: .utf8)
    let corrected = job.folder + "/corrected.csv"
    try JobInFolder.write(text.replacing(",CF,", with: ",CA,"), corrected)
    #expect(await job.run("import", corrected) == 0)
    #expect(await job.run("run") == 0)
    #expect(try job.states() == ["done": 2])
    #expect(try job.accepted().count == 2)
    #expect(!FileManager.default.fileExists(atPath: attention))
    // The same file again, and one whose row is done: nothing is mailed.
    try JobInFolder.write(text.replacing(",CF,", with: ",NV,"), corrected)
    #expect(await job.run("import", corrected) == 3)
    #expect(try job.states() == ["done": 2])
  }

  @Test func `a corrected row that is nearly a letter which was mailed is held`() async throws {
    let job = try JobInFolder(
      list: """
        reference,name,street1,city,state,zip
        0100,Ann Ray,5 Elm St,Boston,MA,02108
        0101,Ann Ray,5 Elm St,Boston,CA,02108

        """)
    #expect(await job.run("run") == 3)
    let attention = job.folder + "/out/latest/needs-attention.csv"
    let text = try String(contentsOfFile: attention, encoding: .utf8)
    let corrected = job.folder + "/corrected.csv"
    try JobInFolder.write(
      text.replacing("0101,", with: "100,").replacing(",CA,", with: ",MA,"), corrected)
    #expect(await job.run("import", corrected) == 3)
    _ = await job.run("run")
    #expect(try job.states() == ["done": 1, "held": 1])
    #expect(try job.accepted().count == 1)
  }

  @Test func `a correction of a row that is mailed is told once, not every night`() async throws {
    let job = try JobInFolder(
      list: "reference,name,street1,city,state,zip\nD-1,Ann Poe,1 Oak St,Reno,CF,89501\n",
      extra: ["input": ["files": ["*.csv"]]])
    #expect(await job.run("run") == 3)
    let attention = job.folder + "/out/latest/needs-attention.csv"
    let text = try String(contentsOfFile: attention, encoding: .utf8)
    try JobInFolder.write(
      text.replacing(",CF,", with: ",NV,").replacing("\r\n", with: " \r\n"), job.folder + "/a.csv")
    #expect(await job.run("run") == 0)
    #expect(try job.states() == ["done": 1])
    try JobInFolder.write(text.replacing(",CF,", with: ",CA,"), job.folder + "/b.csv")
    #expect(await job.run("run") == 3)
    #expect(await job.run("run") == 0)
    #expect(try job.accepted().count == 1)
  }

  @Test func `corrections typed where the file lies are neither lost nor passed over`()
    async throws
  {
    let rows = "B-1,Ann Poe,1 Oak St,Reno,CA,90001\nB-2,Bo Roe,2 Oak St,Reno,CF,89501\n"
    let job = try JobInFolder(list: "reference,name,street1,city,state,zip\n" + rows)
    #expect(await job.run("run") == 3)
    let folder = job.folder + "/out/latest"
    let attention = folder + "/needs-attention.csv"
    func attentionFiles() throws -> [String] {
      try FileManager.default.contentsOfDirectory(atPath: folder).filter {
        $0.hasPrefix("needs-attention")
      }.sorted()
    }
    // Reports that are written again leave no copy of a file that nobody changed.
    #expect(await job.run("report") == 0)
    #expect(try attentionFiles() == ["needs-attention.csv"])
    let text = try String(contentsOfFile: attention, encoding: .utf8)
    let corrected = text.replacing(",CF,", with: ",NV,")
    try JobInFolder.write(corrected, attention)
    let next = try job.output("run", ["--json"])
    #expect(next.contains(#""next":"certmail import "#) && next.contains("/needs-attention.csv"))
    #expect(try attentionFiles() == ["needs-attention.csv"])
    #expect(await job.run("report") == 0)
    let kept = try #require(try attentionFiles().first { $0 != "needs-attention.csv" })
    #expect(try String(contentsOfFile: folder + "/" + kept, encoding: .utf8) == corrected)
    #expect(try String(contentsOfFile: attention, encoding: .utf8) == text)
    // Imported where it lies, it has done its work.
    try JobInFolder.write(corrected, attention)
    #expect(await job.run("import", attention) == 0)
    #expect(await job.run("run") == 0)
    #expect(try attentionFiles() == [kept])
    #expect(try job.states() == ["done": 2])
  }

  @Test(arguments: [
    ("reference,name,street1,city,state,zip,certmail_row", "A-1,Jane Doe,99 New Ave,,NJ,07102,"),
    (
      "reference,zip,done by,street1,name,city,state,certmail_row",
      "A-1,07102,me,99 New Ave,Jane Doe,,NJ,"
    ),
  ])
  func `what was corrected stays so when the row is still not right`(
    header: String, row: String
  ) async throws {
    let job = try JobInFolder(
      list: "reference,name,street1,city,state,zip\nA-1,Jane Doe,12 Old St,,NJ,0710A\n")
    #expect(await job.run("run") == 3)
    let attention = job.folder + "/out/latest/needs-attention.csv"
    let name = try #require(
      try String(contentsOfFile: attention, encoding: .utf8).split(separator: "\r\n").last?
        .split(separator: ",").last)
    let corrected = job.folder + "/corrected.csv"
    try JobInFolder.write("\(header)\n\(row)\(name)\n", corrected)
    #expect(await job.run("import", corrected) == 3)
    let again = try String(contentsOfFile: attention, encoding: .utf8)
    #expect(again.contains("A-1,Jane Doe,99 New Ave,,NJ,07102,"))
    try JobInFolder.write(
      again.replacing("99 New Ave,,NJ", with: "99 New Ave,Newark,NJ"), corrected)
    #expect(await job.run("import", corrected) == 0)
    #expect(await job.run("run") == 0)
    #expect(try job.sent("to.street1") == ["99 New Ave"])
  }

  /// A job whose one row needs correcting, and the text to correct.
  private func faulty(_ list: String, named name: String = "list.csv") async throws -> (
    job: JobInFolder, text: String
  ) {
    let job = try JobInFolder(extra: ["input": ["files": [name]]])
    try JobInFolder.write(list, job.folder + "/" + name)
    #expect(await job.run("run") == 3)
    return (job, try attention(job))
  }

  private func attention(_ job: JobInFolder) throws -> String {
    try String(contentsOfFile: job.folder + "/out/latest/needs-attention.csv", encoding: .utf8)
  }

  private func correct(_ job: JobInFolder, _ text: String) async throws -> Int32 {
    try JobInFolder.write(text, job.folder + "/corrected.csv")
    return await job.run("import", job.folder + "/corrected.csv")
  }

  @Test func `what is corrected under headers spelled otherwise is not lost`() async throws {
    let (job, text) = try await faulty(
      "Reference,Name,Street,City,State,Zip\nA-1,Ann Wrong,1 Oak St,,NV,89\n")
    let renamed = text.replacing("Reference,Name,Street", with: "reference,recipient,STREET")
    #expect(try await correct(job, renamed.replacing("Ann Wrong", with: "Ann Right")) == 3)
    let again = try attention(job)
    #expect(again.contains("A-1,Ann Right,1 Oak St,,NV,89"))
    #expect(try await correct(job, again.replacing("St,,NV,89", with: "St,Reno,NV,89501")) == 0)
    #expect(await job.run("run") == 0)
    #expect(try job.sent("to.name") == ["Ann Right"])
    let report = try String(contentsOfFile: job.folder + "/out/latest/report.csv", encoding: .utf8)
    #expect(report.contains("A-1,Ann Right,1 Oak St,Reno,NV,89501,"))
  }

  @Test(arguments: [
    #"[{"reference":"A-1","name":"Ann Lee","street1":"1 Oak St","city":"","state":"NV","zip":"89"}]"#,
    #"{"reference":"A-1","to":{"name":"Ann Lee","street1":"1 Oak St","city":"","state":"NV","zip":"89"}}"#,
  ])
  func `a row of a JSON list keeps what it has through repairs`(list: String) async throws {
    let (job, text) = try await faulty(list, named: "list.json")
    #expect(try await correct(job, text.replacing("1 Oak St", with: "2 Oak St")) == 3)
    let again = try attention(job)
    #expect(again.contains("A-1,Ann Lee,2 Oak St,,NV,89"))
    #expect(try await correct(job, again.replacing("St,,NV,89", with: "St,Reno,NV,89501")) == 0)
    #expect(await job.run("run") == 0)
    let report = try String(contentsOfFile: job.folder + "/out/latest/report.csv", encoding: .utf8)
    #expect(report.contains("A-1,Ann Lee,2 Oak St,Reno,NV,89501,"))
  }

  @Test func `a list with a column of its own called row can be corrected`() async throws {
    let (job, text) = try await faulty(
      "row,name,street1,city,state,zip\n1,Ann Lee,1 Oak St,,NV,89501\n")
    #expect(try await correct(job, text.replacing("St,,NV", with: "St,Reno,NV")) == 0)
    #expect(await job.run("run") == 0)
    #expect(try job.states() == ["done": 1])
  }

  @Test func `a corrected row that is a mailed letter with other details is held`() async throws {
    let job = try JobInFolder(extra: ["input": ["files": ["*.csv"]]])
    try JobInFolder.write(JobInFolder.list(rows: 1), job.folder + "/list.csv")
    #expect(await job.run("run") == 0)
    try JobInFolder.write(
      "reference,name,street1,city,state,zip\nCASE-1,JANE DOE,9 New St,Los Angeles,CA,\n",
      job.folder + "/more.csv")
    #expect(await job.run("run") == 3)
    let text = try attention(job)
    #expect(try await correct(job, text.replacing(",CA,,", with: ",CA,90001,")) == 3)
    #expect(await job.run("run") == 0)
    #expect(try job.states() == ["done": 1, "held": 1])
    #expect(try job.column("SELECT code FROM mailing WHERE state = 'held'") == ["changed_letter"])
    #expect(try job.accepted().count == 1)
  }

  @Test func `one row of a later list replaces one earlier row, not every letter of that name`()
    async throws
  {
    let job = try JobInFolder(extra: ["input": ["files": ["*.csv"]]])
    let header = "reference,name,street1,city,state,zip\n"
    try JobInFolder.write(
      header + "A-1,Ann Lee,1 Oak St,Reno,NV,\nA-1,Ann Lee,9 Elm St,Reno,NV,\n",
      job.folder + "/list.csv")
    #expect(await job.run("run") == 3)
    try JobInFolder.write(header + "A-1,Ann Lee,1 Oak St,Reno,NV,89501\n", job.folder + "/b.csv")
    #expect(await job.run("run") == 3)
    #expect(try job.states() == ["done": 1, "cancelled": 1, "invalid": 1])
  }

  @Test func `leading zeros that a spreadsheet took from a repair list are put back`() async throws
  {
    let job = try JobInFolder(
      list: """
        reference,name,street1,city,state,zip,matter
        000123,Jane Doe,1 Oak St,Boston,XX,02108,007

        """)
    #expect(await job.run("run") == 3)
    let text = try String(
      contentsOfFile: job.folder + "/out/latest/needs-attention.csv", encoding: .utf8)
    let corrected = job.folder + "/corrected.csv"
    let saved = text.replacing(
      "000123,Jane Doe,1 Oak St,Boston,XX,02108,007",
      with: "123,Jane Doe,1 Oak St,Boston,MA,2108,7")
    #expect(saved != text)
    try JobInFolder.write(saved, corrected)
    #expect(await job.run("import", corrected) == 0)
    #expect(await job.run("run") == 0)
    #expect(try job.accepted().first?.hasPrefix("000123 ~") == true)
    let report = try String(contentsOfFile: job.folder + "/out/latest/report.csv", encoding: .utf8)
    #expect(report.contains("000123,Jane Doe,1 Oak St,Boston,MA,02108,007,"))
  }

  @Test func `every list that needs correcting is named with the next command`() async throws {
    let job = try JobInFolder(
      list: "reference,name,street1,city,state,zip\nA-1,Jane Doe,1 Oak St,Los Angeles,XX,90001\n",
      extra: ["input": ["files": ["*.csv"]]])
    try JobInFolder.write(
      "reference,name,street1,city,state,zip\nB-1,John Roe,2 Oak St,Los Angeles,XX,90001\n",
      job.folder + "/other.csv")
    let words = try job.words("run")
    let names = words.split(separator: "\n").filter { $0.hasPrefix("next: correct ") }
    #expect(names.count == 1 && names[0].split(separator: "needs-attention.csv").count == 4)
    #expect(words.contains("needs-attention.csv and "))
  }

  @Test func `a file of which nothing could be used is no list that was taken in`() async throws {
    let job = try JobInFolder(extra: ["input": ["files": ["*.csv"], "done": "done"]])
    try JobInFolder.write(
      "reference,name,street1,city,state,zip,certmail_row\n"
        + "B-1,John Roe,2 Oak St,Los Angeles,CA,90001,abcdef:9\n", job.folder + "/foreign.csv")
    #expect(await job.run("quote") == 3)
    #expect(await job.run("run") == 3)
    #expect(FileManager.default.fileExists(atPath: job.folder + "/rejected/foreign.csv"))
    #expect(try job.states() == ["done": 6])
    #expect(try job.output("quote").contains("0 ready, 0 need attention, $0.00 quoted"))
  }

  @Test func `what an unquoted comma pushed beyond the header comes back, and can be corrected`()
    async throws
  {
    let job = try JobInFolder(
      list: """
        reference,name,street1,city,state,zip,matter
        CASE-1,Jane Doe,1 Oak St,Los Angeles,CA,90001,M-1
        CASE-2,John Roe,2 Oak St, Apt 4,Los Angeles,CA,90001,M-7

        """)
    #expect(await job.run("run") == 3)
    let text = try String(
      contentsOfFile: job.folder + "/out/latest/needs-attention.csv", encoding: .utf8)
    #expect(text.contains("matter,extra_1,row,code"))
    #expect(text.contains("CA,90001,M-7,3,too_many_cells"))
    let corrected = job.folder + "/corrected.csv"
    try JobInFolder.write(
      text.replacing(
        "2 Oak St,\" Apt 4\",Los Angeles,CA,90001,M-7",
        with: "\"2 Oak St, Apt 4\",Los Angeles,CA,90001,M-7,"),
      corrected)
    #expect(await job.run("import", corrected) == 0)
    #expect(await job.run("run") == 0)
    #expect(try job.sent("to.street1").sorted() == ["1 Oak St", "2 Oak St, Apt 4"])
    let report = try String(contentsOfFile: job.folder + "/out/latest/report.csv", encoding: .utf8)
    #expect(report.contains("\"2 Oak St, Apt 4\",Los Angeles,CA,90001,M-7,"))
  }

  @Test func `empty cells beyond the header make no column`() async throws {
    let job = try JobInFolder(
      list: "reference,name,street1,city,state,zip\nA-1,Jane Doe,1 Oak St,Los Angeles,CA,90001,,\n")
    #expect(await job.run("run") == 0)
    let report = try String(contentsOfFile: job.folder + "/out/latest/report.csv", encoding: .utf8)
    #expect(!report.contains("extra_1"))
  }

  @Test func `a cell that looks like a formula stays as it is through every repair`() async throws {
    let job = try JobInFolder(
      list: """
        reference,name,street1,city,state,zip,matter
        CASE-1,=Ana Ruiz,-5 Elm St,Boston,XX,02108,+M

        """)
    #expect(await job.run("run") == 3)
    for street in 6...8 {
      let attention = job.folder + "/out/latest/needs-attention.csv"
      let text = try String(contentsOfFile: attention, encoding: .utf8)
      #expect(text.contains("'=Ana Ruiz") && !text.contains("''"))
      let state = street == 8 ? "MA" : "XX"
      let corrected = job.folder + "/corrected-\(street).csv"
      try JobInFolder.write(
        text.replacing("-\(street - 1) Elm", with: "-\(street) Elm").replacing(
          ",XX,", with: ",\(state),"), corrected)
      #expect(await job.run("import", corrected) == (street == 8 ? 0 : 3))
    }
    #expect(await job.run("run") == 0)
    #expect(try job.sent("to.name") == ["=Ana Ruiz"])
    #expect(try job.sent("to.street1") == ["-8 Elm St"])
    let report = try String(contentsOfFile: job.folder + "/out/latest/report.csv", encoding: .utf8)
    #expect(!report.contains("''"))
  }
}
