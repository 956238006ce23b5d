import Foundation
import MailModel
import Testing

@testable import Reconciliation

@Suite struct ReportHTMLTests {
  private func body(_ text: String) -> Substring {
    text.range(of: "<body>").map { text[$0.upperBound...] } ?? ""
  }

  @Test func `the page is well-formed, whatever its rows are`() throws {
    let entries = MailingState.allCases.enumerated().map { index, state in
      state == .done ? makeDone(row: index + 2) : makeUnsent(state, row: index + 2)
    }
    #expect(isWellFormed(try htmlText(makeHeader(inputRows: entries.count), entries)))
    #expect(isWellFormed(try htmlText(makeHeader(inputRows: 0), [])))
    #expect(isWellFormed(try htmlText(makeHeader(isQuote: true), [makeUnsent(.queued)])))
    #expect(!isWellFormed("<p><b></p>"))
  }

  @Test func `nothing runs and nothing is loaded`() throws {
    let text = try htmlText(makeHeader(), [makeDone()])
    #expect(text.contains("default-src 'none'"))
    for forbidden in [
      "<script", "<link", "<img", "<iframe", " src=", "href=", "url(", "@import", "http://",
      "https://",
    ] {
      #expect(!text.contains(forbidden), "\(forbidden)")
    }
  }

  @Test func `markup in any field stays text`() throws {
    let attack = "</style><script>alert(\"1\")</script>&'"
    var header = makeHeader()
    (header.job, header.batch, header.source) = (attack, attack, attack)
    (header.ledgerID, header.batchHash6, header.toolVersion) = (attack, attack, attack)
    header.jobFile = attack
    let entries = [MailingState.done, .invalid].enumerated().map { index, state in
      makeDone(row: index + 2) {
        $0.state = state
        ($0.reference, $0.matter, $0.code, $0.message) = (attack, attack, attack, attack)
        ($0.hint, $0.trackingNumber, $0.mailClass) = (attack, attack, MailClass(attack))
        $0.recipient = PostalAddress(
          name: attack, company: attack + "2", street1: attack, street2: attack, city: attack,
          state: attack, zip: attack)
      }
    }
    let text = try htmlText(header, entries)
    #expect(!text.contains("<script"))
    #expect(text.components(separatedBy: "</style>").count == 2)
    #expect(isWellFormed(text))
  }

  @Test func `the verdict is clear either way`() throws {
    let good = try htmlText(makeHeader(), [makeDone()])
    #expect(good.contains("<b>Balanced:</b> every row and every cent is accounted for."))
    #expect(!good.contains("NOT balanced"))
    let bad = try htmlText(makeHeader(), [makeDone { $0.labelOnDisk = .missing }])
    #expect(bad.contains("NOT balanced"))
    #expect(bad.contains("the label of row 2 is not on disk"))
    #expect(!bad.contains("<b>Balanced:</b>"))
  }

