import Foundation
import MailModel
import Testing

@testable import Reconciliation

@Suite struct ReportJSONTests {
  @Test func `a small report is this text, key by key`() throws {
    let invalid = makeUnsent(.invalid, row: 3) {
      $0.recipient = PostalAddress(company: "A & B")
      ($0.reference, $0.matter, $0.document) = ("", "", "n.pdf")
      ($0.code, $0.message, $0.hint) = ("name", "say \"who\"", "Add it")
    }
    #expect(try jsonText(makeHeader(inputRows: 2), [makeDone(), invalid]) == smallReport)
  }

  private let smallReport = """
    {"schema":1,
    "job":"nightly",
    "batch":"2026-01-15-notices-3f9a1c",
    "ledger":"5b1c0d8e",
    "source":"notices.csv",
    "generated_at":"2026-01-15T10:30:00Z",
    "balanced":true,
    "totals":{"rows":2,"by_state":{"invalid":1,"duplicate":0,"ignored":0,"held":0,"queued":0,\
    "submitting":0,"uncertain":0,"absent":0,"refused":0,"mailed":0,"done":1,"cancelled":0},\
    "quoted":"7.50","charged":"7.50","difference":"0.00","open":"0.00"},
    "not_balanced_because":[],
    "rows":[
    {"row":2,"reference":"CASE-1","sent_reference":"CASE-1 ~7KQ2M9XD3WTE","matter":"0420-1",\
    "name":"Ana Reyes","street1":"1 Main Street","street2":null,"city":"Oakland",\
    "state_code":"CA","zip":"94612","mail_class":"certified","state":"done","code":null,\
    "message":null,"quoted":"7.50","charged":"7.50","mailing_id":"clx1",\
    "tracking_number":"9407111899223456789017","label":"labels/0001-CASE-1-9407.pdf",\
    "label_sha256":"abababababababababababababababababababababababababababababababab",\
    "attempts":1,"submitted_at":"2026-01-15T10:30:00Z","accepted_at":null,\
    "tracking_status":null,"document":null,"company":null,"hint":null,"postage":"5.86",\
    "service_fee":"1.64","delivered_at":null,"last_event_at":null,"last_event":null},
    {"row":3,"reference":null,"sent_reference":null,"matter":null,"name":null,"street1":null,\
    "street2":null,"city":null,"state_code":null,"zip":null,"mail_class":"certified",\
    "state":"invalid","code":"name","message":"say \\"who\\"","quoted":null,"charged":null,\
    "mailing_id":null,"tracking_number":null,"label":null,"label_sha256":null,"attempts":0,\
    "submitted_at":null,"accepted_at":null,"tracking_status":null,"document":"n.pdf",\
    "company":"A & B","hint":"Add it","postage":null,"service_fee":null,"delivered_at":null,\
    "last_event_at":null,"last_event":null}
    ]}

    """

  private func object(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  @Test func `a report without rows is a document too`() throws {
    let report = try object(try jsonText(makeHeader(inputRows: 0), []))
    #expect((report["rows"] as? [Any])?.isEmpty == true)
    #expect(report["balanced"] as? Bool == true)
  }

  @Test func `a report that does not balance says so and why`() throws {
    let entries = [makeDone { $0.labelOnDisk = .missing }]
    let report = try object(try jsonText(makeHeader(), entries))
    #expect(report["balanced"] as? Bool == false)
    #expect(report["not_balanced_because"] as? [String] == ["the label of row 2 is not on disk"])
  }

  @Test func `a quote is totals and rows, and what would be queued is ready`() throws {
    let text = try jsonText(
      makeHeader(isQuote: true), [makeUnsent(.queued), makeUnsent(.held, row: 3)], form: .quote)
    #expect(text.hasPrefix("{\"totals\":{\"rows\":2,\"by_state\":{\"invalid\":0,"))
    let quote = try object(text)
    #expect(Set(quote.keys) == ["totals", "rows"])
    let totals = try #require(quote["totals"] as? [String: Any])
    let states = try #require(totals["by_state"] as? [String: Int])
    #expect(states["ready"] == 1)
    #expect(states["queued"] == nil)
    #expect(totals["quoted"] as? String == "15.00")
    let rows = try #require(quote["rows"] as? [[String: Any]])
    #expect(rows.map { $0["state"] as? String } == ["ready", "held"])
  }

  @Test func `each row stands on a line of its own`() throws {
    let entries = (2..<5).map { makeDone(row: $0) { $0.message = "two\nlines" } }
    let text = try jsonText(makeHeader(inputRows: 3), entries)
    let lines = text.split(separator: "\n").filter { $0.hasPrefix("{\"row\":") }
    #expect(lines.count == 3)
  }
}
