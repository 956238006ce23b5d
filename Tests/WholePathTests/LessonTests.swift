import Testing

@Suite struct LessonTests {
  private static let cut = #"{"echo": {"by_id": "cut", "in_list": "cut", "length": 18}}"#

  @Test func `a cut reference stops every run until the job sends a shorter one`() async throws {
    let job = try JobInFolder(faults: Self.cut)
    #expect(await job.run("run") == 7)
    #expect(try job.accepted().count == 1)
    #expect(
      try job.words("run").contains(
        "cut the reference of the first mailing; set reference.max to 18 in the job; run again"))
    #expect(try job.accepted().count == 1)
    try job.set("reference", ["max": 18])
    #expect(await job.run("run") == 0)
    #expect(try job.states() == ["done": 6])
  }

  @Test func `where no mark fits the job sends none`() async throws {
    let job = try JobInFolder(
      faults: #"{"echo": {"by_id": "cut", "in_list": "cut", "length": 4}}"#)
    #expect(
      try job.words("run").contains(#"set reference.style to "plain" and reference.max to 4 in"#))
    try job.set("reference", ["style": "plain", "max": 4])
    #expect(await job.run("run") == 0)
    #expect(try job.states() == ["done": 6])
    #expect(try job.accepted().count == 6)
  }

  private static let firstLost = """
    {"echo": {"in_answer": "missing", "by_id": "missing", "in_list": "missing"},
     "rules": [{"on": "POST /mailings", "nth": 1, "do": "close", "after": true}]}
    """

  @Test func `without an echo a first letter is found once a second has taught that`() async throws
  {
    let job = try JobInFolder(faults: Self.firstLost)
    #expect(await job.run("run") == 0)
    #expect(try job.states() == ["done": 6])
    #expect(try job.accepted().count == 6)
    #expect(
      try job.column("SELECT DISTINCT found_by FROM piece ORDER BY 1") == ["answer", "recipient"])
  }

  @Test func `a lone letter that nothing is known of stays for a person`() async throws {
    let job = try JobInFolder(rows: 1, faults: Self.firstLost)
    #expect(await job.run("run") == 6)
    #expect(await job.run("run") == 6)
    #expect(try job.states() == ["uncertain": 1])
  }

  @Test func `a shorter reference that is cut too stops again after one letter`() async throws {
    let job = try JobInFolder(faults: Self.cut)
    #expect(await job.run("run") == 7)
    try job.set("reference", ["max": 19])
    #expect(await job.run("run") == 7)
    #expect(try job.accepted().count == 2)
  }
}
