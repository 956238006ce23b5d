import MailModel
import Testing

@testable import CertmailCLI

@Suite struct RowNameTests {
  @Test(arguments: [
    ("14", nil, 14), ("a1b2c3:14", "a1b2c3", 14), ("A1B2C3:2", "a1b2c3", 2),
    ("1000000000", nil, RowName.rowMax),
  ])
  func `a row is its number, with or without its batch`(text: String, batch: String?, row: Int)
    throws
  {
    let name = try #require(RowName(text))
    #expect(name.batch == batch && name.row == row)
    #expect(RowName(name.description) == name)
  }

  @Test(arguments: [
    "", "0", "-1", "x", "a1b2c:14", "a1b2c3d:14", "a1b2c3:", ":14", "a1b2c3:1:2", "14-15",
    "1000000001", "a1b2_3:1", "1 4", "٣", "99999999999999999999",
  ])
  func `any other text is no row`(text: String) {
    #expect(RowName(text) == nil)
  }

  @Test(arguments: [("14-20", 14...20), ("a1b2c3:2-2", 2...2), ("7", 7...7)])
  func `a span is one row or from the first to the last`(text: String, rows: ClosedRange<Int>)
    throws
  {
    #expect(try #require(RowSpan(text)).rows == rows)
  }

  @Test(arguments: ["20-14", "1-", "-2", "1-2-3", "1--2", "a1b2c3:1-a1b2c3:2"])
  func `a span that is none is refused`(text: String) {
    #expect(RowSpan(text) == nil)
  }
}

@Suite struct ShardTests {
  @Test(arguments: [("1/1", 1, 1), ("2/8", 2, 8), ("1000/1000", 1000, 1000)])
  func `a shard is its number and how many there are`(text: String, number: Int, count: Int) throws
  {
    let shard = try #require(Shard(text))
    #expect(shard.number == number && shard.count == count && shard.description == text)
  }

  @Test(arguments: ["", "1", "0/1", "2/1", "1/0", "1/1001", "1/2/3", "a/b", "-1/2", "1/", "+1/2"])
  func `any other text is no shard`(text: String) {
    #expect(Shard(text) == nil)
  }

  @Test func `every token belongs to exactly one shard`() {
    let shards = (1...7).compactMap { Shard("\($0)/7") }
    for value in [0, 1, 6, 7, 123_456_789, (1 << 60) - 1] as [Int64] {
      #expect(shards.count(where: { $0.holds(Token(rawValue: value)) }) == 1)
    }
  }

  @Test(arguments: [
    ("/a.b/nightly.sqlite", "/a.b/nightly.2of8.sqlite"), ("/a.b/ledger", "/a.b/ledger.2of8"),
    ("/a/.hidden", "/a/.hidden.2of8"),
  ])
  func `a shard's files stand beside the job's`(path: String, sharded: String) throws {
    #expect(try #require(Shard("2/8")).path(path) == sharded)
  }

  @Test func `a part of a job has its own ledger and output and the job's name`() throws {
    let job = try JobTexts.read(
      JobTexts.job(replacing: "api", by: "\"api\": {\"base_url\": \"sandbox\"},"))
    let part = job.part(try #require(Shard("1/2")))
    #expect(part.name == job.name)
    #expect(part.ledger == "/work place/jobs/nightly.1of2.sqlite")
    #expect(part.output == "/work place/jobs/out/nightly/1of2")
    let store = "/work place/jobs/nightly.sandbox.1of2.sqlite"
    #expect(part.api.address == .sandbox(JobFile.SandboxFiles(store: store, faults: nil)))
  }
}