  @Test func `what is late for its day stands before the figures, with its first rows`() throws {
    let late = (2...9).map { row in makeDone(row: row) { $0.deadline = .mailedLate } }
    let open = makeUnsent(.held, row: 10) { $0.deadline = .open }
    let html = try htmlText(makeHeader(inputRows: 9), late + [open])
    #expect(
      html.contains("<li>8 letters were mailed after the mail-by date: rows 2, 3, 4, 5, 6, …</li>"))
    #expect(
      html.contains("<li>1 letter is not mailed, though the mail-by date has come: row 10</li>"))
    let places = ["<b>Late:", "<dl class=\"figures\"", "class=\"signature\""].map {
      html.range(of: $0)?.lowerBound
    }
    #expect(
      places.allSatisfy { $0 != nil }
        && places.compactMap { $0 } == places.compactMap { $0 }.sorted())
    #expect(!(try htmlText(makeHeader(inputRows: 1), [makeDone()])).contains("<b>Late:"))
  }

  @Test func `rows that need a person come before all rows, the uncertain ones first`() throws {
    let states: [MailingState] = [.invalid, .refused, .held, .absent, .uncertain]
    let entries = states.enumerated().map { makeUnsent($1, row: $0 + 2) }
    let text = try htmlText(makeHeader(inputRows: 5), entries)
    let places = (states.reversed().map { "Rows that are \($0.rawValue)" } + ["All rows in list"])
      .map { text.range(of: $0)?.lowerBound }
    #expect(places.allSatisfy { $0 != nil })
    #expect(places.compactMap(\.self) == places.compactMap(\.self).sorted())
    #expect(text.contains("certmail resolve JOB ROW"))
  }

  @Test func `a mailed row whose label failed is shown to a person, another mailed row is not`()
    throws
  {
    let failed = makeDone { ($0.state, $0.code) = (.mailed, "label_failed") }
    #expect(try htmlText(makeHeader(), [failed]).contains("Rows that need a person"))
    let waiting = makeDone { $0.state = .mailed }
    #expect(try !htmlText(makeHeader(), [waiting]).contains("Rows that need a person"))
    let warned = makeDone {
      $0.state = .mailed
      $0.describe([Finding(.warning, "mail_by_due", .mailBy, "mail_by is past")])
    }
    #expect(try !htmlText(makeHeader(), [warned]).contains("Rows that need a person"))
    #expect(try htmlText(makeHeader(), [warned]).contains("mail_by is past"))
  }

  @Test func `label made, accepted and delivered are three facts, once USPS was asked`() throws {
    #expect(try !htmlText(makeHeader(), [makeDone()]).contains("With USPS"))
    let statuses = ["label_made", "accepted", "delivered", "refused"]
    let entries = statuses.enumerated().map { index, status in
      makeDone(row: index + 2) {
        $0.trackingStatus = status
        if status != "label_made" { $0.acceptedAt = morning }
        $0.lastEvent = status == "refused" ? "Refused by <Addressee>" : ""
      }
    }
    let text = try htmlText(makeHeader(inputRows: 4), entries)
    #expect(isWellFormed(text))
    let facts = try #require(text.range(of: "With USPS").map { text[$0.upperBound...] })
      .components(separatedBy: "<td class=\"n\">").dropFirst().prefix(4).map { $0.prefix(1) }
    #expect(facts == ["4", "3", "1", "1"])
    #expect(text.contains("label made 2026-01-15, accepted by USPS 2026-01-15"))
    #expect(text.contains("not delivered</span> 1 row"))
    #expect(text.contains("<bdi>Refused by &lt;Addressee&gt;</bdi> <code>refused</code>"))
  }

  @Test func `what only the API's word says is no proof of mailing`() throws {
    let entries = ["delivered", "in_transit", "unknown", "cancelled"].enumerated().map {
      at, status in
      makeDone(row: at + 2) { $0.trackingStatus = status }
    }
    let text = try htmlText(makeHeader(inputRows: 4), entries)
    #expect(isWellFormed(text))
    let facts = try #require(text.range(of: "With USPS").map { text[$0.upperBound...] })
      .components(separatedBy: "<td class=\"n\">").dropFirst().prefix(5).map { $0.prefix(1) }
    #expect(facts == ["4", "0", "2", "1", "0"])
    #expect(text.contains("no scan with a day proves it"))
    let scanned = makeDone {
      $0.trackingStatus = "in_transit"
      $0.acceptedAt = morning
    }
    #expect(try !htmlText(makeHeader(), [scanned]).contains("no scan with a day"))
  }

  @Test func `the figure on top counts each row that is listed as in need of a person once`()
    throws
  {
    let both = makeDone(row: 2) {
      $0.state = .mailed
      $0.code = "label_failed"
      $0.trackingStatus = "returned"
    }
    let entries = [
      both, makeDone(row: 3) { $0.trackingStatus = "refused" }, makeUnsent(.invalid, row: 4),
      makeDone(row: 5), makeDone(row: 6) { $0.trackingStatus = "delivered" },
    ]
    let text = try htmlText(makeHeader(inputRows: 5), entries)
    #expect(text.contains("<dt>Need a person</dt><dd>3</dd>"))
    let fine = try htmlText(makeHeader(), [makeDone()])
    #expect(fine.contains("<dt>Need a person</dt><dd>0</dd>"))
  }

  @Test func `rows up to the limit are shown, one more is told`() throws {
    let entries = (0...ReportHTML.rowsMax).map { makeDone(row: $0 + 2) }
    let whole = try htmlText(makeHeader(inputRows: ReportHTML.rowsMax), Array(entries.dropLast()))
    #expect(!whole.contains("rows are shown"))
    let cut = try htmlText(makeHeader(inputRows: entries.count), entries)
    #expect(cut.contains("The first 5,000 of 5,001 rows are shown"))
    #expect(cut.components(separatedBy: "<tr><th scope=\"row\" class=\"n\">").count - 1 == 5_000)
  }

  @Test func `rows that need a person are shown up to their limit over all states`() throws {
    let half = ReportHTML.attentionMax / 2
    let entries = (0..<2 * half + 1).map {
      makeUnsent($0 < half ? .invalid : .refused, row: $0 + 2)
    }
    let whole = try htmlText(makeHeader(inputRows: 2 * half), Array(entries.dropLast()))
    #expect(!whole.contains("are shown; report.csv"))
    let cut = try htmlText(makeHeader(inputRows: entries.count), entries)
    #expect(cut.contains(">499 of 500 rows are shown; report.csv holds them all.</p>"))
  }

  @Test func `the chart names twelve matters and sums up the others`() throws {
    let entries = (0...ReportHTML.mattersMax).map { index in
      makeDone(row: index + 2) { $0.matter = "matter \(index)" }
    }
    let text = try htmlText(makeHeader(inputRows: entries.count), entries)
    #expect(text.contains("<bdi>other matters</bdi>"))
    let fitting = try htmlText(makeHeader(inputRows: 12), Array(entries.dropLast()))
    #expect(!fitting.contains("other matters"))
  }

  @Test func `a sandbox and a quote say that nothing was mailed`() throws {
    var header = makeHeader()
    header.isSandbox = true
    #expect(try htmlText(header, [makeDone()]).contains("nothing was mailed and nothing was paid"))
    let quote = try htmlText(makeHeader(isQuote: true), [makeUnsent(.queued)])
    #expect(quote.contains("Nothing was mailed and nothing is in line"))
    #expect(quote.contains(">ready</span>"))
    #expect(try !htmlText(makeHeader(), [makeDone()]).contains("othing was mailed"))
  }

  @Test func `text from outside is isolated in its direction`() throws {
    let text = try htmlText(makeHeader(), [makeDone { $0.recipient.name = "\u{202E}שלום" }])
    #expect(body(text).contains("<b><bdi>\u{202E}שלום</bdi></b>"))
  }
}
