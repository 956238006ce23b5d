import Foundation
import SQLiteKit
import Testing

@Suite struct TrackTests {
  /// Six letters that were mailed `days` ago.
  private func mailed(daysAgo days: Int = 0) async throws -> JobInFolder {
    let job = try JobInFolder()
    #expect(await job.run("run") == 0)
    try job.change("UPDATE piece SET submitted_at = submitted_at - \(days) * 86400000")
    return job
  }

  /// Sets what the sandbox says of some of its mailings, from now on.
  private func setStatus(_ status: String, _ numbers: ClosedRange<Int>, _ job: JobInFolder) throws {
    let chosen = "number BETWEEN \(numbers.lowerBound) AND \(numbers.upperBound)"
    let words = status.replacing("_", with: " ")
    try Connection(path: job.folder + "/s.sqlite", mode: .readWriteCreate).execute(
      """
      DELETE FROM tracking_event WHERE \(chosen) AND status <> 'label_generated';
      INSERT INTO tracking_event
      SELECT number, unixepoch() * 1000, '\(status)', '\(words)', '' FROM mailing WHERE \(chosen);
      """)
  }

  private func statuses(_ job: JobInFolder) throws -> [String] {
    try job.column("SELECT DISTINCT status FROM tracking ORDER BY status")
  }

  private func claims(_ job: JobInFolder) throws -> [String]? {
    let path = job.folder + "/out/refund-claims.csv"
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    return try String(contentsOfFile: path, encoding: .utf8)
      .split(whereSeparator: \.isNewline).dropFirst().map(String.init)
  }

  @Test func `every event is kept once, with the text that the API sent`() async throws {
    let job = try await mailed()
    #expect(await job.run("track") == 0)
    #expect(await job.run("track") == 0)
    let raw = try job.column("SELECT raw FROM tracking_event")
    #expect(raw.count == 6)
    #expect(raw.allSatisfy { $0.contains(#""description":"Label created""#) })
    #expect(try statuses(job) == ["label_made"])
  }

  @Test func `what has ended is not asked for again`() async throws {
    let job = try await mailed()
    try setStatus("delivered", 1...4, job)
    #expect(await job.run("track") == 0)
    #expect(try statuses(job) == ["delivered", "label_made"])
    try setStatus("returned", 1...4, job)
    #expect(await job.run("track") == 0)
    #expect(try statuses(job) == ["delivered", "label_made"])
    let report = try String(contentsOfFile: job.folder + "/out/latest/report.json", encoding: .utf8)
    #expect(report.contains(#""tracking_status":"delivered""#))
  }

  @Test func `a label that USPS did not accept is flagged and listed for a refund`() async throws {
    let job = try await mailed(daysAgo: 4)
    try setStatus("in_transit", 1...4, job)
    #expect(await job.run("track", "--accept-days", "5") == 0)
    #expect(try claims(job) == nil)
    #expect(await job.run("track") == 3)
    let found = try #require(try claims(job))
    #expect(found.count == 2)
    #expect(found.allSatisfy { $0.contains(",7.50,certified,") })
    try setStatus("in_transit", 5...6, job)
    #expect(await job.run("track") == 0)
    #expect(try claims(job) == nil)
  }

  @Test func `what comes back is told once`() async throws {
    let job = try await mailed()
    try setStatus("refused", 2...2, job)
    #expect(await job.run("track") == 3)
    #expect(await job.run("track") == 0)
    #expect(try statuses(job) == ["label_made", "refused"])
  }

  @Test func `what comes back is told by the next look when the one that saw it was killed`()
    async throws
  {
    let job = try await mailed()
    #expect(await job.run("track") == 0)
    try setStatus("refused", 2...2, job)
    let told = try #require(try job.column("SELECT value FROM meta WHERE key = 'track_told'").first)
    #expect(await job.run("track") == 3)
    // As the ledger is when the process ends between the answer and its words.
    try job.change("UPDATE meta SET value = '\(told)' WHERE key = 'track_told'")
    #expect(await job.run("track") == 3)
    #expect(await job.run("track") == 0)
  }

  @Test func `what comes back is told once for a batch that is looked at alone`() async throws {
    let job = try await mailed()
    let hash = try #require(try job.column("SELECT substr(hash, 1, 6) FROM batch").first)
    try setStatus("refused", 2...2, job)
    #expect(await job.run("track", "--batch", hash) == 3)
    #expect(await job.run("track", "--batch", hash) == 0)
  }

