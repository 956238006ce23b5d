import Foundation
import Testing

@Suite struct LabelFaultTests {
  /// A fault of the third label, so often.
  private func job(_ action: String, times: Int) throws -> JobInFolder {
    // The sandbox numbers its mailings upwards.
    let id = "clx" + String(100_000_003, radix: 36)
    return try JobInFolder(
      faults: """
        {"rules": [{"on": "GET /mailings/\(id)/label", "times": \(times), "do": \(action)}]}
        """,
      extra: ["limits": ["attempts": 3, "request_timeout": "20s", "reserve_requests": 0]])
  }

  @Test(arguments: [
    #""status", "status": 404"#, #""status", "status": 409"#, #""status", "status": 425"#,
    #""cut", "bytes": 900"#, #""close""#, #""status", "status": 200"#,
  ])
  func `a label that is late or broken is fetched in the same run`(action: String) async throws {
    let job = try job(action, times: 2)
    #expect(await job.run("run") == 0)
    #expect(try job.states() == ["done": 6])
    let labels = job.folder + "/out/latest/labels"
    for name in try FileManager.default.contentsOfDirectory(atPath: labels) {
      let bytes = try Data(contentsOf: URL(filePath: labels + "/" + name))
      #expect(bytes.starts(with: Data("%PDF-".utf8)))
    }
  }

  @Test func `a label that keeps failing waits for the next run, its mailing is mailed`()
    async throws
  {
    let job = try job(#""status", "status": 404"#, times: 3)
    #expect(await job.run("run") == 3)
    #expect(try job.states() == ["done": 5, "mailed": 1])
    #expect(try job.column("SELECT code FROM mailing WHERE state = 'mailed'") == ["label_failed"])
    try JobInFolder.write(#"{"rules": []}"#, job.folder + "/faults.json")
    #expect(await job.run("run") == 0)
    #expect(try job.states() == ["done": 6])
    #expect(try job.accepted().count == 6)
    // The run that only fetched a label told of it.
    let report = try String(contentsOfFile: job.folder + "/out/latest/report.json", encoding: .utf8)
    #expect(report.contains(#""done":6"#))
  }
}
