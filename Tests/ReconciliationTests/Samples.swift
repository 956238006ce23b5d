import Foundation
import FoundationXML
import MailModel
import TestSupport

@testable import Reconciliation

/// 2026-01-15T10:30:00Z
let morning = UTCTime(rawValue: 1_768_473_000_000)

func makeHeader(
  columns: [String] = ["Case No.", "Name"], inputRows: Int = 1, isQuote: Bool = false
) -> ReportHeader {
  var header = ReportHeader(
    job: "nightly", batch: "2026-01-15-notices-3f9a1c", batchHash6: "3f9a1c",
    source: "notices.csv", generatedAt: morning, ledgerID: "5b1c0d8e", columns: columns,
    inputRows: inputRows)
  header.isQuote = isQuote
  return header
}

/// A row that went well; each test changes what matters to it.
func makeDone(row: Int = 2, _ change: (inout ReportEntry) -> Void = { _ in }) -> ReportEntry {
  var entry = ReportEntry()
  entry.row = row
  entry.position = row - 1
  entry.cells = RowCells(["CASE-1", "Ana Reyes"])
  entry.reference = "CASE-1"
  entry.sentReference = "CASE-1 ~7KQ2M9XD3WTE"
  entry.matter = "0420-1"
  entry.recipient = PostalAddress(
    name: "Ana Reyes", street1: "1 Main Street", city: "Oakland", state: "CA", zip: "94612")
  entry.mailClass = MailClass("certified")
  entry.state = .done
  entry.quoted = Cents(750)
  entry.charged = Cents(750)
  entry.postage = Cents(586)
  entry.serviceFee = Cents(164)
  entry.mailingID = "clx1"
  entry.trackingNumber = "9407111899223456789017"
  entry.label = "labels/0001-CASE-1-9407.pdf"
  entry.labelSHA256 = String(repeating: "ab", count: 32)
  entry.labelOnDisk = .good
  entry.attempts = 1
  entry.submittedAt = morning
  change(&entry)
  return entry
}

/// A row that was never sent.
func makeUnsent(
  _ state: MailingState, row: Int = 2, _ change: (inout ReportEntry) -> Void = { _ in }
) -> ReportEntry {
  makeDone(row: row) { entry in
    entry.state = state
    entry.quoted = state.isQuoted ? Cents(750) : nil
    (entry.charged, entry.postage, entry.serviceFee) = (nil, nil, nil)
    (entry.mailingID, entry.trackingNumber) = ("", "")
    (entry.label, entry.labelSHA256, entry.labelOnDisk) = ("", "", .unchecked)
    (entry.attempts, entry.submittedAt, entry.sentReference) = (0, nil, "")
    change(&entry)
  }
}

func totals(_ entries: [ReportEntry]) -> BatchTotals {
  var totals = BatchTotals()
  for entry in entries { totals.add(entry) }
  return totals
}

func makeBalance(_ entries: [ReportEntry]) -> Balance {
  Balance(totals(entries), inputRows: entries.count, ledger: nil)
}

func csvText(_ header: ReportHeader, _ entries: [ReportEntry]) throws -> String {
  let sink = MemorySink()
  var report = ReportCSV(header, totals: totals(entries), to: sink)
  for entry in entries { try report.add(entry) }
  try report.finish()
  return sink.text
}

func attentionText(_ header: ReportHeader, _ entries: [ReportEntry]) throws -> String {
  let sink = MemorySink()
  var report = NeedsAttentionCSV(header, totals: totals(entries), to: sink)
  for entry in entries { try report.add(entry) }
  try report.finish()
  return sink.text
}

func jsonText(
  _ header: ReportHeader, _ entries: [ReportEntry], form: ReportJSON.Form = .report
) throws -> String {
  let sink = MemorySink()
  var report = ReportJSON(
    header, totals: totals(entries), balance: makeBalance(entries), form: form, to: sink)
  for entry in entries { try report.add(entry) }
  try report.finish()
  return sink.text
}

func htmlText(_ header: ReportHeader, _ entries: [ReportEntry]) throws -> String {
  let sink = MemorySink()
  var report = ReportHTML(header)
  for entry in entries { report.add(entry) }
  try report.write(totals(entries), balance: makeBalance(entries), to: sink)
  return sink.text
}

/// Whether a strict parser takes the page; `parse()` alone is true for some that it does not.
func isWellFormed(_ page: String) -> Bool {
  let parser = XMLParser(data: Data(page.utf8))
  return parser.parse() && parser.parserError == nil
}

/// Reads RFC 4180 the plain way: the referee for what the reports write.
func readCSV(_ text: String) -> [[String]] {
  var records: [[String]] = []
  var record: [String] = []
  var field = String.UnicodeScalarView()
  var inQuotes = false
  var scalars = Substring.UnicodeScalarView(text.unicodeScalars)
  if scalars.first == "\u{FEFF}" { scalars.removeFirst() }
  while let scalar = scalars.popFirst() {
    switch scalar {
    case "\"" where inQuotes && scalars.first == "\"":
      field.append("\"")
      scalars.removeFirst()
    case "\"": inQuotes.toggle()
    case "," where !inQuotes:
      record.append(String(field))
      field = .init()
    case "\r" where !inQuotes && scalars.first == "\n":
      scalars.removeFirst()
      records.append(record + [String(field)])
      (record, field) = ([], .init())
    default: field.append(scalar)
    }
  }
  return records
}

/// A folder that is there for one test.
struct TestFolder {
  let path: String

  init() throws { path = try Scratch.folder().path }

  func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: path).sorted()
  }

  func text(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(fileURLWithPath: path + "/" + name)), as: UTF8.self)
  }
}