  @Test func `those are asked first that were looked at longest ago`() async throws {
    let job = try JobInFolder(
      faults: #"{"rules": [{"on": "GET /tracking", "nth": 4, "do": "status", "status": 403}]}"#,
      extra: [
        "limits": ["concurrent_requests": 1, "request_timeout": "20s", "reserve_requests": 0]
      ])
    #expect(await job.run("run") == 0)
    // The key is refused at the fourth: the three answers before are kept.
    #expect(await job.run("track") == 4)
    #expect(try job.column("SELECT mailing FROM tracking ORDER BY mailing") == ["1", "2", "3"])
    try job.change("UPDATE tracking SET checked_at = checked_at + mailing")
    try JobInFolder.write(
      #"{"rules": [{"on": "GET /tracking", "nth": 4, "do": "status", "status": 403}]}"#,
      job.folder + "/faults.json")
    #expect(await job.run("track") == 4)
    #expect(try job.column("SELECT count(*) FROM tracking") == ["6"])
  }

  @Test func `a piece that the API does not know is asked for again, and holds up no other`()
    async throws
  {
    let job = try JobInFolder(
      faults: #"{"rules": [{"on": "GET /tracking", "nth": 2, "do": "status", "status": 404}]}"#)
    #expect(await job.run("run") == 0)
    #expect(await job.run("track") == 0)
    #expect(try job.column("SELECT count(*) FROM tracking_event") == ["5"])
    #expect(try job.column("SELECT count(*) FROM tracking") == ["6"])
  }

  @Test func `a number that the API does not know is flagged as a label that was not accepted`()
    async throws
  {
    let job = try JobInFolder(
      faults: #"{"rules": [{"on": "GET /tracking", "nth": 2, "do": "status", "status": 404}]}"#,
      extra: [
        "limits": ["concurrent_requests": 1, "request_timeout": "20s", "reserve_requests": 0]
      ])
    #expect(await job.run("run") == 0)
    try setStatus("in_transit", 1...6, job)
    try job.change("UPDATE piece SET submitted_at = submitted_at - 4 * 86400000")
    #expect(await job.run("track") == 3)
    #expect(try claims(job)?.count == 1)
    try JobInFolder.write(#"{"rules": []}"#, job.folder + "/faults.json")
    #expect(await job.run("track") == 0)
    #expect(try claims(job) == nil)
  }

  @Test func `an answer that cannot be read says nothing about a label`() async throws {
    let job = try JobInFolder(
      faults: #"{"rules": [{"on": "GET /tracking", "nth": 2, "do": "status", "status": 400}]}"#,
      extra: [
        "limits": ["concurrent_requests": 1, "request_timeout": "20s", "reserve_requests": 0]
      ])
    #expect(await job.run("run") == 0)
    try setStatus("in_transit", 1...6, job)
    try job.change("UPDATE piece SET submitted_at = submitted_at - 4 * 86400000")
    #expect(await job.run("track") == 0)
    #expect(try claims(job) == nil)
  }

  @Test func `a label older than USPS keeps events for is not asked for`() async throws {
    let job = try await mailed(daysAgo: 121)
    #expect(await job.run("track") == 0)
    #expect(try job.column("SELECT count(*) FROM tracking") == ["0"])
    #expect(await job.run("track", "--accept-days", "0") == 2)
  }

  @Test func `tracking ends with the job's time, and goes on in the next look`() async throws {
    let job = try JobInFolder(
      faults: """
        {"rules": [{"on": "GET /tracking", "each": true, "do": "delay", "milliseconds": 700}]}
        """,
      extra: [
        "limits": ["concurrent_requests": 1, "run_for": "10m", "reserve_requests": 0]
      ])
    #expect(await job.run("run") == 0)
    let text = try String(contentsOfFile: job.job, encoding: .utf8)
    try JobInFolder.write(text.replacing("10m", with: "1s"), job.job)
    #expect(await job.run("track") == 7)
    let seen = try job.column("SELECT mailing FROM tracking").count
    #expect(seen < 6)
    try JobInFolder.write(text, job.job)
    #expect(await job.run("track") == 0)
    #expect(try job.column("SELECT mailing FROM tracking").count == 6)
  }
}
