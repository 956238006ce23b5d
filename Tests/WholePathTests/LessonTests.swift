import Testing

@Suite struct LessonTests {
  private static let cut = #"{"echo": {"by_id": "cut", "in_list": "cut", "length": 18}}"#

  @Test func `a cut reference stops every run until the job sends a shorter one`() async throws {
    let job = try JobInFolder(faults: Self.cut)
    #expect(await job.run("run") == 7)
    #expect(try job.accepted().count == 1)
    #expect(await job.run("run") == 7)
    #expect(try job.accepted().count == 1)
    try job.set("reference", ["max": 18])
    #expect(await job.run("run") == 0)
    #expect(try job.states() == ["done": 6])
  }

  @Test func `a shorter reference that is cut too stops again after one letter`() async throws {
    let job = try JobInFolder(faults: Self.cut)
    #expect(await job.run("run") == 7)
    try job.set("reference", ["max": 19])
    #expect(await job.run("run") == 7)
    #expect(try job.accepted().count == 2)
  }
}
